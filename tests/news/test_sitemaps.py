"""Sitemaps: every version once, in parts of a bounded size; and the news of two days."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import etree

from news import sitemaps
from news.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def locations(client, path):
    return re.findall("<loc>(.*?)</loc>", client.get(path).content.decode())


def news(client):
    return etree.fromstring(client.get("/sitemap-news.xml").content)


def test_sitemap_names_each_version_with_its_alternates(client):
    article = make_article(languages=("sv", "en"))
    (address,) = [path for path in locations(client, "/sitemap.xml") if "articles" in path]
    sitemap = client.get(address).content.decode()
    assert f"<loc>http://testserver{article.link_in('sv')}</loc>" in sitemap
    assert f'hreflang="en" href="http://testserver{article.link_in("en")}"' in sitemap
    assert f'hreflang="x-default" href="http://testserver{article.link_in("en")}"' in sitemap
    assert f"/et/uudised/{article.slug_sv}" not in sitemap


@pytest.mark.parametrize("part", [3, 500])
def test_index_leads_to_every_version_of_every_article_once(client, monkeypatch, part):
    monkeypatch.setattr(sitemaps, "PART", part)
    articles = [make_article(published_at=timezone.now() - timedelta(days=days)) for days in range(7)]
    found = [address for page in locations(client, "/sitemap.xml") for address in locations(client, page)]
    wanted = [f"http://testserver{path}" for article in articles for path in article.urls().values()]
    assert sorted(address for address in found if address in wanted) == sorted(wanted)
    assert {f"http://testserver/{code}/" for code in CODES} <= set(found)


def test_part_says_when_an_article_in_it_changed(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 1)
    changed, before = timezone.now(), timezone.now() - timedelta(days=9)
    make_article(published_at=before, substantive_update_at=changed)
    make_article(published_at=before)
    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall("sitemap-articles.xml[^<]*</loc><lastmod>(.{10})", index)
    assert parts == [f"{timezone.localtime(moment):%Y-%m-%d}" for moment in (changed, before)]


def test_index_and_part_ask_few_queries_however_many_articles(client, django_assert_max_num_queries):
    for _number in range(9):
        make_article()
    with django_assert_max_num_queries(3):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(3):
        client.get(locations(client, "/sitemap.xml")[1])


@pytest.mark.parametrize("part", ["0", "-1", "999999", "x", "1e3", "9" * 30, "\u0663"])
def test_part_that_there_is_not_is_not_found(client, part):
    make_article()
    assert client.get("/sitemap-articles.xml", {"p": part}).status_code == 404


def test_withdrawn_and_scheduled_articles_are_in_no_sitemap(client):
    make_article(withdrawn_at=timezone.now())
    make_article(published_at=timezone.now() + timedelta(days=1))
    assert not [path for path in locations(client, "/sitemap.xml") if "articles" in path]
    assert locations(client, "/sitemap-news.xml") == []


def test_news_of_two_days_are_named_with_language_date_and_title(client):
    article = make_article(languages=("sv", "fi"), title_fi="Uutinen & <muuta>")
    make_article(published_at=timezone.now() - timedelta(hours=49))
    found = news(client)
    assert len(found) == 2
    said = {one.findtext(f".//{NEWS}language"): one.findtext(f".//{NEWS}title") for one in found}
    assert said == {"sv": article.title_sv, "fi": "Uutinen & <muuta>"}
    assert {one.findtext(f".//{NEWS}name") for one in found} == {"SME2GO"}
    assert found[0].findtext(f".//{NEWS}publication_date") == timezone.localtime(article.published_at).isoformat()


def test_without_news_the_newest_article_stands_there_and_is_not_called_news(client):
    make_article(published_at=timezone.now() - timedelta(days=99))
    newest = make_article(published_at=timezone.now() - timedelta(days=9), languages=("en",))
    assert locations(client, "/sitemap-news.xml") == [f"http://testserver{newest.link_in('en')}"]
    assert not news(client).findall(f".//{NEWS}news")


def test_robots_name_both(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Sitemap: http://testserver/sitemap.xml", "Sitemap: http://testserver/sitemap-news.xml"} <= set(lines)
    assert Article.objects.count() == 0
