"""Translations in step with their original: when a field is outdated, and what makes it fresh again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.models import Article
from sme2go_site import steps
from sme2go_site.models import SentBack, TranslationCheck
from tests.factories import make_article, make_partner

pytestmark = pytest.mark.django_db


def outdated(instance):
    """{'fi lead'} for each outdated field."""
    return {f"{check.language} {check.field}" for check in TranslationCheck.objects.about(instance).outdated()}


def change(instance, **words):
    instance = type(instance).objects.get(pk=instance.pk)
    options = {name: words.pop(name) for name in ("small_edit", "unfinished") if name in words}
    for name, value in words.items():
        setattr(instance, name, value)
    instance.save(**options)
    return instance


def test_changed_original_makes_that_field_of_every_translation_outdated():
    article = change(make_article(), lead_en="Another lead")
    assert outdated(article) == {"sv lead", "et lead", "fi lead"}


def test_changed_translation_is_in_step_again():
    article = change(make_article(), lead_en="Another lead")
    change(article, lead_fi="Toinen ingressi")
    assert outdated(article) == {"sv lead", "et lead"}


def test_changed_translation_that_is_not_finished_stays_outdated():
    article = change(make_article(), lead_en="Another lead")
    change(article, lead_fi="Toinen ingr", unfinished={("lead", "fi")})
    assert "fi lead" in outdated(article)


def test_text_that_comes_back_to_what_it_was_makes_nothing_outdated():
    article = make_article()
    before = article.lead_en
    change(article, lead_en="Another lead")
    change(article, lead_en=before)
    assert not outdated(article)


def test_language_that_lacks_the_field_is_not_outdated():
    article = change(make_article(languages=("en", "sv")), lead_en="Another lead")
    assert outdated(article) == {"sv lead"}


def test_small_edit_keeps_the_fresh_fresh_and_the_outdated_outdated():
    article = change(make_article(), lead_en="Another lead")
    change(article, lead_fi="Toinen")
    change(article, lead_en="Another lead.", small_edit=True)
    assert outdated(article) == {"sv lead", "et lead"}


def test_small_edit_can_be_said_afterwards_for_all_that_were_in_step_with_the_same_text():
    article = change(make_article(), lead_en="First")
    change(article, lead_fi="Ensimmäinen")
    change(article, lead_en="Second")
    steps.accept_small_edit(article, "lead", "fi")
    assert outdated(article) == {"sv lead", "et lead"}
    steps.accept_small_edit(article, "lead", "et")
    assert not outdated(article)


def test_small_edit_can_be_taken_back():
    article = change(make_article(), lead_en="Another lead", small_edit=True)
    assert not outdated(article)
    steps.take_back_small_edit(article, "lead")
    assert outdated(article) == {"sv lead", "et lead", "fi lead"}


def test_change_after_a_small_edit_is_shown_against_the_text_that_was_confirmed():
    article = make_article()
    confirmed = article.lead_en
    change(article, lead_en="Small", small_edit=True)
    change(article, lead_en="Large")
    assert TranslationCheck.objects.about(article).get(language="fi", field="lead").source_text == confirmed


def test_declaring_a_field_still_correct_leaves_the_other_fields_alone():
    article = change(make_article(), lead_en="Another lead", title_en="Another title")
    steps.confirm(article, "fi", ["lead"])
    assert "fi lead" not in outdated(article)
    assert "fi title" in outdated(article)


def test_outdated_since_is_the_first_change_and_not_the_last():
    article = change(make_article(), lead_en="Another lead")
    long_ago = timezone.now() - timedelta(days=9)
    TranslationCheck.objects.outdated().update(outdated_since=long_ago)
    change(article, lead_en="Yet another")
    assert steps.with_outdated(Article.objects.all()).get().outdated_since_fi == long_ago


def test_another_original_language_keeps_in_step_what_was():
    article = change(make_article(), source_language="fi")
    assert not outdated(article)
    change(article, lead_fi="Uusi ingressi")
    assert outdated(article) == {"sv lead", "en lead", "et lead"}


def test_outdated_language_that_becomes_the_original_makes_the_rest_outdated():
    article = change(make_article(), lead_en="Another lead")
    change(article, source_language="fi")
    assert outdated(article) == {"sv lead", "en lead", "et lead"}


def test_language_without_words_cannot_be_the_original():
    article = make_article(languages=("en", "sv"))
    article.source_language = "fi"
    with pytest.raises(ValidationError, match="There is no title in Finnish yet"):
        article.full_clean()


def test_approval_confirms_what_nobody_confirmed_and_leaves_the_outdated_outdated():
    article = change(make_article(), lead_en="Another lead")
    TranslationCheck.objects.filter(language="fi", field="title").delete()
    steps.approve(article, "fi")
    assert TranslationCheck.objects.filter(language="fi", field="title").exists()
    assert "fi lead" in outdated(article)


@pytest.mark.parametrize("settling", ["change", "approval"])
def test_what_was_sent_back_is_settled_by_the_next_change_or_approval(settling):
    article = make_article()
    steps.send_back(article, "fi", "Two sentences are missing.", None)
    assert SentBack.objects.open().get().reason == "Two sentences are missing."
    change(article, lead_sv="Another language")
    assert SentBack.objects.open().exists()
    change(article, lead_fi="Enemmän") if settling == "change" else steps.approve(article, "fi")
    assert not SentBack.objects.open().exists()


def test_what_is_deleted_is_outdated_no_longer():
    article = change(make_article(), lead_en="Another lead")
    steps.send_back(article, "fi", "Reason", None)
    Article.objects.all().delete()
    assert not TranslationCheck.objects.exists()
    assert not SentBack.objects.exists()


def test_partners_are_kept_in_step_in_the_same_way():
    partner = change(make_partner(), name_en="Another name")
    assert outdated(partner) == {"sv name", "et name", "fi name"}


def test_text_that_is_sanitised_on_its_way_in_is_not_outdated_for_that():
    article = make_article(body_en="<p onclick=x>a</p>", body_fi="<p>b</p>")
    change(article, body_fi="<p>c</p>")
    change(article, archive_at=timezone.now())
    assert not outdated(article)
