"""What a bad day does to a form of the desk: old tabs, huge texts, missing rights; nothing is lost, each has an answer."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from news.models import Article, EmbeddingSite
from news.states import State
from partners.models import Download, Strip
from sme2go_site.models import AuditEntry
from sme2go_site.writing import OpenedForm
from tests.factories import make_article, make_picture
from tests.news.desk import LIST, changed, page_of, state, typed

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_translation_is_not_confirmed_against_an_original_that_nobody_saw(desk):
    article = make_article()
    address = page_of(article, "fi")
    opened = typed(desk, address, lead_fi="Korjattu kirjoitusvirhe")
    changed(article, lead_en="Changed meanwhile")
    said = desk.post(address, opened, follow=True).content.decode()
    assert "The original has changed while you wrote: lead" in said
    assert Article.objects.get().lead_fi == "Korjattu kirjoitusvirhe"
    assert state(article, "fi") == State.OUTDATED
    desk.post(address, opened | {"still_correct": "lead", "opened": typed(desk, address)["opened"]})
    assert state(article, "fi") == State.OUTDATED


def test_small_edit_and_reason_survive_an_error_in_the_form(desk):
    article = make_article()
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    page = desk.post(address, typed(desk, address, lead_en="", small_edit="on", **inline)).content.decode()
    assert 'name="small_edit" checked' in page
    address = page_of(article, "fi")
    data = typed(desk, address, lead_fi="", reason="The names", unfinished="title")
    assert 'value="The names"' in desk.post(address, data).content.decode()


def test_source_language_without_a_source_is_refused_with_what_was_typed(desk):
    article = make_article(languages=("en",))
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    answer = desk.post(address, typed(desk, address, source_language="fi", lead_en="Typed", **inline)).content.decode()
    assert "There is no title in Finnish yet" in answer
    assert ">Typed</textarea>" in answer.replace("\n", "")


def test_eight_megabytes_of_pasted_text_are_refused_with_a_sentence_and_kept(desk):
    article = make_article()
    address = page_of(article, "fi")
    answer = desk.post(address, typed(desk, address, body_fi="<p>" + "a" * 8_000_000 + "</p>", title_fi="Typed"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "at most 200000 characters" in page.replace("\xa0", "").replace(",", "")
    assert 'value="Typed"' in page


def test_public_language_cannot_lose_its_title_or_lead(desk):
    article = make_article()
    address = page_of(article, "fi")
    page = desk.post(address, typed(desk, address, lead_fi="")).content.decode()
    assert "Readers see the article in Finnish" in page
    assert Article.objects.get().lead_fi


def test_language_with_a_title_gets_its_word_in_the_address(desk):
    make_article(slug_fi="hyva-paiva")
    article = make_article(languages=("en",))
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, title_fi="Hyvä päivä!"))
    assert Article.objects.get(pk=article.pk).slug_fi == "hyva-paiva-2"


def test_who_may_not_change_articles_sees_neither_page(client):
    client.force_login(get_user_model().objects.create_user("Reader", is_staff=True))
    article = make_article()
    assert client.get(page_of(article, "fi")).status_code == 403
    assert client.get(page_of(article, "", "publish/")).status_code == 403


def test_who_may_only_look_sees_the_translation_without_buttons_and_counts_of_what_may_be_seen(client):
    user = get_user_model().objects.create_user("Viewer", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    article = changed(make_article(), lead_en="Changed")
    make_picture()
    page = client.get(page_of(article, "fi")).content.decode()
    assert "<ins>" in page
    assert "still_correct" not in page
    assert "_continue" not in page
    assert client.post(page_of(article, "fi"), {}).status_code == 403
    first = client.get("/admin/").content.decode()
    assert "?outdated=any" in first
    assert "?alt=missing" not in first


PLAIN = {
    AuditEntry,
    Download,
    EmbeddingSite,
    Strip,
}  # nobody writes the first two; of the others each box is one choice


def test_every_form_of_the_desk_knows_what_it_was_opened_with(desk):
    from django.contrib import admin

    ours = {
        kind: room
        for kind, room in admin.site._registry.items()
        if kind._meta.app_label in {"news", "partners", "sme2go_site"} and kind not in PLAIN
    }
    assert all(issubclass(room.form, OpenedForm) for room in ours.values())
