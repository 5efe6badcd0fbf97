"""The groups, and what somebody is told who wants more than they may."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils.timezone import now

from news.models import Article, Event
from partners.models import Logo, Partner
from sme2go_site import drafts, groups
from tests.factories import make_article, make_partner, make_picture, picture_file
from tests.news.desk import LIST, page_of, typed

pytestmark = pytest.mark.django_db


def test_groups_are_made_again_without_taking_what_an_administrator_gave(staff):
    group = Group.objects.get(name="editor")
    extra = Permission.objects.get(codename="delete_article")
    group.permissions.add(extra)
    groups.make(Group, Permission)
    assert extra in group.permissions.all()
    assert Group.objects.count() == len(groups.RIGHTS)


def test_translator_who_sends_another_language_changes_nothing_of_it_and_is_told(staff, desk):
    article, translator = make_article(), staff("translator-fi")
    address = page_of(article, "fi")
    sent = typed(desk, address, title_fi="Oma", title_sv="Annan", source_url="https://evil.example/")
    page = translator.post(address, sent, follow=True).content.decode()
    assert "Not changed, since you may not write it: " in page
    assert "title (Swedish)" in page
    article.refresh_from_db()
    assert (article.title_sv, article.source_url) != ("Annan", "https://evil.example/")
    assert drafts.working_copy(article).data == {"title_fi": "Oma"}


def test_translator_of_pictures_is_told_too(staff, desk):
    picture, translator = make_picture(), staff("translator-fi")
    address = f"/admin/news/picture/{picture.pk}/change/"
    sent = typed(desk, address, caption_fi="Oma", caption_sv="Annan", credit_en="x")
    page = translator.post(address, sent, follow=True).content.decode()
    assert "Not changed, since you may not write it" in page
    picture.refresh_from_db()
    assert (picture.caption_fi, picture.caption_sv or "") == ("Oma", "")


def test_translator_may_not_write_on_the_page_of_another_language(staff, desk):
    article, translator = make_article(), staff("translator-fi")
    answer = translator.post(page_of(article, "sv"), typed(desk, page_of(article, "sv"), title_sv="Annan"))
    assert answer.status_code == 403
    assert "does not have the right" in answer.content.decode()


def test_translator_sees_other_languages_without_buttons(staff):
    article, translator = make_article(), staff("translator-fi")
    page = translator.get(page_of(article, "sv")).content.decode()
    assert 'name="_continue"' not in page
    assert 'name="_continue"' in translator.get(page_of(article, "fi")).content.decode()
    assert 'name="_approve"' not in translator.get(page_of(article, "fi")).content.decode()


def test_editor_sees_no_button_to_publish(staff):
    article, editor = make_article(), staff("editor")
    drafts.put(article, {"title_fi": "Uusi"})
    for address in (f"{LIST}{article.pk}/change/", f"{LIST}{article.pk}/draft/", page_of(article, "fi")):
        assert 'name="_publish"' not in editor.get(address).content.decode()
    assert "Save and publish" not in editor.get(f"{LIST}{article.pk}/change/").content.decode()


def test_publisher_is_told_of_what_waits(staff):
    drafts.put(make_partner(), {"role_text_fi": "Uusi"})
    Logo.objects.create(partner=make_partner(), original=picture_file("logo.png"), is_approved=False)
    article, event = make_article(), Event.objects.create(title_fi="Seminaari", starts=now(), ends=now())
    drafts.put(article, {"title_fi": "Uusi"})
    drafts.put(event, {"title_fi": "Uusi"})
    publisher = staff("publisher")
    page = publisher.get("/admin/").content.decode()
    for kind in ("Partners", "Articles", "Events"):
        assert f"{kind}: drafts that wait for publication" in page
    assert "Logos that wait for approval" in page
    assert str(article) in publisher.get(f"{LIST}?draft=yes").content.decode()


def test_contributor_sees_and_finds_nothing_of_other_partners(staff):
    contributor, own, other = staff("partner-contributor"), make_partner(), make_partner()
    own.contributors.add(contributor.user)
    assert list(contributor.get("/admin/partners/partner/").context["cl"].queryset) == [own]
    for page in ("change/", "history/", "draft/", "preview/fi/", "preview-links/", "translate/fi/", "delete/"):
        assert contributor.get(f"/admin/partners/partner/{other.pk}/{page}").status_code in {302, 403, 404}
    assert contributor.get(f"/admin/partners/partner/{own.pk}/change/").status_code == 200


def test_contributor_s_proposal_is_live_after_a_publisher_has_published_it(staff, client):
    contributor, partner = staff("partner-contributor"), make_partner(role_text_en="Old role")
    partner.contributors.add(contributor.user)
    address = f"/admin/partners/partner/{partner.pk}/change/"
    contributor.post(address, typed(contributor, address, role_text_en="New role", _draft="1"))
    assert "New role" not in client.get(partner.link_in("en")).content.decode()
    staff("publisher").post(f"/admin/partners/partner/{partner.pk}/draft/", {"_publish": "1"})
    assert "New role" in client.get(partner.link_in("en")).content.decode()


def test_contributor_decides_neither_role_nor_order_nor_who_contributes(staff):
    contributor, partner = staff("partner-contributor"), make_partner()
    partner.contributors.add(contributor.user)
    fields = contributor.get(f"/admin/partners/partner/{partner.pk}/change/").context["adminform"].form.fields
    assert not {"role", "status", "order", "contributors", "source_language"} & set(fields)


def test_proposed_logo_is_shown_once_it_is_approved_in_place_of_the_old_one(staff, client):
    contributor, partner = staff("partner-contributor"), make_partner()
    partner.contributors.add(contributor.user)
    old = Logo.objects.create(partner=partner, original=picture_file("old.png"), renditions={"width": 80, "height": 40})
    words = {"partner": partner.pk, "kind": "colour", "shape": "wide", "original": picture_file("new.png")}
    contributor.post("/admin/partners/logo/add/", words)
    new = Logo.objects.exclude(pk=old.pk).get()
    page = client.get(partner.link_in("en")).content.decode()
    assert old.original.url in page
    assert new.original.url not in page
    chosen = {"action": "approve", "_selected_action": [new.pk], f"seen-{new.pk}": new.seen}
    staff("publisher").post("/admin/partners/logo/", chosen)
    page = client.get(partner.link_in("en")).content.decode()
    assert new.original.url in page
    assert old.original.url not in page
    old.refresh_from_db()
    assert old.superseded_by == new


def test_approved_logo_is_not_changed_by_its_owner(staff):
    contributor, partner = staff("partner-contributor"), make_partner()
    partner.contributors.add(contributor.user)
    logo = Logo.objects.create(partner=partner, original=picture_file("old.png"))
    address = f"/admin/partners/logo/{logo.pk}/change/"
    answer = contributor.post(address, {"partner": partner.pk, "kind": "negative"})
    assert answer.status_code == 403
    assert Logo.objects.get().kind == "colour"


@pytest.mark.parametrize("role", ["publisher", "editor", "translator-fi", "partner-contributor"])
def test_nobody_but_a_superuser_touches_accounts(staff, role):
    client = staff(role)
    client.user.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    address = f"/admin/auth/user/{client.user.pk}/change/"
    assert client.post(address, {"username": role, "is_superuser": "on"}).status_code == 403
    assert not get_user_model().objects.get(username=role).is_superuser


def test_editor_does_not_change_the_attachments_of_what_readers_see(staff, desk):
    article, editor = make_article(), staff("editor")
    assert "attachments-TOTAL_FORMS" not in editor.get(f"{LIST}{article.pk}/change/").content.decode() or not any(
        formset.has_add_permission
        for formset in editor.get(f"{LIST}{article.pk}/change/").context["inline_admin_formsets"]
    )
    assert Article.objects.count() == 1
    assert Partner.objects.count() == 0
