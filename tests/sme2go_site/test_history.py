"""The history: every save is a version, whoever saves; versions come back, and so does what was deleted."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from news.models import Article, Picture
from news.publishing import publish, withdraw
from partners.models import Logo, Partner
from sme2go_site import deeds, drafts, restoring
from sme2go_site.checks import TranslationCheck
from sme2go_site.history import Version
from sme2go_site.thinning import thin
from tests.factories import make_article, make_attachment, make_partner, make_picture, make_topic, picture_file
from tests.news.desk import changed, state

pytestmark = pytest.mark.django_db


def versions(instance, kind="saved"):
    return Version.objects.about(instance).filter(kind=kind)


def values(instance, name):
    return [version.data[name] for version in versions(instance)]


def test_every_save_is_a_version_with_who_and_why():
    anna = get_user_model().objects.create(username="anna")
    article = make_article(title_fi="Yksi")
    with deeds.deed(anna, "The name was wrong"):
        changed(article, title_fi="Kaksi")
    newest = versions(article).first()
    assert values(article, "title_fi") == ["Kaksi", "Yksi"]
    assert (newest.by, newest.reason) == (anna, "The name was wrong")


def test_save_that_changes_nothing_makes_no_version():
    article, picture = make_article(), make_picture()
    article.save()
    picture.save()
    assert versions(picture).count() == 1
    assert versions(article).count() == 1


def test_one_deed_makes_one_version_of_an_object_with_its_lists():
    topic, article = make_topic(), make_article()
    with deeds.deed():
        changed(article, title_fi="Uusi")
        article.topics.set([topic])
    assert versions(article).count() == 2
    assert versions(article).first().data["topics"] == [topic.pk]


def test_list_changed_from_its_far_end_is_a_version_too():
    article, partner = make_article(), make_partner()
    partner.articles.add(article)
    assert versions(article).first().data["partners"] == [partner.pk]


def test_attachment_is_in_the_article_s_history():
    article = make_article()
    make_attachment(article)
    assert [row["title_en"] for row in versions(article).first().data["attachments"]] == ["Report"]


def test_version_knows_in_which_languages_readers_saw_it():
    article = make_article(approved_fi=False)
    assert versions(article).first().languages == ["sv", "en", "et"]
    withdraw(article)
    assert versions(article).first().languages == []


def test_working_copy_is_in_the_history_and_comes_back_after_it_was_thrown_away():
    article = make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Luonnos"})
    drafts.throw_away(article)
    [draft] = versions(article, "draft")
    restoring.restore(article, draft)
    assert drafts.working_copy(article).data == {"title_fi": "Luonnos"}
    assert Article.objects.get().title_fi == "Vanha"


def test_field_of_a_version_is_restored_alone():
    article = make_article(title_fi="Vanha", lead_fi="Vanha", approved_fi=False)
    old = versions(article).first()
    changed(article, title_fi="Uusi", lead_fi="Uusi")
    restoring.restore(Article.objects.get(), old, {"title_fi"})
    article.refresh_from_db()
    assert (article.title_fi, article.lead_fi) == ("Vanha", "Uusi")


def test_restoring_what_readers_see_goes_to_the_working_copy():
    article = make_article(title_fi="Vanha")
    old = versions(article).first()
    changed(article, title_fi="Uusi")
    restoring.restore(Article.objects.get(), old)
    assert Article.objects.get().title_fi == "Uusi"
    assert drafts.working_copy(article).data == {"title_fi": "Vanha"}


def test_restoring_a_text_publishes_and_withdraws_nothing():
    article = make_article(published_at=None, **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")})
    old = versions(article).first()
    publish(article, ["fi"])
    restoring.restore(Article.objects.get(), old)
    article.refresh_from_db()
    assert article.approved_fi
    assert article.published_at


def test_version_from_before_a_field_existed_leaves_that_field_as_it_is():
    article = make_article(title_fi="Vanha", lead_fi="Vanha", approved_fi=False)
    old = versions(article).first()
    del old.data["lead_fi"]
    old.data["gone"] = "x"
    old.save()
    changed(article, title_fi="Uusi", lead_fi="Uusi")
    left_out = restoring.restore(Article.objects.get(), old)
    article.refresh_from_db()
    assert (article.title_fi, article.lead_fi) == ("Vanha", "Uusi")
    assert set(left_out) == {"lead_fi", "gone"}


def test_what_a_version_named_and_has_been_deleted_is_left_out_and_named():
    topic, kept = make_topic(), make_topic()
    article = make_article(published_at=None, **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")})
    article.topics.set([topic, kept])
    old = versions(article).first()
    article.topics.clear()
    topic.delete()
    assert set(restoring.restore(Article.objects.get(), old)) == {"topics"}
    assert list(article.topics.all()) == [kept]


def test_restored_address_that_another_has_by_now_is_refused_and_changes_nothing():
    article = make_article(slug_fi="vanha", title_fi="Vanha", approved_fi=False)
    old = versions(article).first()
    changed(article, slug_fi="uusi", title_fi="Uusi")
    make_article(slug_fi="vanha")
    with pytest.raises(ValidationError):
        restoring.restore(Article.objects.get(pk=article.pk), old)
    assert Article.objects.get(pk=article.pk).title_fi == "Uusi"


def test_deleted_article_comes_back_with_its_links_files_and_checks(client):
    topic, other, partner = make_topic(), make_article(), make_partner()
    article = make_article(title_en="Old")
    article.topics.add(topic)
    article.partners.add(partner)
    other.related.add(article)
    attachment = make_attachment(article)
    changed(article, title_en="New")
    states = {code: state(article, code) for code in ("sv", "en", "et", "fi")}
    number, url = article.pk, article.link_in("fi")
    article.delete()
    assert client.get(url).status_code == 404
    restoring.bring_back(Version.objects.deleted(Article).get())
    article = Article.objects.get(pk=number)
    assert client.get(url).status_code == 200
    assert (list(article.topics.all()), list(article.partners.all())) == ([topic], [partner])
    assert list(other.related.all()) == [article]
    assert article.attachments.get() == attachment
    assert article.attachments.get().file.read() == b"The report"
    assert {code: state(article, code) for code in states} == states
    assert "outdated" in states.values()
    assert not Version.objects.deleted(Article).exists()


def test_deleted_partner_comes_back_with_its_logos_and_its_articles():
    partner, article = make_partner(), make_article()
    article.partners.add(partner)
    logo = Logo.objects.create(partner=partner, original=picture_file("logo.png"))
    partner.delete()
    restoring.bring_back(Version.objects.deleted(Partner).get())
    assert list(Partner.objects.get().logos.all()) == [logo]
    assert list(article.partners.all()) == [Partner.objects.get()]


def test_deleted_picture_comes_back_with_its_file_and_renditions():
    picture = make_picture()
    file, renditions = picture.file.name, picture.renditions
    picture.delete()
    restoring.bring_back(Version.objects.deleted(Picture).get())
    picture = Picture.objects.get()
    assert (picture.file.name, picture.renditions) == (file, renditions)
    assert picture.file.storage.exists(file)


def test_deletion_in_bulk_is_in_the_history_too():
    make_article()
    make_article()
    Article.objects.all().delete()
    assert Version.objects.deleted(Article).count() == 2


def test_deleted_article_whose_address_is_taken_says_so_and_changes_nothing():
    make_article(slug_fi="sama").delete()
    make_article(slug_fi="sama")
    with pytest.raises(ValidationError):
        restoring.bring_back(Version.objects.deleted(Article).get())
    assert Article.objects.count() == 1


def test_translations_confirmed_by_somebody_are_so_after_a_deletion():
    article = make_article()
    before = set(TranslationCheck.objects.about(article).values_list("field", "language", "source_digest"))
    article.delete()
    article, _left_out = restoring.bring_back(Version.objects.deleted(Article).get())
    assert set(TranslationCheck.objects.about(article).values_list("field", "language", "source_digest")) == before


def aged(version, days):
    Version.objects.filter(pk=version.pk).update(at=timezone.now() - timedelta(days=days))


def test_old_versions_thin_out_to_one_a_week_and_public_ones_stay():
    article = make_article(published_at=None)
    for number in range(15):
        changed(article, title_fi=f"Otsikko {number}")
    for days, version in enumerate(versions(article).reverse()):
        aged(version, 80 - 5 * days)
    thinned = thin()
    kept = list(versions(article).values_list("at", flat=True))
    young = [at for at in kept if at > timezone.now() - timedelta(days=31)]
    weeks = [at.isocalendar()[:2] for at in kept if at not in young]
    assert thinned + len(kept) == 16
    assert thinned > 0
    assert len(weeks) == len(set(weeks))
    assert thin() == 0


def test_what_readers_saw_and_what_was_deleted_is_never_thinned():
    article = make_article()
    for number in range(5):
        changed(article, title_fi=f"Otsikko {number}")
    other = make_article(published_at=None)
    other.delete()
    Version.objects.update(at=timezone.now() - timedelta(days=400))
    thin()
    assert versions(article).count() == 6
    assert Version.objects.deleted(Article).count() == 1


class EveryAcknowledgedText(TestCase):
    DEEDS = st.lists(
        st.tuples(
            st.sampled_from(["save", "draft", "publish", "throw away", "restore", "delete and back"]), st.integers()
        ),
        max_size=12,
    )

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(DEEDS)
    def test_is_in_the_article_or_in_its_history(self, done):
        article, acknowledged = make_article(title_fi="Teksti 0"), {"Teksti 0"}
        for number, (deed, chance) in enumerate(done, 1):
            article = Article.objects.get()
            if deed in {"save", "draft"}:
                drafts.save(article, {"title_fi": f"Teksti {number}"}, None, is_draft=deed == "draft")
                acknowledged.add(f"Teksti {number}")
            elif deed == "publish":
                drafts.publish(article)
            elif deed == "throw away":
                drafts.throw_away(article)
            elif deed == "restore":
                found = list(Version.objects.about(article))
                restoring.restore(article, found[chance % len(found)])
            else:
                article.delete()
                restoring.bring_back(Version.objects.deleted(Article).first())
            assert acknowledged <= set(Version.objects.values_list("data__title_fi", flat=True))
