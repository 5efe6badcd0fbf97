"""When an event was, on whatever clock."""

from datetime import UTC, datetime

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


def test_complaint_names_what_was_written_and_what_would_do():
    with pytest.raises(ValidationError, match=r"“Mars/Phobos” is no time zone\..*Europe/Tallinn"):
        event("Mars/Phobos").full_clean()
