"""The ways round a right that a form does not show: each is closed, whatever is sent."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile

from news.models import Attachment, Event
from partners.models import Partner, Programme
from sme2go_site import drafts, steps
from sme2go_site.checks import TranslationCheck
from sme2go_site.models import Page
from tests.factories import make_article, make_logo, make_partner, make_topic, picture_file
from tests.news.desk import LIST, page_of, typed
from tests.rights_forms import NEW_PARTNER, NO_ATTACHMENTS, own_partner

pytestmark = pytest.mark.django_db


# --- Lists ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "order"), [("editor", 7), ("translator-fi", 0)])
def test_only_who_may_change_topics_orders_them_in_the_list(staff, role, order):
    topic, client = make_topic(), staff(role)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": topic.pk, "form-0-order": 7}
    client.post("/admin/news/topic/", {"_save": "1"} | rows)
    topic.refresh_from_db()
    assert topic.order == order


# --- What is public at once -----------------------------------------------------------------------------------------------


def test_editor_s_new_partner_is_public_once_it_is_published(staff, client):
    editor = staff("editor")
    page = editor.post("/admin/partners/partner/add/", NEW_PARTNER, follow=True).content.decode()
    partner = Partner.objects.get()
    assert "Readers do not see it until the draft is published" in page
    assert client.get("/en/partners/new-partner/").status_code == 404
    staff("publisher").post(f"/admin/partners/partner/{partner.pk}/draft/", {"_publish": "1"})
    assert client.get("/en/partners/new-partner/").status_code == 200


def test_publisher_s_new_partner_is_public_at_once(staff, client):
    staff("publisher").post("/admin/partners/partner/add/", NEW_PARTNER)
    assert client.get("/en/partners/new-partner/").status_code == 200


def test_editor_s_new_page_is_public_once_it_is_published(staff, client):
    words = {"key": "about", "title_en": "About", "slug_en": "about", "source_language": "en"}
    staff("editor").post("/admin/sme2go_site/page/add/", words)
    assert Page.objects.get().title_en == "About"
    assert client.get("/en/about/").status_code == 404


def test_only_publishers_choose_contributors(staff):
    editor, friend = staff("editor"), get_user_model().objects.create_user("friend")
    editor.post("/admin/partners/partner/add/", NEW_PARTNER | {"contributors": [friend.pk]})
    partner = Partner.objects.get()
    address = f"/admin/partners/partner/{partner.pk}/change/"
    page = editor.post(address, typed(editor, address, contributors=[friend.pk]), follow=True).content.decode()
    assert "Not changed, since you may not write it: contributors" in page
    assert not partner.contributors.exists()
    assert "contributors" not in getattr(drafts.working_copy(partner), "data", {})


def test_editor_does_not_change_a_logo_that_readers_see(staff):
    logo = make_logo(make_partner())
    sent = {"partner": logo.partner_id, "kind": "negative", "original": picture_file("other.png")}
    assert staff("editor").post(f"/admin/partners/logo/{logo.pk}/change/", sent).status_code == 403
    logo.refresh_from_db()
    assert logo.kind == "colour"


def test_editor_changes_a_logo_that_waits(staff):
    editor, logo = staff("editor"), make_logo(make_partner(), is_approved=False)
    address = f"/admin/partners/logo/{logo.pk}/change/"
    editor.post(address, typed(editor, address, kind="negative", original=""))
    logo.refresh_from_db()
    assert (logo.kind, logo.is_approved) == ("negative", False)


# --- Other languages ------------------------------------------------------------------------------------------------------


def outdated_article():
    """In step with its original in Swedish and Finnish, until that was changed."""
    article = make_article(("sv", "en", "fi"))
    for code in ("sv", "fi"):
        steps.confirm(article, code)
    article.title_en = "Changed"
    article.save()
    return article


@pytest.mark.parametrize("button", ["small_edit", "take_back"])
def test_translator_says_nothing_of_other_languages_by_the_buttons_of_a_field(staff, button):
    article, translator = outdated_article(), staff("translator-fi")
    if button == "take_back":
        steps.accept_small_edit(article, "title", "fi")
    before = list(TranslationCheck.objects.about(article).values("language", "field", "source_digest"))
    address = page_of(article, "fi")
    sent = typed(translator, address) | {button: "title"}
    assert translator.post(address, sent).status_code == 403
    assert list(TranslationCheck.objects.about(article).values("language", "field", "source_digest")) == before
    assert f'name="{button}"' not in translator.get(address).content.decode()


def test_translator_of_the_original_may_call_a_change_a_small_edit(staff):
    article, translator = outdated_article(), staff("translator-fi")
    translator.user.groups.add(Group.objects.get(name="translator-en"))
    address = page_of(article, "fi")
    translator.post(address, typed(translator, address) | {"small_edit": "title"})
    assert not TranslationCheck.objects.about(article).outdated().filter(field="title").exists()


def test_translator_is_told_in_words_which_language_was_not_theirs(staff, desk):
    article, translator = make_article(), staff("translator-fi")
    address = f"{LIST}{article.pk}/change/"
    sent = typed(translator, address, title_fi="Oma", title_sv="Annan") | NO_ATTACHMENTS
    assert "title (Swedish)" in translator.post(address, sent, follow=True).content.decode()


def attached(article):
    return Attachment.objects.create(
        article=article, title_en="Plan", file=ContentFile(b"Plan", "p.txt"), language="en"
    )


def sent_for(attachment, **words):
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": attachment.pk, "0-article": attachment.article_id,
            "0-title_en": "Plan", "0-language": "en", "0-order": 0}  # fmt: skip
    return {f"attachments-{name}": value for name, value in rows.items()} | {
        f"attachments-0-{name}": value for name, value in words.items()
    }


def test_translator_names_attachments_in_the_own_language_alone(staff):
    article = make_article(published_at=None, approved_fi=False)
    attachment, translator = attached(article), staff("translator-fi")
    address = f"{LIST}{article.pk}/change/"
    words = {"title_fi": "Suunnitelma", "title_sv": "Annan", "order": 9, "DELETE": "on"}
    translator.post(address, typed(translator, address) | sent_for(attachment, **words))
    attachment.refresh_from_db()
    assert (attachment.title_fi, attachment.title_sv or "", attachment.order) == ("Suunnitelma", "", 0)


def test_translator_does_not_rename_an_attachment_that_readers_see(staff):
    article = make_article()
    attachment, translator = attached(article), staff("translator-fi")
    address = f"{LIST}{article.pk}/change/"
    translator.post(address, typed(translator, address) | sent_for(attachment, title_fi="Suunnitelma"))
    attachment.refresh_from_db()
    assert not attachment.title_fi


# --- Rights that add up ---------------------------------------------------------------------------------------------------


def test_two_groups_give_no_more_than_both_of_them(staff):
    editor = staff("editor")
    editor.user.groups.add(Group.objects.get(name="translator-fi"))
    programme = Programme.objects.create(name="Interreg", period="2014-2020")
    address = f"/admin/partners/programme/{programme.pk}/change/"
    assert editor.post(address, {"name": "Interreg", "fund_wording_fi": "Oma"}).status_code == 403


def test_right_to_add_is_none_to_change(staff):
    translator, article = staff("translator-fi"), make_article(approved_sv=False)
    translator.user.user_permissions.add(Permission.objects.get(codename="add_article"))
    address = f"{LIST}{article.pk}/change/"
    translator.post(address, typed(translator, address, title_sv="Annan") | NO_ATTACHMENTS)
    article.refresh_from_db()
    assert article.title_sv != "Annan"


def test_contributor_who_translates_too_decides_nothing_more_of_the_own_partner(staff):
    contributor = staff("partner-contributor")
    contributor.user.groups.add(Group.objects.get(name="translator-fi"))
    partner = own_partner(contributor)
    address = f"/admin/partners/partner/{partner.pk}/change/"
    contributor.post(address, typed(contributor, address, status="ended", role_text_sv="Egen"))
    assert drafts.working_copy(partner).data == {"role_text_sv": "Egen"}


# --- What is not theirs to see --------------------------------------------------------------------------------------------


def test_contributor_finds_only_the_own_partner_to_link_to(staff):
    contributor = staff("partner-contributor")
    own, other, article = own_partner(contributor), make_partner(), make_article()
    found = contributor.get("/admin/link-targets/?q=Partner").json()["targets"]
    assert [target["address"] for target in found] == [f"/go/partner/{own.pk}/"]
    for address in (f"/go/partner/{other.pk}/", other.link_in("en"), f"/go/article/{article.pk}/"):
        assert contributor.get("/admin/link-targets/", {"address": address}).json()["targets"] == []


@pytest.mark.parametrize("of", ["news.article.related", "news.article.hero", "news.article.event"])
def test_contributor_finds_nothing_by_autocomplete(staff, of):
    app, model, field = of.split(".")
    answer = staff("partner-contributor").get(
        "/admin/autocomplete/", {"app_label": app, "model_name": model, "field_name": field, "term": "a"}
    )
    assert answer.status_code == 403


def test_contributor_s_first_page_says_nothing_of_the_news(staff):
    make_article()
    page = staff("partner-contributor").get("/admin/").content.decode()
    assert "/admin/news/" not in page
    assert "coverage" not in page


def test_contributor_keeps_no_typed_text_about_what_is_not_theirs(staff):
    contributor, other = staff("partner-contributor"), make_partner()
    about = {"about": "partners.partner", "pk": other.pk, "page": "change"}
    opening = {"opening": "9f0d6c52-3b5c-4b0e-9c8f-0f4a7a3f6d11"}
    assert contributor.post("/admin/typed/keep/", about | opening | {"values": "{}"}).status_code == 403
    assert contributor.get("/admin/typed/offer/", about | opening).status_code == 403


def test_event_of_an_editor_is_theirs_to_finish(staff):
    """Nobody reads an event before an article names it."""
    editor = staff("editor")
    words = {"title_en": "Conference", "source_language": "en", "time_zone": "Europe/Tallinn"}
    editor.post("/admin/news/event/add/", words)
    assert Event.objects.get().title_en == "Conference"
