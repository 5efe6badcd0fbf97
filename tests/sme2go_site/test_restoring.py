"""Bringing back: over a working copy, with its file, with what it carried, and never what publishes."""

from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.db.models.signals import pre_save

from news.models import Article, Attachment, Picture
from partners.models import Logo, Partner, Programme
from sme2go_site import drafts, restoring
from sme2go_site.history import Version
from sme2go_site.models import Fact, OldAddress
from tests.factories import (
    make_article,
    make_attachment,
    make_logo,
    make_partner,
    make_picture,
    make_project,
    make_topic,
    picture_file,
)
from tests.news.desk import changed
from tests.partners.test_logo_files import DRAWING
from tests.partners.uploads import pdf

pytestmark = pytest.mark.django_db
UNPUBLISHED = {"published_at": None} | {f"approved_{code}": False for code in ("sv", "en", "et", "fi")}


def versions(instance, kind="saved"):
    return Version.objects.about(instance).filter(kind=kind)


def test_restoring_what_readers_see_takes_it_out_of_the_working_copy():
    article = make_article(title_fi="Vanha", lead_fi="Vanha")
    old = versions(article).first()
    drafts.put(article, {"title_fi": "Luonnos", "lead_fi": "Luonnos"})
    restoring.restore(Article.objects.get(), old, {"title_fi"})
    assert drafts.working_copy(article).data == {"lead_fi": "Luonnos"}


def test_draft_is_no_version_that_readers_saw():
    article = make_article()
    drafts.put(article, {"title_fi": "Luonnos"})
    assert versions(article, "draft").get().languages == []


def test_save_beside_a_working_copy_names_only_what_it_changed():
    article = make_article(approved_sv=False)
    drafts.put(article, {"title_fi": "Luonnos"})
    drafts.save(article, {"lead_sv": "Ny"}, None, is_draft=True)
    drafts.save(article, {"lead_fi": "Luonnos"}, None, is_draft=True)
    assert "title_fi" not in versions(article).first().changed_names
    assert versions(article, "draft").first().changed_names == ["lead_fi"]


def test_same_draft_begun_again_is_a_version_of_its_own():
    article = make_article()
    for _time in range(2):
        drafts.put(article, {"title_fi": "Luonnos"})
        drafts.throw_away(article)
    assert [version.changed_names for version in versions(article, "draft")] == [["title_fi"], ["title_fi"]]


def test_coming_back_is_in_the_history():
    article = make_article()
    article.delete()
    restoring.bring_back(Version.objects.deleted(Article).get())
    assert versions(Article.objects.get()).first().reason == "Brought back"


def test_what_is_deleted_twice_is_listed_once():
    article = make_article()
    article.delete()
    restoring.bring_back(Version.objects.deleted(Article).get())
    Article.objects.get().delete()
    assert Version.objects.deleted(Article).count() == 1


def test_draft_of_what_was_deleted_comes_back_with_it():
    article = make_article()
    drafts.put(article, {"title_fi": "Luonnos"})
    article.delete()
    restoring.bring_back(Version.objects.deleted(Article).get())
    assert drafts.working_copy(Article.objects.get()).data == {"title_fi": "Luonnos"}


def test_restoring_a_logo_neither_approves_it_nor_takes_another_s_place():
    old = make_logo(make_partner())
    approved = versions(old).first()
    make_logo(old.partner, is_approved=False).approve()
    changed(Logo.objects.get(pk=old.pk), is_approved=False, usage_rules="New")
    restoring.restore(Logo.objects.get(pk=old.pk), approved)
    old.refresh_from_db()
    assert (old.usage_rules, old.is_approved) == ("", False)
    assert old.superseded_by


def test_file_of_a_picture_is_restored_with_its_renditions_and_alone_without():
    picture = make_picture()
    file, renditions, first = picture.file.name, picture.renditions, versions(picture).first()
    changed(picture, file=picture_file(size=(400, 300)), alt_en="Another")
    restoring.restore(Picture.objects.get(), first, {"alt_en"})
    assert Picture.objects.get().renditions != renditions
    restoring.restore(Picture.objects.get(), first, {"file"})
    picture = Picture.objects.get()
    assert (picture.file.name, picture.renditions, picture.width) == (file, renditions, 800)
    assert picture.file.storage.exists(file)


def test_attachment_taken_away_comes_back_and_what_was_added_since_stays():
    article = make_article(**UNPUBLISHED)
    first = make_attachment(article)
    old = versions(article).first()
    Attachment.objects.get().delete()
    second = make_attachment(article)
    restoring.restore(Article.objects.get(), old)
    assert set(article.attachments.all()) == {first, second}
    assert Attachment.objects.get(pk=first.pk).file.read() == b"The report"
    assert len(versions(article).first().data["attachments"]) == 2


@pytest.mark.parametrize(
    ("name", "value"), [("topics", "x"), ("topics", [[1]]), ("hero", "x"), ("published_at", "x"), ("hero", {"a": 1})]
)
def test_value_that_cannot_be_read_is_left_out_and_named(name, value):
    article = make_article(title_fi="Vanha", **UNPUBLISHED)
    old = versions(article).first()
    old.data[name] = value
    changed(article, title_fi="Uusi")
    assert restoring.restore(Article.objects.get(), old)[name] == "its value cannot be read"
    assert Article.objects.get().title_fi == "Vanha"


@pytest.mark.parametrize("make", [make_topic, make_picture, make_partner, make_article])
def test_what_readers_see_at_once_is_never_thinned(make):
    assert versions(make()).first().languages


class FullError(Exception):
    pass


def full(**_signal):
    raise FullError


def make_programme():
    return Programme.objects.create(name="Interreg", period="2014-2020")


def make_fact():
    return Fact.objects.create(key="host")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [make_topic, make_picture, make_article, make_partner, make_programme, make_fact])
def test_row_and_version_are_stored_together_or_not_at_all(make):
    model = type(make())
    model.objects.all().delete()
    pre_save.connect(full, Version)
    try:
        with pytest.raises(FullError):
            make()
    finally:
        pre_save.disconnect(full, Version)
    assert not model.objects.exists()


def test_restoring_takes_no_address_over_that_leads_to_something_else():
    article, other = make_article(slug_fi="oma", title_fi="Vanha"), make_article(slug_fi="toinen")
    (old,) = versions(article)
    changed(article, slug_fi="uusi", title_fi="Uusi")
    OldAddress.objects.filter(slug="oma").update(object_id=other.pk)
    left_out = restoring.restore(article, old)
    assert drafts.working_copy(article).data == {"title_fi": "Vanha"}
    assert left_out["slug_fi"] == "this address leads to something else now"


def test_partner_comes_back_as_the_project_s_lead():
    partner = make_partner()
    project, number = make_project(lead_partner=partner), partner.pk
    partner.delete()
    restoring.bring_back(Version.objects.deleted(Partner).get())
    project.refresh_from_db()
    assert project.lead_partner_id == number


def test_one_file_of_a_logo_comes_back_with_the_others_of_its_version():
    logo = make_logo(original=ContentFile(DRAWING, name="a.svg"), pdf=ContentFile(pdf(), name="a.pdf"))
    version, before = Version.objects.about(logo).first(), [file.sha256 for file in logo.files()]
    logo.original, logo.pdf = ContentFile(DRAWING.replace(b"#c00", b"#0c0"), name="b.svg"), None
    logo.save()
    restoring.restore(logo, version, {"pdf"})
    back = Logo.objects.get()
    assert [file.sha256 for file in back.files()] == before
    assert [sha256(file.open().read()).hexdigest() for file in back.files()] == before
