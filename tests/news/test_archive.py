"""Years and months: on the desk's clock, counted, drawn, and as filters of the list."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from news import months
from news.models import Article
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def published(*moment, **more):
    return make_article(published_at=datetime(*moment, tzinfo=STOCKHOLM), **more)


def archive(client, code="en"):
    with override(code):
        return html.fromstring(client.get(reverse("news:archive")).content)


def test_archive_counts_each_month_and_leads_to_its_list(client):
    published(2018, 3, 5), published(2018, 3, 6), published(2016, 11, 4)
    links = {link.get("href"): " ".join(link.text_content().split()) for link in archive(client).find_class("archive-months")
             for link in link.iter("a")}  # fmt: skip
    assert links == {"/en/news/?year=2018&month=3": "2 March", "/en/news/?year=2016&month=11": "1 November"}
    for address, said in links.items():
        assert len(client.get(address).context["articles"]) == int(said.split()[0])


@pytest.mark.parametrize(
    "moment", [(2017, 12, 31, 23, 59, 59), (2018, 1, 1, 0, 0), (2018, 3, 31, 23, 30), (2018, 4, 1, 0, 30)]
)
def test_month_is_that_of_the_desks_clock(client, moment):
    """Half an hour past midnight of 1 April in Stockholm it is still March in Greenwich."""
    published(*moment)
    assert months.counts(Article.objects.all()) == {moment[:2]: 1}
    year, month = moment[:2]
    assert len(client.get(f"/en/news/?year={year}&month={month}").context["articles"]) == 1
    assert len(client.get(f"/en/news/?year={year}").context["articles"]) == 1


def test_archive_holds_what_the_active_language_has(client):
    published(2018, 3, 5, languages=("sv",))
    assert archive(client, "sv").find_class("archive-month")
    assert not archive(client, "fi").find_class("archive-month")


def test_bars_are_in_proportion_and_the_smallest_is_still_seen():
    found = months.by_year({(2018, 3): 400, (2018, 1): 100, (2017, 5): 1})
    (_year, total, drawn), (_before, _one, earlier) = found
    assert (total, [month.share for month in drawn][:3]) == (500, [25, 0, 100])
    assert earlier[4].share == 1


@pytest.mark.parametrize(
    ("code", "name"), [("sv", "mars 2018"), ("en", "March 2018"), ("et", "märts 2018"), ("fi", "maaliskuu 2018")]
)
def test_month_is_named_as_its_language_writes_it(client, code, name):
    article = published(2018, 3, 5)
    with override(code):
        page = html.fromstring(client.get(reverse("news:article_list") + "?year=2018&month=3").content)
    assert page.find(".//h1").text_content().endswith(f": {name}")
    assert article.link_in(code) in page.xpath("//a/@href")


def test_form_offers_the_months_of_the_chosen_year(client):
    published(2018, 3, 5), published(2018, 6, 19), published(2016, 11, 4)
    page = html.fromstring(client.get("/en/news/?year=2018&month=3").content)
    assert page.xpath("//select[@name='month']/option/@value") == ["", "3", "6"]
    assert page.xpath("//select[@name='month']/option[@selected]/@value") == ["3"]
    assert not html.fromstring(client.get("/en/news/").content).xpath("//select[@name='month']")


def test_month_without_a_year_is_dropped_from_the_address(client):
    published(2018, 3, 5)
    answer = client.get("/en/news/?year=&month=3")
    assert (answer.status_code, answer["Location"]) == (301, "/en/news/")


@pytest.mark.parametrize("month", ["0", "13", "x", "-1", "٣"])
def test_month_that_there_is_not_is_not_found(client, month):
    published(2018, 3, 5)
    assert client.get("/en/news/", {"year": "2018", "month": month}).status_code == 404


def test_archive_asks_the_same_number_of_queries_for_one_month_and_for_many(client):
    published(2018, 3, 5)
    with CaptureQueriesContext(connection) as few:
        archive(client)
    for year in range(2012, 2018):
        published(year, 1 + year % 12, 1).topics.add(make_topic())
    with CaptureQueriesContext(connection) as many:
        archive(client)
    assert len(many) == len(few)


def test_archive_of_an_empty_site_says_so_and_is_in_no_index(client):
    page = archive(client)
    assert page.find_class("empty")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
