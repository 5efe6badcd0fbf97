"""What pages tell machines: valid to schema.org, whole enough for Google, and true."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.utils.dateparse import parse_datetime, parse_duration
from lxml import html

from news.models import Event
from tests.conftest import ROOT
from tests.factories import make_article, make_partner, make_picture, make_project, make_topic
from tests.news.test_share_picture import drawn

pytestmark = pytest.mark.django_db
TYPES = json.loads((ROOT / "tests/schema_org.json").read_text())["types"]
TEXTS = {"Text", "URL", "CssSelectorType", "PronounceableText"}
REPORT = datetime(2018, 6, 19, 14, 44, tzinfo=UTC)


def graph(client, path):
    """The things of a page: {type: [thing]}; none where the page says nothing."""
    found = html.fromstring(client.get(path).content).xpath("//script[@type='application/ld+json']/text()")
    things = {}
    for thing in json.loads(found[0])["@graph"] if found else ():
        things.setdefault(thing["@type"], []).append(thing)
    return things


def lineage(kind):
    return {kind}.union(*(lineage(parent) for parent in TYPES[kind]["parents"]))


def properties(kind):
    """{property: [what its value may be]}, of the type and all above it."""
    return {name: kinds for above in lineage(kind) for name, kinds in TYPES[above]["properties"].items()}


def fits(value, kinds):
    """Whether a value is one of these: a thing of the type or below it, a text, a number, a day, a moment, a duration."""
    if isinstance(value, dict):
        return bool(lineage(value["@type"]) & set(kinds))
    if isinstance(value, int | float):
        return bool({"Number", "Integer"} & set(kinds))
    as_day = "Date" in kinds and re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value)
    as_moment = "DateTime" in kinds and "T" in value and parse_datetime(value).tzinfo
    as_length = "Duration" in kinds and parse_duration(value)
    as_address = value.startswith("http") and any(kind in TYPES for kind in kinds)  # of a page that is the thing
    return bool(TEXTS & set(kinds) or as_day or as_moment or as_length or as_address)


def flaws(thing, where=""):
    """What schema.org does not know, or not like this: ["NewsArticle.author: …"]."""
    known, found = properties(thing["@type"]), []
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        for one in value if isinstance(value, list) else [value]:
            if name not in known or not fits(one, known[name]):
                found.append(f"{where}{thing['@type']}.{name}: {one}")
            if isinstance(one, dict):
                found += flaws(one, f"{where}{thing['@type']}.{name} → ")
    return found


@pytest.fixture
def report():
    """An article with everything that can be said of one."""
    make_project(name_sv="Smarta städer", summary_sv="Företag på väg.")
    event = Event.objects.create(
        title_sv="Slutkonferens", slug_sv="slut", title_fi="Loppukonferenssi", slug_fi="loppu",
        place_sv="Tartu", country="EE", starts=REPORT, ends=REPORT, time_zone="Europe/Tallinn",
        description_sv="<p>Resultat.</p><p>Framtid.</p>", website="https://example.org/",
    )  # fmt: skip
    article = make_article(
        published_at=REPORT, substantive_update_at=datetime(2018, 12, 1, 8, tzinfo=UTC), source_language="sv",
        hero=make_picture(caption_sv="Salen", credit_sv="Foto: SME2GO"), event=event, source_url="https://example.org/a/",
    )  # fmt: skip
    article.topics.add(make_topic())
    partner = make_partner(
        country="SE", city="Västerås", latitude=59.6, longitude=16.5, legal_name="AB", website="https://example.org/",
        address="Gatan 1", role_text_sv="Leder.",
    )  # fmt: skip
    article.partners.add(partner, make_partner(status="to_be_confirmed"))
    return drawn(article)


def test_every_thing_of_every_page_is_valid_to_schema_org(client, report):
    pages = [thing.link_in("sv") for thing in (report, report.event, report.partners.first())]
    paths = ["/sv/", *pages, "/sv/nyheter/?year=2018"]
    things = [thing for path in paths for kind in graph(client, path).values() for thing in kind]
    assert {thing["@type"] for thing in things} == {"NewsArticle", "Event", "WebSite", "Organization", "BreadcrumbList"}
    assert [flaw for thing in things for flaw in flaws(thing)] == []


@pytest.mark.parametrize(
    "thing",
    [
        {"@type": "NewsArticle", "title": "No such word"},
        {"@type": "NewsArticle", "datePublished": "19 June 2018"},
        {"@type": "NewsArticle", "datePublished": "2018-06-19T16:44:00"},
        {"@type": "NewsArticle", "author": {"@type": "Place"}},
        {"@type": "Event", "location": {"@type": "Place", "address": {"@type": "PostalAddress", "city": "Tartu"}}},
        {"@type": "Organization", "foundingDate": "years ago"},
    ],
)
def test_what_schema_org_does_not_know_is_noticed(thing):
    assert flaws(thing)


def test_article_has_what_google_asks_for(client, report):
    (article,) = graph(client, report.link_in("sv"))["NewsArticle"]
    assert article["headline"] == report.title_sv
    assert (article["datePublished"], article["dateModified"]) == (
        "2018-06-19T16:44:00+02:00",
        "2018-12-01T09:00:00+01:00",
    )
    assert article["author"]["name"] == article["publisher"]["name"] == "SME2GO"
    assert article["author"]["url"] == "http://testserver/sv/"
    share, hero = article["image"]
    assert client.get(share).status_code == 200
    assert hero["creditText"] == "Foto: SME2GO"


def test_original_names_its_translations_and_a_translation_its_original(client, report):
    (original,) = graph(client, report.link_in("sv"))["NewsArticle"]
    (translation,) = graph(client, report.link_in("fi"))["NewsArticle"]
    assert {work["inLanguage"] for work in original["workTranslation"]} == {"en", "et", "fi"}
    assert "translationOfWork" not in original
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert translation["inLanguage"] == "fi"


def test_nothing_is_claimed_of_an_original_that_is_not_public(client):
    article = make_article(source_language="en", approved_en=False)
    (translation,) = graph(client, article.link_in("fi"))["NewsArticle"]
    assert not {"workTranslation", "translationOfWork"} & translation.keys()


def test_article_is_about_its_event_and_mentions_partners_whose_names_are_known(client, report):
    (article,) = graph(client, report.link_in("sv"))["NewsArticle"]
    assert article["about"]["startDate"] == "2018-06-19T17:44:00+03:00", "on the clock of Tartu"
    assert article["about"]["description"] == "Resultat. Framtid."
    assert article["about"]["location"]["address"] == {
        "@type": "PostalAddress", "addressLocality": "Tartu", "addressCountry": "EE"
    }  # fmt: skip
    assert [partner["name"] for partner in article["mentions"]] == [report.partners.first().name_sv]


def test_days_that_are_known_in_words_alone_are_not_claimed(client, report):
    Event.objects.update(dates_in_words_sv="Fem dagar i mars 2018")
    (article,) = graph(client, report.link_in("sv"))["NewsArticle"]
    assert not {"startDate", "endDate"} & article["about"].keys()


def test_event_of_whole_days_has_days(client, report):
    Event.objects.update(all_day=True)
    (article,) = graph(client, report.link_in("sv"))["NewsArticle"]
    assert date.fromisoformat(article["about"]["startDate"]) == date(2018, 6, 19)


def test_page_of_an_event_says_what_it_is_and_its_article_speaks_of_the_same(client, report):
    (event,) = graph(client, report.event.link_in("sv"))["Event"]
    (article,) = graph(client, report.link_in("sv"))["NewsArticle"]
    assert event["@id"] == article["about"]["@id"]
    assert event["url"] == article["about"]["url"] == f"http://testserver{report.event.link_in('sv')}"
    assert (event["inLanguage"], event["eventStatus"]) == ("sv", "https://schema.org/EventScheduled")
    assert [found["headline"] for found in event["subjectOf"]] == [report.title_sv]


def test_page_of_an_event_names_its_versions_as_original_and_translation(client, report):
    Event.objects.update(source_language="sv")
    original, translation = (
        graph(client, report.event.link_in(code))["Event"][0]["mainEntityOfPage"] for code in ("sv", "fi")
    )
    assert [page["inLanguage"] for page in original["workTranslation"]] == ["fi"]
    assert translation["translationOfWork"]["@id"] == original["@id"]


def test_cancelled_event_is_called_so(client, report):
    Event.objects.update(cancelled=True)
    assert graph(client, report.event.link_in("sv"))["Event"][0]["eventStatus"] == "https://schema.org/EventCancelled"


def test_way_to_an_event_leads_from_home_by_the_events(client, report):
    (way,) = graph(client, report.event.link_in("sv"))["BreadcrumbList"]
    items = [step["item"].removeprefix("http://testserver") for step in way["itemListElement"]]
    assert items == ["/sv/", "/sv/evenemang/", report.event.link_in("sv")]


def test_way_to_an_article_leads_from_home_by_the_news(client, report):
    (way,) = graph(client, report.link_in("sv"))["BreadcrumbList"]
    steps = [(step["position"], step["item"]) for step in way["itemListElement"]]
    paths = ["/sv/", "/sv/nyheter/", report.link_in("sv")]
    assert steps == [(number, f"http://testserver{path}") for number, path in enumerate(paths, 1)]


def test_home_says_who_is_behind_it_and_who_paid(client, report):
    (project,) = graph(client, "/sv/")["Organization"]
    assert (project["foundingDate"], project["dissolutionDate"]) == ("2015", "2018")
    assert project["funder"]["name"] == "Europeiska unionen"
    assert [member["name"] for member in project["member"]] == [report.partners.first().name_sv]


def test_partner_that_is_to_be_confirmed_says_nothing(client):
    partner = make_partner(status="to_be_confirmed")
    assert "Organization" not in graph(client, partner.link_in("en"))


TITLE = "</script><script>attack()</script><!-- & \u2028 'quoted' \"twice\""


def test_title_cannot_leave_the_data(client):
    article = make_article(title_en=TITLE)
    page = client.get(article.link_in("en")).content.decode()
    assert len(html.fromstring(page).xpath("//script")) == 1
    assert graph(client, article.link_in("en"))["NewsArticle"][0]["headline"] == TITLE
    inside = re.search(r'ld\+json">(.*?)</script>', page)[1]
    assert not set("<>&\u2028") & set(inside)


def test_pages_that_are_no_version_of_anything_tell_machines_nothing(client, report):
    honest = make_article(languages=("sv",))
    for path in (
        honest.link_in("fi"),
        "/sv/no-such-page/",
        "/sv/nyheter/?year=2018&topic=" + report.topics.get().slug_sv,
    ):
        assert graph(client, path) == {}
