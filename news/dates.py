"""How days and times of events are written: “14–15 November 2018”, “31 May 2018, 15:00–17:00”, “UTC+3”."""

from django.template.defaultfilters import date as date_format
from django.utils.formats import get_format


def span(first, last, all_day):
    """From one to the other in the active language, without saying twice what both share; both on the same clock."""
    last = last or first
    is_one_day = first.date() == last.date()
    if all_day and not is_one_day:
        return _days(first, last)
    if all_day or first == last:
        return date_format(first, "DATE_FORMAT" if all_day else "DATETIME_FORMAT")
    if is_one_day:
        return f"{date_format(first, 'DATETIME_FORMAT')}–{date_format(last, 'TIME_FORMAT')}"
    return f"{date_format(first, 'DATETIME_FORMAT')} – {date_format(last, 'DATETIME_FORMAT')}"


def _days(first, last):
    end = date_format(last, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        day = get_format("MONTH_DAY_FORMAT").split()[0]
        return f"{date_format(first, day)}–{end}"
    return f"{date_format(first, 'MONTH_DAY_FORMAT' if first.year == last.year else 'DATE_FORMAT')} – {end}"


def months(first, last):
    """The months alone, where the days are not known."""
    return " – ".join(dict.fromkeys(date_format(day, "F Y") for day in (first, last or first)))


def offsets(first, last):
    """“UTC+3”, and both where the clock is changed meanwhile."""
    return " – ".join(dict.fromkeys(f"UTC{_offset(moment)}" for moment in (first, last or first)))


def _offset(moment):
    minutes = int(moment.utcoffset().total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return ("+" if minutes > 0 else "−") + str(hours) + (f":{rest:02}" if rest else "") if minutes else ""
