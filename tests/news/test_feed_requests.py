"""What feed readers ask and send: whether there is anything new, and headers and queries that nobody expects."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import Article
from tests.factories import make_article
from tests.news.test_feeds import FEEDS, RSS

pytestmark = pytest.mark.django_db


def knows(answer):
    """What the two kinds of feed readers send the next time."""
    return {"If-None-Match": answer["ETag"]}, {"If-Modified-Since": answer["Last-Modified"]}


def withdraw(article, _monkeypatch):
    article.withdrawn_at = timezone.now()
    article.save()


def take_back_language(article, _monkeypatch):
    Article.objects.filter(pk=article.pk).update(approved_en=False)


def delete(article, _monkeypatch):
    article.delete()


def change_words(article, _monkeypatch):
    article.body_en = "<p>Put right</p>"
    article.save()


def let_its_time_come(_article, monkeypatch):
    hour_later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: hour_later)


@pytest.mark.parametrize("happen", [withdraw, take_back_language, delete, change_words, let_its_time_come])
@pytest.mark.parametrize("address", FEEDS)
def test_unchanged_feed_is_304_and_changed_one_200_for_whichever_header(client, monkeypatch, address, happen):
    """Also within the same second, and though what is left is older than what the reader knows."""
    make_article(published_at=timezone.now() - timedelta(days=9))
    article = make_article(published_at=timezone.now() - timedelta(days=1))
    make_article(published_at=timezone.now() + timedelta(minutes=30))
    known = knows(client.get(address))
    assert [client.get(address, headers=headers).status_code for headers in known] == [304, 304]
    happen(article, monkeypatch)
    assert [client.get(address, headers=headers).status_code for headers in known] == [200, 200]
    known_now = knows(client.get(address))
    assert [client.get(address, headers=headers).status_code for headers in known_now] == [304, 304]


def test_what_comes_back_as_it_was_is_new_to_who_saw_it_gone(client):
    article = make_article()
    withdraw(article, None)
    gone = client.get(RSS)
    article.withdrawn_at = None
    article.save()
    assert [client.get(RSS, headers=headers).status_code for headers in knows(gone)] == [200, 200]


def test_parameters_of_others_do_not_make_another_feed(client, monkeypatch):
    make_article()
    known = knows(client.get(RSS))
    assert [client.get(RSS + "?utm_source=x", headers=headers).status_code for headers in known] == [304, 304]


ODD = {
    "If-Modified-Since": [
        "garbage", "", "Mon, 01 Jan 99999 00:00:00 GMT", "Sat, 00 Foo 0000 99:99:99 GMT", "Mon, 31 Feb 2018 00:00:00 GMT",
        "-1", "1e999", "Thu, 01 Jan 0001 00:00:00 GMT", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT",
    ],
    "If-None-Match": ["*", '"a", W/"b", "c"', 'W/"', "garbage", '"' * 9999, ", ".join(['"x"'] * 2000), "\x7fä"],
    "If-Match": ['"a"', "*", "nonsense"],
    "If-Unmodified-Since": ["garbage", "Mon, 01 Jan 1990 00:00:00 GMT"],
    "If-Range": ["garbage"],
    "Range": ["bytes=0-0", "bytes=-", "bytes=9-1", "lines=1-2", "bytes=0-0,-1", "bytes=999999999999999999999-"],
    "Accept": ["", "*", ";;;,,q=", "application/atom+xml;q=9999", "x" * 9000],
    "Accept-Language": ["xx-" * 900, "*;q=0", "sv;q=nan"],
    "Accept-Encoding": ["gzip;q=0", "identity;q=0, *;q=0", "br, zstd, 💥"],
    "User-Agent": ["", "\x01" * 100, "ä" * 5000],
    "Cookie": ["=;=;=" * 200, "sessionid=\x00"],
    "Content-Length": ["5"],
    "A-IM": ["feed"],
}  # fmt: skip


@pytest.mark.parametrize(("header", "value"), [(header, value) for header, values in ODD.items() for value in values])
def test_odd_header_never_gives_500(client, header, value):
    make_article()
    for address in (RSS, "/en/events/calendar.ics"):
        assert client.get(address, headers={header: value}).status_code in {200, 304, 400, 412}


@pytest.mark.parametrize(
    "query", ["topic=%00", "topic=%ff", "partner=" + "x" * 5000, "year=99999", "year=²", "topic[]=1"]
)
def test_odd_query_is_404_or_the_whole_feed(client, query):
    assert client.get(f"{RSS}?{query}").status_code in {200, 404}


def test_feed_is_only_read(client):
    assert client.post(RSS).status_code == 405
    assert client.head(RSS).status_code == 200
