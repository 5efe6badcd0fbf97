"""When an event was, on whatever clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from news.models import Event
from tests.factories import make_article

pytestmark = pytest.mark.django_db
NOON = datetime(2018, 5, 31, 12, 0, tzinfo=UTC)


def event(time_zone, **more):
    return Event(title_en="Conference", starts=NOON, time_zone=time_zone, **more)


def test_dates_are_told_on_the_clock_of_the_place():
    with override("en"):
        assert event("Europe/Tallinn").dates == "31 May 2018, 15:00"
        assert event("Asia/Seoul").dates == "31 May 2018, 21:00"


@pytest.mark.parametrize("name", ["Mars/Phobos", "", "Europe", "../etc/passwd", "europe/tallinn "])
def test_time_zone_that_does_not_exist_is_refused_and_fails_no_page(client, name):
    with pytest.raises(ValidationError) as refusal:
        event(name).full_clean()
    assert "time_zone" in refusal.value.message_dict
    stored = event(name)
    stored.save()
    page = client.get(make_article(event=stored).link_in("en"))
    assert "31 May 2018, 14:00" in page.content.decode()


SPANS = """
    2018-11-14         2018-11-14        14 november 2018 | 14. november 2018 | 14. marraskuuta 2018
    2018-11-14         2018-11-15        14–15 november 2018 | 14.–15. november 2018 | 14.–15. marraskuuta 2018
    2018-05-31         2018-06-01        31 maj – 1 juni 2018 | 31. mai – 1. juuni 2018 | 31. toukokuuta – 1. kesäkuuta 2018
    2018-11-14T15:00  2018-11-14T15:00 14 november 2018 15:00 | 14. november 2018 kell 15.00 | 14. marraskuuta 2018 klo 15.00
    2018-12-31         2019-01-01        31 december 2018 – 1 januari 2019
    2018-11-14T15:00   2018-11-14T17:30  14 november 2018 15:00–17:30 | 14. november 2018 kell 15.00–17.30
    2018-11-14T15:00   2018-11-15T12:00  14 november 2018 15:00 – 15 november 2018 12:00
"""


@pytest.mark.parametrize("line", SPANS.strip().splitlines())
def test_dates_say_nothing_twice(line):
    first, last, said = line.split(maxsplit=2)
    starts, ends = (
        datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Tallinn")) for moment in (first, last)
    )
    meeting = Event(starts=starts, ends=ends, time_zone="Europe/Tallinn", all_day="T" not in first)
    for code, words in zip(("sv", "et", "fi"), said.split(" | "), strict=False):
        with override(code):
            assert meeting.dates == words


def test_clock_names_the_offset_of_the_place_on_that_day():
    winter, summer = (datetime(2018, month, 15, 12, tzinfo=UTC) for month in (1, 7))
    assert Event(starts=winter, time_zone="Europe/Tallinn").clock == "local time, UTC+2"
    assert Event(starts=summer, time_zone="Europe/Tallinn").clock == "local time, UTC+3"
    assert Event(starts=winter, ends=summer, time_zone="Europe/Stockholm").clock == "local time, UTC+1 – UTC+2"
    assert Event(starts=winter, time_zone="Asia/Kolkata").clock == "local time, UTC+5:30"
    assert Event(starts=winter, time_zone="America/New_York").clock == "local time, UTC−5"
    assert Event(starts=winter, time_zone="Europe/London").clock == "local time, UTC"
    assert Event(starts=winter, all_day=True).clock == ""


def test_language_that_lacks_the_words_for_the_days_claims_no_days():
    with override("sv"):
        assert event("Europe/Tallinn", dates_in_words_en="end of May 2018").dates == "maj 2018"


def test_complaint_names_what_was_written_and_what_would_do():
    with pytest.raises(ValidationError, match=r"“Mars/Phobos” is no time zone\..*Europe/Tallinn"):
        event("Mars/Phobos").full_clean()
