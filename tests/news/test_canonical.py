"""Which of the list's many addresses search engines keep."""

from datetime import UTC, datetime

import pytest
from lxml import html

from news.listing import PER_PAGE
from tests.factories import make_article, make_partner, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    topic, partner = make_topic(slug_en="results"), make_partner(slug_en="posintra")
    for day in range(1, 2 * PER_PAGE + 1):
        article = make_article(published_at=datetime(2018, 3, day, tzinfo=UTC), languages=("en", "sv"))
        article.topics.add(topic)
        article.partners.add(partner)
    return topic


def head(client, query):
    page = html.fromstring(client.get(f"/en/news/{query}").content)
    canonical = page.xpath("//link[@rel='canonical']/@href")
    languages = page.xpath("//link[@rel='alternate'][@hreflang]/@hreflang")
    return canonical, bool(page.xpath("//meta[@name='robots'][@content='noindex']")), languages


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("", ""),
        ("?page=1", "?page=1"),
        ("?page=2", ""),
        ("?topic=results", "?topic=results"),
        ("?partner=posintra", "?partner=posintra"),
        ("?year=2018", "?year=2018"),
        ("?month=3&year=2018", "?year=2018&month=3"),
        ("?topic=results&page=1", "?topic=results&page=1"),
        ("?topic=&partner=&year=2018", "?year=2018"),
        ("?utm_source=x&topic=results", "?topic=results"),
    ],
)
def test_list_page_and_one_filter_are_kept_under_their_own_address(client, topic, query, canonical):
    assert head(client, query) == ([f"http://testserver/en/news/{canonical}"], False, ["sv", "en", "x-default"])


@pytest.mark.parametrize(
    "query", ["?topic=results&year=2018", "?topic=results&partner=posintra", "?partner=posintra&year=2018&month=3"]
)
def test_combined_filters_are_for_readers_alone(client, topic, query):
    assert head(client, query) == ([], True, [])


def test_list_that_is_empty_is_not_kept(client, topic):
    make_topic(slug_en="empty")
    assert head(client, "?topic=empty")[:2] == ([], True)


def test_title_says_what_is_chosen_and_which_page(client, topic):
    page = html.fromstring(client.get("/en/news/?topic=results&page=1").content)
    assert page.find(".//title").text == f"News: {topic.name_en}, page 1 – SME2GO"
