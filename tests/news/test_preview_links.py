"""Links to previews for people without an account: what they show, until when, and to whom."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from news.publishing import withdraw
from sme2go_site import preview
from sme2go_site.models import PreviewLink
from tests.factories import make_article
from tests.news.desk import LIST
from tests.news.test_preview import UNPUBLISHED, at_desk, link_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client()


def test_link_for_one_language_shows_that_one_alone(visitor):
    article = make_article(**UNPUBLISHED)
    address = link_to(article, language="et").get_absolute_url()
    assert f"<h1>{article.title_et}</h1>" in visitor.get(address).content.decode()
    page = visitor.get(address + "fi/")
    assert page.status_code == 404
    assert article.title_fi not in page.content.decode()


def test_link_for_all_leads_from_language_to_language_within_the_preview(visitor):
    article = make_article(**UNPUBLISHED)
    address = link_to(article).get_absolute_url()
    page = visitor.get(address, headers={"accept-language": "fi"}).content.decode()
    assert f"<h1>{article.title_fi}</h1>" in page
    for code in ("sv", "en", "et"):
        assert f'href="{address}{code}/"' in page


def test_visits_are_counted_once_an_opening(visitor):
    link = link_to(make_article())
    address = link.get_absolute_url()
    visitor.get(address)
    visitor.get(address + "fi/")
    visitor.head(address)
    visitor.get(address)
    link.refresh_from_db()
    assert link.visits == 2


@pytest.mark.parametrize(
    "over", [{"expires_at": timezone.now() - timedelta(minutes=1)}, {"revoked_at": timezone.now()}]
)
def test_expired_and_revoked_links_show_nothing(visitor, over):
    article = make_article(**UNPUBLISHED)
    page = visitor.get(link_to(article, **over).get_absolute_url())
    assert page.status_code == 404
    assert "no longer available" in page.content.decode()
    assert article.title_en not in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_tampered_link_shows_nothing(visitor):
    make_article(**UNPUBLISHED)
    link = link_to(make_article(**UNPUBLISHED))
    token = link.get_absolute_url().split("/")[2]
    number, signature = token.split(":")
    for bad in (f"{int(number) + 1}:{signature}", f"{number}:{signature[:-1]}x", number, "x", f"{number}:", "a:b:c"):
        assert visitor.get(f"/preview/{bad}/").status_code == 404


def test_link_expires_after_seven_days():
    left = link_to(make_article()).expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


def test_withdrawn_article_says_so_behind_a_link_and_is_shown_at_the_desk(desk, visitor):
    article = make_article()
    link = link_to(article)
    withdraw(article)
    page = visitor.get(link.get_absolute_url())
    assert page.status_code == 410
    assert "has been withdrawn" in page.content.decode()
    assert "for a new one" not in page.content.decode()
    assert article.title_en not in page.content.decode()
    assert "readers see nothing of it" in at_desk(desk, article, "en").content.decode()


def test_deleted_article_leaves_nothing_behind_its_link(visitor):
    article = make_article()
    link = link_to(article)
    article.delete()
    assert visitor.get(link.get_absolute_url()).status_code == 404


def test_links_are_made_and_revoked_at_the_desk(desk, visitor):
    article = make_article(**UNPUBLISHED)
    address = f"{LIST}{article.pk}/preview-links/"
    desk.post(address, {"_make": "1", "language": "fi", "note": "The museum"})
    link = PreviewLink.objects.get()
    assert (link.language, link.note, link.by.username) == ("fi", "The museum", "Desk")
    assert link.get_absolute_url() in desk.get(address).content.decode()
    desk.post(address, {"_revoke": link.pk})
    assert visitor.get(link.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["x", "9" * 30, "0"])
def test_link_that_there_is_not_cannot_be_revoked(desk, pk):
    assert desk.post(f"{LIST}{make_article().pk}/preview-links/", {"_revoke": pk}).status_code == 404


def test_link_for_one_language_leads_to_no_other(visitor):
    for languages in (["et"], ["sv"]):  # written, and not
        address = link_to(make_article(languages, **UNPUBLISHED), language="et").get_absolute_url()
        menu = visitor.get(address).content.decode().partition('class="language-menu"')[2].partition("</nav>")[0]
        assert menu.count("href=") == 1
        assert f"{address}et/" in menu


def test_language_of_a_link_in_which_nothing_is_written_says_so(visitor):
    article = make_article(["sv"], **UNPUBLISHED)
    page = visitor.get(link_to(article).get_absolute_url() + "en/")
    assert page.status_code == 200
    assert "Nothing is written in this language yet." in page.content.decode()


FROM_OUTSIDE, WITHIN = {"sec-fetch-site": "none"}, {"sec-fetch-site": "same-origin"}
OPENINGS = [
    ("", {}, 1),
    ("", FROM_OUTSIDE, 1),
    ("fi/", FROM_OUTSIDE, 1),
    ("fi/", WITHIN, 0),
    ("fi/", {}, 0),
    ("", {"user-agent": "Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/120.0"}, 1),
    ("", {"user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"}, 0),
    ("", {"user-agent": "WhatsApp/2.23.20.0"}, 0),
    ("", {"user-agent": "facebookexternalhit/1.1"}, 0),
    ("", {"sec-purpose": "prefetch;prerender"}, 0),
    ("", {"purpose": "prefetch"}, 0),
    ("", {"sec-fetch-dest": "image"}, 0),
]


@pytest.mark.parametrize(("tail", "headers", "counted"), OPENINGS)
def test_visit_is_a_person_who_opens_the_link(visitor, tail, headers, counted):
    link = link_to(make_article())
    assert visitor.get(link.get_absolute_url() + tail, headers=headers).status_code == 200
    link.refresh_from_db()
    assert link.visits == counted


@pytest.mark.django_db(transaction=True)
def test_visit_that_cannot_be_counted_is_answered_all_the_same(visitor):
    def full(execute, sql, *rest):
        if sql.startswith("UPDATE"):
            raise OperationalError("database or disk is full")
        return execute(sql, *rest)

    address = link_to(make_article()).get_absolute_url()
    with connection.execute_wrapper(full):
        assert visitor.get(address).status_code == 200


def test_link_is_over_at_its_very_second(visitor, monkeypatch):
    link = link_to(make_article())
    end = link.expires_at
    for moment, status in ((end - timedelta(seconds=1), 200), (end, 404)):
        monkeypatch.setattr(preview.timezone, "now", lambda moment=moment: moment)
        assert visitor.get(link.get_absolute_url()).status_code == status


def test_what_is_over_is_kept_by_nobody_and_counts_no_visit(visitor):
    for over in ({"expires_at": timezone.now()}, {"revoked_at": timezone.now()}):
        link = link_to(make_article(), **over)
        page = visitor.get(link.get_absolute_url())
        assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "noindex" in page["X-Robots-Tag"]
        link.refresh_from_db()
        assert link.visits == 0
