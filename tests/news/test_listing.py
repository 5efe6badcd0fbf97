"""The news list: filters, and pages that stay."""

from datetime import UTC, datetime

import pytest

from news.listing import PER_PAGE, StablePages
from tests.factories import make_article, make_partner, make_topic

pytestmark = pytest.mark.django_db


def titles(client, path):
    answer = client.get(path)
    return [article.title for article in answer.context["articles"]]


@pytest.mark.parametrize("total", [0, 1, 11, 12, 13, 23, 24, 25, 100])
def test_pages_show_every_article_once(total):
    pages, everything = StablePages(total), list(range(total))
    shown = [article for page in range(pages.last, 0, -1) for article in everything[pages.slice(page)]]
    assert shown == everything


@pytest.mark.parametrize("total", [24, 30, 100])
def test_numbered_page_keeps_its_articles_while_others_are_added(total):
    oldest_first = list(range(total))
    before = oldest_first[::-1][StablePages(total).slice(1)]
    longer = list(range(total + 7))
    assert longer[::-1][StablePages(total + 7).slice(1)] == before


def test_list_is_filtered_by_topic_partner_and_year(client):
    topic, partner = make_topic(), make_partner()
    old = make_article(published_at=datetime(2016, 11, 4, tzinfo=UTC))
    new = make_article(published_at=datetime(2018, 6, 19, tzinfo=UTC))
    new.topics.add(topic)
    new.partners.add(partner)
    for query in (f"topic={topic.slug_sv}", f"partner={partner.slug_sv}", "year=2018"):
        assert titles(client, f"/sv/nyheter/?{query}") == [new.title_sv]
    assert titles(client, "/sv/nyheter/?year=2016") == [old.title_sv]


def test_language_menu_keeps_filters_in_the_words_of_each_language(client):
    topic = make_topic()
    make_article().topics.add(topic)
    meta = client.get(f"/sv/nyheter/?topic={topic.slug_sv}&year=2026").context["meta"]
    assert meta.addresses["fi"] == f"/fi/uutiset/?topic={topic.slug_fi}&year=2026"


def test_language_menu_keeps_the_page_number_where_the_other_language_has_that_page(client):
    for number in range(3 * PER_PAGE):
        make_article(languages=("sv", "en") if number < PER_PAGE else ("sv", "fi"))
    meta = client.get("/sv/nyheter/?page=1").context["meta"]
    assert meta.addresses["fi"] == "/fi/uutiset/?page=1"
    assert meta.addresses["en"] == "/en/news/"


@pytest.mark.parametrize(
    "query",
    ["topic=x", "topic=%00", "partner=%27", "year=x", "year=0", "year=99999", "page=0", "page=-1", "page=2", "page=1e3",
     "page=%D9%A1", "topic=" + "a" * 3000],
)  # fmt: skip
def test_rubbish_in_a_filter_is_not_found(client, query):
    make_article()
    assert client.get(f"/en/news/?{query}").status_code == 404


def test_unknown_parameter_changes_nothing(client):
    make_article()
    assert client.get("/en/news/?utm_source=x").status_code == 200
