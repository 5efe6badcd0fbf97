"""Events in a calendar program: read back as such a program reads them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from news.models import Event
from tests.factories import make_event, make_project

pytestmark = pytest.mark.django_db
TALLINN, STOCKHOLM = ZoneInfo("Europe/Tallinn"), ZoneInfo("Europe/Stockholm")
SUBSCRIPTION = "/en/events/calendar.ics"


def read(client, address=SUBSCRIPTION):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def entry_of(client, event):
    """The event as its own file has it."""
    return read(client, event.link_in("en") + "event.ics").events[0]


@pytest.mark.parametrize("zone", [TALLINN, STOCKHOLM, ZoneInfo("Asia/Shanghai"), ZoneInfo("UTC")], ids=str)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (datetime(2018, 3, 24, 22), datetime(2018, 3, 25, 10)),  # over the change to summer time
        (datetime(2018, 10, 27, 22), datetime(2018, 10, 28, 10)),  # and back
        (datetime(2018, 10, 28, 3, 30), datetime(2018, 10, 28, 3, 30, fold=1)),  # the hour that comes twice in Tallinn
        (datetime(2017, 12, 31, 23), datetime(2018, 1, 1, 1)),
    ],
)
def test_moments_come_back_as_they_were_with_their_zone_described(client, zone, first, last):
    first, last = first.replace(tzinfo=zone), last.replace(tzinfo=zone)
    make_event(starts=first, ends=last, time_zone=str(zone))
    calendar = read(client)
    (entry,) = calendar.events
    assert entry.start.astimezone(UTC) == first.astimezone(UTC)
    assert [str(clock["TZID"]) for clock in calendar.timezones] == ([] if str(zone) == "UTC" else [str(zone)])
    if last.fold == 0:
        assert entry.end.astimezone(UTC) == last.astimezone(UTC)


@pytest.mark.parametrize(("zone", "hours"), [("Europe/Tallinn", 3), ("Europe/Stockholm", 2)])
def test_described_zone_says_when_its_clock_is_changed(client, zone, hours):
    """A program that knows no zone by name reckons with the description alone."""
    make_event(starts=datetime(2018, 3, 25, 12, tzinfo=ZoneInfo(zone)), time_zone=zone)
    (clock,) = read(client).timezones
    described = clock.to_tz(lookup_tzid=False)
    for day in (datetime(2018, 3, 24, 12), datetime(2018, 3, 25, 12), datetime(2018, 10, 28, 12)):
        assert day.replace(tzinfo=described).utcoffset() == day.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert datetime(2018, 7, 1, 12, tzinfo=described).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Europe/Tallinn", "Asia/Shanghai", "America/New_York"])
def test_whole_days_are_days_wherever_one_reads_them_and_end_the_day_after(client, zone):
    first, last = (datetime(2018, month, day, tzinfo=ZoneInfo(zone)) for month, day in ((3, 24), (3, 26)))
    make_event(starts=first, ends=last, all_day=True, time_zone=zone)
    make_event(starts=first, all_day=True, time_zone=zone)
    days = [(entry["DTSTART"].dt, entry["DTEND"].dt) for entry in read(client).events]
    assert days == [(date(2018, 3, 24), date(2018, 3, 27)), (date(2018, 3, 24), date(2018, 3, 25))]


def test_event_whose_days_are_not_known_is_in_no_calendar_and_its_page_says_so(client):
    """Whichever language knows it only in words."""
    event = make_event(dates_in_words_sv="månadsskiftet maj–juni 2018")
    assert read(client).events == []
    assert client.get(event.link_in("en") + "event.ics").status_code == 404
    page = client.get(event.link_in("en")).content.decode()
    assert "The exact days are not known" in page
    assert "event.ics" not in page


def test_entry_says_what_the_page_says(client):
    event = make_event(
        title_en="Talks, coffee; \\and\nmore " + "ä" * 90,
        place_en="Tartu",
        address="Raekoja plats 1",
        country="EE",
        description_en="<p>First <strong>line</strong></p><ul><li>one</li><li>two</li></ul>",
    )
    entry = entry_of(client, event)
    assert entry["SUMMARY"] == event.title_en
    assert entry["LOCATION"] == "Tartu, Raekoja plats 1, Estonia"
    assert entry["DESCRIPTION"] == "First line\none\ntwo"
    assert entry["URL"] == "http://testserver" + event.link_in("en")
    assert entry["STATUS"] == "CONFIRMED"


def test_lines_end_and_fold_as_the_rules_ask(client):
    make_event(title_en="å" * 150)
    content = client.get(SUBSCRIPTION).content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_change_keeps_the_identity_and_raises_the_sequence(client):
    event = make_event()
    Event.objects.filter(pk=event.pk).update(changed_at=timezone.now() - timedelta(hours=1))
    before = entry_of(client, event)
    event.cancelled, event.slug_en = True, "renamed"
    event.save()
    after = entry_of(client, event)
    assert before["UID"] == after["UID"]
    assert before["SEQUENCE"] < after["SEQUENCE"]
    assert before["LAST-MODIFIED"].dt < after["LAST-MODIFIED"].dt
    assert after["STATUS"] == "CANCELLED"


def test_calendar_is_of_one_language_and_names_who_pays(client):
    make_project()
    make_event(languages=["sv"])
    event = make_event(languages=["fi"])
    with override("fi"):
        calendar = read(client, event.link_in("fi").rsplit("/", 2)[0] + "/calendar.ics")
    assert [entry["SUMMARY"] for entry in calendar.events] == [event.title_fi]
    assert "Euroopan aluekehitysrahasto" in calendar["DESCRIPTION"]


def test_list_offers_the_calendar_to_programs_and_to_people(client):
    page = client.get("/en/events/").content.decode()
    assert f'type="text/calendar" title="SME2GO: events" href="{SUBSCRIPTION}"' in page
    assert f'href="webcal://testserver{SUBSCRIPTION}"' in page
    assert f"http://testserver{SUBSCRIPTION}</span>" in page


def test_file_is_named_after_the_event_also_under_its_old_address(client):
    event = make_event()
    old = event.link_in("en") + "event.ics"
    event.slug_en = "renamed"
    event.save()
    assert client.get(old)["Content-Disposition"] == 'attachment; filename="renamed.ics"'


def test_unchanged_calendar_is_not_sent_again_and_a_deleted_event_is_a_change(client):
    make_event()
    event = make_event()
    first = client.get(SUBSCRIPTION)
    known = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
    assert [client.get(SUBSCRIPTION, headers=headers).status_code for headers in known] == [304, 304]
    event.delete()
    assert [client.get(SUBSCRIPTION, headers=headers).status_code for headers in known] == [200, 200]
