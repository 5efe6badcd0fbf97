"""Events as readers find them: the list, the page, and the honest page for what a language lacks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from lxml import html

from news.models import Event
from sme2go_site import drafts
from sme2go_site.languages import CODES
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db
TALLINN = ZoneInfo("Europe/Tallinn")


def listed(client, code="en", query=""):
    """[(heading, [titles])] of the list."""
    with override(code):
        page = html.fromstring(client.get(reverse("events:event_list") + query).content)
    sections = page.find_class("events")
    return [(part.findtext("h2"), [link.text for link in part.xpath(".//h3/a")]) for part in sections]


def test_list_shows_what_comes_with_the_next_first_and_what_was_by_year(client):
    soon, later = (make_event(starts=timezone.now() + timedelta(days=days)) for days in (1, 9))
    old, older = (make_event(starts=datetime(year, 6, 1, 12, tzinfo=TALLINN)) for year in (2018, 2016))
    assert listed(client) == [
        ("Coming", [soon.title_en, later.title_en]),
        ("2018", [old.title_en]),
        ("2016", [older.title_en]),
    ]


def test_event_comes_until_its_last_moment_or_the_end_of_its_last_day(client):
    now = timezone.now()
    make_event(starts=now - timedelta(hours=2), ends=now + timedelta(hours=1), title_en="goes on")
    make_event(starts=now - timedelta(hours=2), ends=now - timedelta(hours=1), title_en="is over")
    today = now.astimezone(TALLINN).replace(hour=0, minute=0, second=0, microsecond=0)
    make_event(starts=today, all_day=True, time_zone="Europe/Tallinn", title_en="is today")
    make_event(starts=today - timedelta(days=1), all_day=True, time_zone="Europe/Tallinn", title_en="was yesterday")
    assert set(listed(client)[0][1]) == {"goes on", "is today"}


@pytest.mark.parametrize("lack", [{"title_fi": ""}, {"slug_fi": None}, {"starts": None}])
def test_event_without_title_address_or_date_is_in_no_list_of_that_language(client, lack):
    event = make_event(**lack)
    assert [titles for _heading, titles in listed(client, "fi")] == [[]]
    assert "fi" not in event.urls()


def test_past_event_names_its_reports_in_the_reader_s_language_alone(client):
    event = make_event()
    report, other = make_article(event=event), make_article(languages=["sv"], event=event)
    with override("en"):
        page = client.get(reverse("events:event_list")).content.decode()
    assert report.link_in("en") in page
    assert other.title_sv not in page
    assert report.title_en in client.get(event.link_in("en")).content.decode()
    report.withdrawn_at = timezone.now()
    report.save()
    assert report.title_en not in client.get(event.link_in("en")).content.decode()


def test_list_asks_the_same_number_of_queries_however_many_events(client, django_assert_num_queries):
    def fill():
        for _number in range(4):
            make_article(event=make_event())
            make_event(starts=timezone.now() + timedelta(days=1))

    fill()
    with django_assert_num_queries(8):
        client.get("/en/events/")
    fill()
    with django_assert_num_queries(8):
        client.get("/en/events/")


def teased(client, code="en"):
    """[the titles] of what the home page says is coming."""
    found = html.fromstring(client.get(f"/{code}/").content).find_class("next-event")
    return [link.text for section in found for link in section.xpath(".//h3/a")]


def test_home_leads_to_the_next_event_that_the_language_has_and_that_takes_place(client):
    now = timezone.now()
    make_event(starts=now - timedelta(days=1))
    make_event(starts=now + timedelta(days=1), cancelled=True)
    make_event(starts=now + timedelta(days=2), languages=["sv"], title_sv="Nästa")
    make_event(starts=now + timedelta(days=3), title_en="Next", title_sv="Sedan")
    assert (teased(client), teased(client, "sv")) == (["Next"], ["Nästa"])


def test_home_says_nothing_of_events_where_none_lies_ahead(client):
    make_event()
    assert teased(client) == []
    assert "Next event" not in client.get("/en/").content.decode()


def test_home_asks_the_same_number_of_queries_however_many_events(client, django_assert_num_queries):
    make_event(starts=timezone.now() + timedelta(days=1))
    client.get("/en/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/")
    for days in range(2, 12):
        make_event(starts=timezone.now() + timedelta(days=days))
    with django_assert_num_queries(len(one)):
        client.get("/en/")


def test_past_events_stand_on_pages_that_stay_what_they_are(client):
    for day in range(1, 26):
        make_event(starts=datetime(2018, 1, day, 12, tzinfo=TALLINN), title_en=f"Day {day}")
    first = listed(client, query="?page=1")
    assert first == [("2018", [f"Day {day}" for day in range(12, 0, -1)])]
    make_event()
    assert listed(client, query="?page=1") == first
    assert client.get("/en/events/?page=9").status_code == 404


def test_page_tells_the_time_on_the_clock_of_the_place_with_its_offset(client):
    start = datetime(2018, 5, 31, 15, tzinfo=TALLINN)
    event = make_event(starts=start, ends=start + timedelta(hours=2), time_zone="Europe/Tallinn", country="EE")
    page = html.fromstring(client.get(event.link_in("en")).content)
    time = page.find(".//main").find(".//time")
    assert (time.text, time.get("datetime")) == ("31 May 2018, 15:00–17:00", "2018-05-31T15:00+03:00")
    assert page.find_class("clock")[0].text == "(local time, UTC+3)"
    assert "Estonia" in page.find_class("lead")[0].text_content()


def test_page_names_its_versions_to_search_engines_and_is_in_the_sitemap(client):
    event = make_event(languages=["en", "fi"])
    page = html.fromstring(client.get(event.link_in("en")).content)
    assert page.xpath("//link[@hreflang]/@hreflang") == ["en", "fi", "x-default"]
    places = client.get("/sitemap-events.xml").content.decode()
    assert places.count("<url>") == 2
    assert all(f"http://testserver{path}<" in places for path in event.urls().values())


def test_language_that_lacks_the_event_has_the_honest_page(client):
    event = make_event(languages=["sv"], place_sv="Västerås")
    answer = client.get(event.link_in("fi"))
    page = html.fromstring(answer.content)
    assert (answer.status_code, page.xpath("//meta[@name='robots']/@content")) == (200, ["noindex"])
    assert page.xpath("//link[@rel='canonical']/@href") == [f"http://testserver{event.link_in('sv')}"]
    original = page.find_class("not-yet-original")[0]
    assert (original.get("lang"), original.findtext("h2")) == ("sv", event.title_sv)
    assert "Västerås" in original.findtext("p")


def test_old_address_leads_on_and_the_word_of_another_language_to_the_reader_s(client):
    event = make_event()
    old, foreign = event.link_in("en"), event.link_in("en").replace(event.slug_en, event.slug_fi)
    event.slug_en = "renamed"
    event.save()
    for address in (old, foreign):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, event.link_in("en"))


@pytest.mark.parametrize("path", ["/en/events/none/", "/en/events/none/event.ics", "/en/events/?page=0"])
def test_what_is_not_there_is_404(client, path):
    make_event(languages=["en"], starts=None, slug_en="none")
    assert client.get(path).status_code == 404


def test_text_links_to_an_event_by_its_number(client):
    event = make_event()
    article = make_article(body_en=f'<p><a href="/go/event/{event.pk}/">there</a></p>')
    assert f'href="{event.link_in("en")}"' in client.get(article.link_in("en")).content.decode()
    assert client.get(f"/go/event/{event.pk}/")["Location"] in event.urls().values()


def test_address_of_events_is_free_for_no_page(client):
    from sme2go_site.models import leads_elsewhere

    with override("en"):
        assert leads_elsewhere(reverse("events:event_list").split("/")[2])


# --- At the desk ----------------------------------------------------------------------------------------------------------


def form_of(event, **changed):
    words = {f"{name}_{code}": getattr(event, f"{name}_{code}") or "" for name in ("title", "slug") for code in CODES}
    return words | {"time_zone": event.time_zone, "source_language": "en"} | changed


def test_time_is_typed_on_the_clock_of_the_place(desk):
    event = make_event(time_zone="Europe/Tallinn", starts=datetime(2018, 5, 31, 10, tzinfo=TALLINN))
    room = f"/admin/news/event/{event.pk}/change/"
    form = desk.get(room).context["adminform"].form
    assert form["starts"].as_widget().count('value="10:00:00"') == 1
    opened = form.fields["opened"].initial
    desk.post(room, form_of(event, opened=opened, starts_0="2018-05-31", starts_1="11:00", time_zone="Asia/Seoul"))
    event.refresh_from_db()
    assert event.starts == datetime(2018, 5, 31, 11, tzinfo=ZoneInfo("Asia/Seoul"))


def test_form_opened_and_saved_changes_no_time(desk):
    event = make_event(time_zone="Asia/Seoul", starts=datetime(2018, 3, 25, 2, 30, tzinfo=ZoneInfo("Asia/Seoul")))
    room, before = f"/admin/news/event/{event.pk}/change/", event.starts
    opened = desk.get(room).context["adminform"].form.fields["opened"].initial
    desk.post(room, form_of(event, opened=opened, starts_0="2018-03-25", starts_1="02:30:00", place_en="Seoul"))
    event.refresh_from_db()
    assert (event.starts, event.place_en) == (before, "Seoul")


def test_day_without_a_time_begins_at_midnight_there(desk):
    typed = {"title_en": "Fair", "time_zone": "Europe/Helsinki", "source_language": "en", "all_day": "on"}
    desk.post(
        "/admin/news/event/add/",
        typed | {"starts_0": "2018-11-14", "starts_1": "", "ends_0": "2018-11-15", "ends_1": ""},
    )
    event = Event.objects.get()
    assert (event.slug_en, event.dates) == ("fair", "14–15 November 2018")
    assert event.starts == datetime(2018, 11, 14, tzinfo=ZoneInfo("Europe/Helsinki"))


def test_preview_shows_the_event_before_readers_see_it(desk):
    event = make_event(languages=["en"], starts=None)
    drafts.put(event, {"place_en": "Tartu"})
    assert "Tartu" in desk.get(f"/admin/news/event/{event.pk}/preview/en/").content.decode()
    assert desk.get("/en/events/event-en-1/").status_code == 404
