"""Previews: a page as readers would get it before they do, and links for people without an account."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.models import Article
from sme2go_site import drafts
from sme2go_site.models import Page, PreviewLink, Typed
from tests.factories import make_article, make_logo, make_partner, make_picture, make_topic
from tests.news.desk import LIST

pytestmark = pytest.mark.django_db
UNPUBLISHED = {"published_at": None, **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")}}


@pytest.fixture
def visitor():
    return Client()


def at_desk(desk, article, code="fi", query=""):
    return desk.get(f"{LIST}{article.pk}/preview/{code}/{query}")


def link_to(instance, **more):
    return PreviewLink.objects.create(about=instance, **more)


@pytest.mark.parametrize(
    "more", [UNPUBLISHED, {"published_at": timezone.now() + timedelta(days=3)}, {"title_fi": "Julkaistu"}]
)
def test_unpublished_scheduled_and_live_articles_are_previewed(desk, visitor, more):
    article = make_article(**more)
    for page in (at_desk(desk, article), visitor.get(link_to(article).get_absolute_url() + "fi/")):
        words = page.content.decode()
        assert f"<h1>{article.title_fi}</h1>" in words
        assert '<html lang="fi">' in words
        assert "preview-banner" in words


def test_working_copy_of_a_live_article_is_previewed_with_its_lists(desk, visitor):
    topic, article = make_topic(name_fi="Energia"), make_article()
    drafts.put(article, {"title_fi": "Luonnoksen otsikko", "topics": [topic.pk]})
    for page in (at_desk(desk, article), visitor.get(link_to(article).get_absolute_url() + "fi/")):
        assert "<h1>Luonnoksen otsikko</h1>" in page.content.decode()
        assert "Energia" in page.content.decode()
    assert "Luonnoksen" not in visitor.get(article.link_in("fi")).content.decode()


def test_what_is_typed_and_not_saved_is_previewed_to_its_author_alone(desk):
    article = make_article()
    sent = {"about": "news.article", "pk": article.pk, "page": "change", "opening": uuid4()}
    answer = desk.post("/admin/typed/keep/", sent | {"values": json.dumps({"title_fi": ["Kirjoitettu"]})}).json()
    assert "<h1>Kirjoitettu</h1>" in at_desk(desk, article, query=f"?typed={answer['draft']}").content.decode()
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("other"))
    assert "Kirjoitettu" not in at_desk(other, article, query=f"?typed={answer['draft']}").content.decode()


def test_preview_is_kept_by_nobody_and_names_nothing_to_anybody(desk, visitor):
    article = make_article(**UNPUBLISHED)
    for page in (at_desk(desk, article), visitor.get(link_to(article).get_absolute_url())):
        assert page["Cache-Control"].startswith("no-store")
        assert "noindex" in page["X-Robots-Tag"]
        assert page["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert 'rel="canonical"' not in page.content.decode()
        assert "og:" not in page.content.decode()
    assert not visitor.cookies


def test_frame_of_the_desk_lets_the_desk_alone_frame_it_and_runs_no_script(desk):
    page = at_desk(desk, make_article())
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    policy = page["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


def test_language_that_is_not_written_says_so(desk):
    page = at_desk(desk, make_article(languages=["sv"]))
    assert page.status_code == 200
    assert "Nothing is written in this language yet." in page.content.decode()


HALF_TYPED = {
    "slug_fi": "ei vielä",
    "hero": "999999",
    "event": "9" * 40,
    "topics": "9" * 40,
    "title_fi": "",
    "lead_fi": " ",
    "body_fi": "<table><tr><td>",
    "substantive_update_at_0": "2018-",
    "source_language": "",
}


def previewed_with(desk, article, code="fi", **words):
    typed = Typed.objects.create(
        about=article,
        by=get_user_model().objects.get(username="Desk"),
        opening=uuid4(),
        data={name: [value] for name, value in words.items()},
    )
    return at_desk(desk, article, code, f"?typed={typed.pk}").content.decode()


@pytest.mark.parametrize("name", HALF_TYPED)
def test_half_typed_field_leaves_a_page(desk, name):
    article = make_article(hero=make_picture())
    assert article.lead_fi in previewed_with(desk, article, **{name: HALF_TYPED[name]}) or name == "lead_fi"


@pytest.mark.parametrize("name", ["slug_fi", "name_fi", "latitude", "country", "contributors", "description_fi"])
def test_half_typed_field_of_a_partner_leaves_a_page(desk, name):
    partner = make_partner(role_text_fi="Kumppani")
    typed = Typed.objects.create(about=partner, by=get_user_model().objects.get(), opening=uuid4(), data={name: ["<"]})
    page = desk.get(f"/admin/partners/partner/{partner.pk}/preview/fi/?typed={typed.pk}")
    assert "Kumppani" in page.content.decode()


def test_language_without_a_title_shows_what_it_has_and_says_that_the_title_is_missing(desk):
    article = make_article(languages=["sv"], body_fi="<p>Vain teksti.</p>")
    words = at_desk(desk, article).content.decode()
    with override("fi"):
        assert f"<h1>{_('No title yet')}</h1>" in words
    assert "Vain teksti." in words


def test_draft_that_names_a_picture_deleted_since_is_previewed_without_it_and_opened(desk, visitor):
    article, picture = make_article(), make_picture()
    drafts.put(article, {"hero": picture.pk, "title_fi": "Luonnos"})
    picture.delete()
    assert "Luonnos" in visitor.get(link_to(article).get_absolute_url() + "fi/").content.decode()
    assert desk.get(f"{LIST}{article.pk}/change/").status_code == 200


def test_pictures_that_only_a_draft_has_are_shown(visitor):
    article, hero, other = make_article(), make_picture(), make_picture(caption_fi="Tekstissä")
    body = f'<p>Ennen.</p><figure><img src="/go/picture/{other.pk}/"></figure>'
    drafts.put(article, {"hero": hero.pk, "body_fi": body})
    words = visitor.get(link_to(article).get_absolute_url() + "fi/").content.decode()
    assert 'class="hero"' in words
    assert "Tekstissä" in words


SAID = {
    "This page is not public.": UNPUBLISHED,
    "Readers see this page from": {"published_at": timezone.now() + timedelta(days=3)},
    "Readers see the page as it is here.": {},
}


@pytest.mark.parametrize("said", SAID)
def test_banner_says_who_sees_the_page(desk, visitor, said):
    article = make_article(**SAID[said])
    for page in (at_desk(desk, article, "en"), visitor.get(link_to(article).get_absolute_url() + "en/")):
        assert said in page.content.decode()
        assert "<title>Preview: " in page.content.decode()


def test_banner_says_whether_a_draft_or_typed_words_are_shown_in_this_language(desk):
    article = make_article()
    drafts.put(article, {"title_fi": "Luonnos"})
    assert "It shows a draft" in at_desk(desk, article, "fi").content.decode()
    assert "It shows a draft" not in at_desk(desk, article, "sv").content.decode()
    assert "What you have typed" in previewed_with(desk, article, title_fi="Kirjoitettu")


def test_banner_speaks_the_editors_language_at_the_desk_and_the_pages_behind_a_link(desk, visitor):
    article = make_article()
    assert 'role="note" lang="en"' in at_desk(desk, article, "fi").content.decode()
    assert 'role="note" lang="fi"' in visitor.get(link_to(article).get_absolute_url() + "fi/").content.decode()


def test_typed_words_stand_on_the_draft_and_stay_in_the_next_language(desk):
    topic, article = make_topic(name_fi="Energia"), make_article()
    drafts.put(article, {"topics": [topic.pk]})
    words = previewed_with(desk, article, title_fi="Kirjoitettu")
    assert "Energia" in words
    assert f"{LIST}{article.pk}/preview/sv/?typed={Typed.objects.get().pk}" in words


@pytest.mark.parametrize(("half", "shown"), [("0", "20. kesäkuuta 2030"), ("1", "klo 20.30")])
def test_date_of_which_one_half_is_typed_is_previewed(desk, half, shown):
    article = make_article(substantive_update_at=timezone.now())
    assert shown in previewed_with(
        desk, article, **{f"substantive_update_at_{half}": ["2030-06-20", "20:30"][int(half)]}
    )


def test_partner_is_previewed_with_the_logo_that_readers_see(desk):
    partner = make_partner()
    make_logo(partner, is_approved=False)
    address = f"/admin/partners/partner/{partner.pk}/preview/fi/"
    assert "logo-plate" not in desk.get(address).content.decode()
    make_logo(partner)
    assert "logo-plate" in desk.get(address).content.decode()


def test_pages_and_partners_are_previewed_too(desk):
    page, partner = Page.objects.create(key="about", title_fi="Tietoa", slug_fi="tietoa"), make_partner()
    assert "<h1>Tietoa</h1>" in desk.get(f"/admin/sme2go_site/page/{page.pk}/preview/fi/").content.decode()
    assert partner.name_fi in desk.get(f"/admin/partners/partner/{partner.pk}/preview/fi/").content.decode()


def test_readers_have_no_preview(client):
    article = make_article(**UNPUBLISHED)
    assert client.get(f"{LIST}{article.pk}/preview/fi/").status_code == 302
    assert Article.objects.count() == 1
