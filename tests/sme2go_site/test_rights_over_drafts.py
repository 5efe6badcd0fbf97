"""Rights over drafts, versions and preview links: nobody disposes of what is not theirs to write, whatever is sent."""

import pytest

from sme2go_site import drafts
from sme2go_site.models import PreviewLink, Version
from tests.factories import make_article, make_logo, make_partner
from tests.news.desk import LIST
from tests.rights_forms import own_partner

pytestmark = pytest.mark.django_db


# --- Drafts of changes ----------------------------------------------------------------------------------------------------


def test_translator_does_not_throw_away_what_others_have_drafted(staff):
    article = make_article()
    drafts.put(article, {"title_fi": "Oma", "title_sv": "Annan"})
    assert staff("translator-fi").post(f"{LIST}{article.pk}/draft/", {"_throw_away": "1"}).status_code == 403
    assert drafts.working_copy(article).data == {"title_fi": "Oma", "title_sv": "Annan"}
    assert 'name="_throw_away"' not in staff("translator-sv").get(f"{LIST}{article.pk}/draft/").content.decode()


def test_translator_throws_away_a_draft_of_the_own_language_alone(staff):
    article = make_article()
    drafts.put(article, {"title_fi": "Oma"})
    staff("translator-fi").post(f"{LIST}{article.pk}/draft/", {"_throw_away": "1"})
    assert drafts.working_copy(article) is None


def test_contributor_does_not_throw_away_what_staff_decides(staff):
    contributor = staff("partner-contributor")
    partner = own_partner(contributor)
    drafts.put(partner, {"status": "ended"})
    address = f"/admin/partners/partner/{partner.pk}/draft/"
    assert contributor.post(address, {"_throw_away": "1"}).status_code == 403


def test_draft_of_what_is_chosen_from_a_list_is_shown_in_words(staff):
    partner = make_partner()
    drafts.put(partner, {"status": "ended"})
    page = staff("editor").get(f"/admin/partners/partner/{partner.pk}/draft/").content.decode()
    assert "No longer exists" in page


# --- History --------------------------------------------------------------------------------------------------------------


def test_contributor_does_not_bring_back_what_staff_decides(staff):
    contributor = staff("partner-contributor")
    partner = own_partner(contributor, status="ended")
    partner.status = "active"
    partner.save()
    old = Version.objects.about(partner).last()
    for what in ("status", "all"):
        sent = {"version": old.pk, "restore": what}
        assert contributor.post(f"/admin/partners/partner/{partner.pk}/history/compare/", sent).status_code == 403
    assert drafts.working_copy(partner) is None


def test_contributor_brings_back_the_own_words(staff):
    contributor = staff("partner-contributor")
    partner = own_partner(contributor, role_text_en="First")
    partner.role_text_en = "Second"
    partner.save()
    sent = {"version": Version.objects.about(partner).last().pk, "restore": "role_text_en"}
    contributor.post(f"/admin/partners/partner/{partner.pk}/history/compare/", sent)
    assert drafts.working_copy(partner).data == {"role_text_en": "First"}


def test_restoring_a_logo_does_not_approve_it(staff):
    logo = make_logo(make_partner())
    approved = Version.objects.about(logo).first()
    logo.is_approved = False
    logo.save()
    staff("editor").post(f"/admin/partners/logo/{logo.pk}/history/compare/", {"version": approved.pk, "restore": "all"})
    logo.refresh_from_db()
    assert not logo.is_approved


# --- Preview links --------------------------------------------------------------------------------------------------------


def test_translator_does_not_revoke_a_link_of_all_languages_by_naming_the_own(staff):
    article, translator = make_article(), staff("translator-fi")
    link = PreviewLink.objects.create(about=article, language="")
    own = PreviewLink.objects.create(about=article, language="fi")
    address = f"{LIST}{article.pk}/preview-links/"
    assert translator.post(address, {"_revoke": link.pk, "language": "fi"}).status_code == 403
    translator.post(address, {"_revoke": own.pk})
    link.refresh_from_db()
    own.refresh_from_db()
    assert (link.revoked_at, bool(own.revoked_at)) == (None, True)


def test_translator_makes_no_link_of_all_languages(staff):
    article, translator = make_article(), staff("translator-fi")
    assert translator.post(f"{LIST}{article.pk}/preview-links/", {"_make": "1"}).status_code == 403
    translator.post(f"{LIST}{article.pk}/preview-links/", {"_make": "1", "language": "fi"})
    assert [link.language for link in PreviewLink.objects.about(article)] == ["fi"]
