"""Events as iCalendar (RFC 5545): for one event, and for all of a language."""

from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, vDuration, vText
from icalendar import Event as Entry

from partners import funding
from sme2go_site.languages import active, text
from sme2go_site.rendering import plain

TYPE = "text/calendar; charset=utf-8"
MAKER = "-//SME2GO//Events//EN"
REFRESH = timedelta(hours=12)
FIRST_SEQUENCE = datetime(2015, 1, 1, tzinfo=UTC)


def written(request, events):
    """The calendar as bytes: the same events always give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for old, new, value in (  # of RFC 7986, and what programs knew before it
        ("x-wr-calname", "name", vText(_("SME2GO: events"))),
        ("x-wr-caldesc", "description", vText(funding.line())),
        ("x-published-ttl", "refresh-interval", vDuration(REFRESH, {"value": "DURATION"})),
    ):
        calendar.add(old, value)
        calendar.add(new, value)
    for event in events:
        calendar.add_component(_entry(request, event))
    _add_clocks(calendar)
    return calendar.to_ical()


def _entry(request, event):
    entry, language = Entry(), {"language": active()}
    entry.add("uid", f"event-{event.pk}@sme2go")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    # It has to grow with every change; a counter would begin anew when a deleted event is brought back.
    entry.add("sequence", int((event.changed_at - FIRST_SEQUENCE).total_seconds()))
    _add_times(entry, event)
    entry.add("summary", text(event, "title"), parameters=language)
    if event.whereabouts:
        entry.add("location", event.whereabouts, parameters=language)
    if description := plain(event.description):
        entry.add("description", description, parameters=language)
    entry.add("url", request.build_absolute_uri(event.get_absolute_url()))
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    return entry


def _add_times(entry, event):
    """On the clock of the place. The end of whole days is the day after the last one; they keep nobody from being free."""
    start, end = event.local_start, event.local_end
    if event.all_day:
        entry.add("dtstart", start.date())
        entry.add("dtend", (end or start).date() + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        return
    entry.add("dtstart", start)
    if end and end > start:
        entry.add("dtend", end)


def _add_clocks(calendar):
    """What each time zone's clocks do in the years of the events."""
    moments = [entry.start for entry in calendar.walk("VEVENT") if isinstance(entry.start, datetime)]
    moments += [entry.end for entry in calendar.walk("VEVENT") if isinstance(entry.end, datetime)]
    if moments:
        first, last = min(moments).year, max(moments).year
        calendar.add_missing_timezones(datetime(first, 1, 1).date(), datetime(last + 1, 1, 1).date())
