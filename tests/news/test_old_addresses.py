"""Whatever readers have seen under an address stays reachable there: in one step, in its language, without loops."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from news.models import Article, Topic
from news.publishing import approve, take_back, withdraw
from partners.models import Partner
from sme2go_site import drafts
from sme2go_site.history import Version
from sme2go_site.models import Page
from sme2go_site.old_addresses import OldAddress
from tests.factories import make_article, make_partner, make_topic
from tests.news.desk import LIST, changed, page_of, typed

pytestmark = pytest.mark.django_db
NO_ATTACHMENTS = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}


def leads(client, slug):
    """Where /en/news/slug/ leads; the status where it leads nowhere else."""
    answer = client.get(f"/en/news/{slug}/")
    return answer["Location"] if answer.status_code == 301 else answer.status_code


def renamed(article, *slugs):
    for slug in slugs:
        changed(article, slug_en=slug)
    return article


def test_old_address_leads_to_the_new_one_in_its_language(client):
    renamed(make_article(slug_en="first"), "second")
    assert leads(client, "first") == "/en/news/second/"
    assert client.get("/fi/uutiset/first/").status_code == 404


def test_renamed_twice_both_old_addresses_lead_straight_to_the_newest(client):
    renamed(make_article(slug_en="first"), "second", "third")
    assert leads(client, "first") == leads(client, "second") == "/en/news/third/"


def test_renamed_back_and_forth_there_is_no_loop(client):
    renamed(make_article(slug_en="first"), "second", "first")
    assert leads(client, "first") == 200
    assert leads(client, "second") == "/en/news/first/"


def test_address_that_readers_never_saw_leaves_nothing_behind(client):
    renamed(make_article(slug_en="first", published_at=None), "second")
    renamed(make_article(slug_en="third", approved_en=False), "fourth")
    assert not OldAddress.objects.exists()


def test_withdrawn_article_is_gone_at_its_old_addresses_too(client):
    withdraw(renamed(make_article(slug_en="first"), "second"))
    assert leads(client, "first") == leads(client, "second") == 410


def test_deleted_article_leaves_no_redirect_behind(client):
    renamed(make_article(slug_en="first"), "second").delete()
    assert leads(client, "first") == 404
    assert not OldAddress.objects.exists()


def test_old_address_is_taken_over_on_purpose_alone(desk, client):
    old, other = renamed(make_article(slug_en="first"), "second"), make_article()
    address = f"{LIST}{other.pk}/change/"
    sent = typed(desk, address, slug_en="first", **NO_ATTACHMENTS)
    page = desk.post(address, sent).content.decode()
    assert "still leads to" in page
    assert leads(client, "first") == "/en/news/second/"
    desk.post(address, sent | {"take_over": "slug_en"})
    assert leads(client, "first") == 200
    assert Article.objects.get(pk=other.pk).slug_en == "first"
    assert leads(client, "second") == 200
    assert old.pk != other.pk


def test_translator_is_asked_too(desk):
    renamed(make_article(slug_en="first"), "second")
    other = make_article(source_language="sv")
    address = page_of(other, "en")
    page = desk.post(address, typed(desk, address, slug_en="first")).content.decode()
    assert 'name="take_over" value="slug_en"' in page


def test_address_made_from_a_title_is_nobodys_old_one(desk):
    renamed(make_article(slug_en="the-report"), "second")
    other = make_article(slug_en=None, approved_en=False)
    address = f"{LIST}{other.pk}/change/"
    desk.post(address, typed(desk, address, title_en="The report", slug_en="", **NO_ATTACHMENTS))
    assert Article.objects.get(pk=other.pk).slug_en == "the-report-2"


def test_pages_partners_and_topics_keep_their_old_addresses(client):
    changed(make_partner(slug_en="first"), slug_en="second")
    assert client.get("/en/partners/first/")["Location"] == "/en/partners/second/"
    page = Page.objects.create(key="about", title_en="About", slug_en="about-us")
    changed(page, slug_en="about")
    assert client.get("/en/about-us/")["Location"] == "/en/about/"
    changed(make_topic(slug_en="first"), slug_en="second")
    assert client.get("/en/news/?topic=first&year=2018")["Location"] == "/en/news/?topic=second&year=2018"
    assert {kind.objects.count() for kind in (Partner, Page, Topic)} == {1}


SLUGS = [f"slug-{number}" for number in range(5)]


class RandomRenames(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(SLUGS)), max_size=12))
    def test_every_address_ever_seen_leads_in_one_step_to_who_had_it_last(self, renames):
        articles = [make_article(slug_en=f"own-{number}") for number in range(3)]
        owner = {f"own-{number}": number for number in range(3)}
        for number, slug in renames:
            if any(other.slug_en == slug for other in articles):
                continue
            owner[slug] = number
            changed(articles[number], slug_en=slug)
        client = Client()
        for slug, number in owner.items():
            now = articles[number].slug_en
            assert leads(client, slug) == (200 if slug == now else f"/en/news/{now}/")


def test_word_changed_while_the_language_is_taken_back_leads_on_once_it_is_approved_again(client):
    article = take_back(make_article(slug_en="first"), ["en"])
    renamed(article, "never", "second")
    approve(article, "en")
    assert leads(client, "first") == "/en/news/second/"
    assert leads(client, "never") == 404


@pytest.fixture
def taken_meanwhile():
    """Two articles: the draft of the first has a word that has become the second's old address since."""
    article, other = make_article(), make_article(slug_en="second")
    drafts.put(article, {"slug_en": "first", "lead_en": "New"})
    return article, renamed(other, "first", "second")


