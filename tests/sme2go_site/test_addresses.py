"""The addresses at the root, the choice of language, and what bad addresses get."""

import logging

import pytest
from django.db import DatabaseError
from django.test import Client

from sme2go_site.languages import CODES
from sme2go_site.models import Fact
from tests.factories import make_article, make_project
from tests.pages import FUND, UNION

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("sv", "/sv/"),
        ("sv-FI, fi;q=0.5", "/sv/"),
        ("et-EE", "/et/"),
        ("de, fi;q=0.4, sv;q=0.8", "/sv/"),
        ("fi;q=0, et;q=0.1", "/et/"),
        ("sv;q=0", "/en/"),
        ("sv;q=0, *;q=0.5", "/en/"),
        ("de, fr", "/en/"),
        ("", "/en/"),
        (";;;q=,,\x01 sv;q=x", "/en/"),
        ("a" * 5000, "/en/"),
        ("*", "/en/"),
    ],
)
def test_root_sends_the_reader_to_the_best_language(client, wanted, given):
    answer = client.get("/", headers={"accept-language": wanted})
    assert (answer.status_code, answer["Location"]) == (302, given)
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(
    "path",
    ["/xx/", "/sv/nyheter/finns-inte/", "/sv/%00/", "/sv/nyheter/%C3%28/", "/sv/../etc/passwd", "/fi/partner/x/",
     "/media/../settings.py", "/media/%2e%2e/settings.py", "/media/%00", "/go/article/99999999/", "/go/script/1/",
     "/media//etc/passwd", "/go/article/99999999999999999999/", "/sv/" + "a" * 4000 + "/"],
)  # fmt: skip
def test_bad_address_is_not_found_and_never_an_error(client, path):
    assert client.get(path).status_code in {404, 302}
    assert client.get(path, follow=True).status_code == 404


def test_not_found_page_speaks_the_language_of_its_address(client):
    assert 'lang="fi"' in client.get("/fi/zzz/").content.decode()


def test_error_page_carries_the_funding_block_without_the_database(client, monkeypatch):
    def broken(*_args, **_more):
        raise DatabaseError("away")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", broken)
    client.raise_request_exception = False
    answer = client.get("/sv/nyheter/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert 'lang="sv"' in page
    assert "Europeiska regionala utvecklingsfonden" in page
    assert "eu-emblem" in page


def is_our_page(answer, code):
    page = answer.content.decode()
    return "<h1></h1>" not in page and all(
        words in page for words in (f'lang="{code}"', FUND[code], UNION[code], "eu-emblem")
    )


@pytest.mark.parametrize("code", CODES)
def test_request_that_cannot_be_answered_gets_a_page_with_the_funding_block(client, code):
    make_project()
    answer = client.get(f"/{code}/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert is_our_page(answer, code)


def test_foreign_host_is_no_error_in_the_log():
    assert not logging.getLogger("django.security.DisallowedHost").propagate


@pytest.mark.parametrize("code", CODES)
def test_form_without_its_token_gets_a_page_with_the_funding_block(code):
    make_project()
    answer = Client(enforce_csrf_checks=True).post(f"/{code}/")
    assert answer.status_code == 403
    assert is_our_page(answer, code)
    assert "csrf" not in answer.content.decode().lower()


def test_reference_leads_to_the_best_language_of_the_reader(client):
    article = make_article()
    answer = client.get(f"/go/article/{article.pk}/", headers={"accept-language": "fi"})
    assert answer["Location"] == article.link_in("fi")


def test_robots_names_the_sitemap_and_keeps_the_admin_out(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


def test_security_txt_is_there_once_staff_have_said_whom_to_tell(client):
    assert client.get("/.well-known/security.txt").status_code == 404
    Fact.objects.create(key="contact", text_en="The desk, desk@example.org")
    assert "Contact: mailto:desk@example.org" in client.get("/.well-known/security.txt").content.decode()


def test_feed_speaks_its_language_and_holds_its_articles(client):
    article = make_article()
    feed = client.get("/et/uudised/rss.xml").content.decode()
    assert "<language>et</language>" in feed
    assert article.title_et in feed


def test_funding_block_of_2021_to_2027_uses_that_periods_words(client):
    project = make_project()
    project.programme.period = "2021-2027"
    project.programme.save()
    page = client.get("/fi/").content.decode()
    assert "Euroopan unionin osarahoittama" in page
    assert "aluekehitysrahasto" not in page