def test_draft_takes_over_an_old_address_on_purpose_alone(desk, client, taken_meanwhile):
    article, other = taken_meanwhile
    page = desk.post(page_of(article, "en", "draft/"), {"_publish": "1"}).content.decode()
    assert f"“first” still leads to “{other}”" in page
    assert 'name="take_over" value="slug_en"' in page
    assert leads(client, "first") == "/en/news/second/"
    desk.post(page_of(article, "en", "draft/"), {"_publish": "1", "take_over": "slug_en"})
    assert leads(client, "first") == 200


def test_form_that_publishes_such_a_draft_keeps_it_and_leads_to_its_page(desk, client, taken_meanwhile):
    article, other = taken_meanwhile
    address = f"{LIST}{article.pk}/change/"
    answer = desk.post(address, typed(desk, address, title_en="Mine", _save="1", **NO_ATTACHMENTS), follow=True)
    assert answer.redirect_chain[-1][0] == page_of(article, "en", "draft/")
    assert f"“first” still leads to “{other}”" in answer.content.decode()
    assert drafts.working_copy(article).data == {"slug_en": "first", "lead_en": "New", "title_en": "Mine"}
    assert leads(client, "first") == "/en/news/second/"


def test_approval_of_a_translation_takes_no_old_address_over(desk, client, taken_meanwhile):
    article, _other = taken_meanwhile
    Article.objects.filter(pk=article.pk).update(source_language="sv", approved_en=False)
    address = page_of(article, "en")
    desk.post(address, typed(desk, address, _approve="1"))
    assert (Article.objects.get(pk=article.pk).approved_en, leads(client, "first")) == (True, "/en/news/second/")
    assert drafts.working_copy(article).data == {"slug_en": "first"}


def test_deleted_article_comes_back_without_an_address_that_leads_elsewhere_by_now(desk, client):
    make_article(slug_en="first").delete()
    other = renamed(make_article(), "first", "second")
    gone = Version.objects.deleted(Article).get()
    page = desk.post(f"{LIST}deleted/", {"version": gone.pk}, follow=True).content.decode()
    assert "this address leads to something else now" in page
    assert leads(client, "first") == "/en/news/second/"
    assert Article.objects.exclude(pk=other.pk).get().slug_en == "first-2"
