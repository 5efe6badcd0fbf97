"""The working copy: readers see the old text until it is published, whole and in one step."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.models import Article
from sme2go_site import drafts
from sme2go_site.checks import TranslationCheck
from tests.factories import make_article, make_partner, make_project, make_topic
from tests.news.desk import state

pytestmark = pytest.mark.django_db


def fresh(instance):
    return type(instance).objects.get(pk=instance.pk)


def test_working_copy_leaves_the_row_alone_and_is_seen_in_the_overlay():
    article = make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Uusi"})
    assert fresh(article).title_fi == "Vanha"
    assert drafts.overlaid(fresh(article)).title_fi == "Uusi"


def test_publishing_writes_the_whole_copy_and_ends_it():
    topic, article = make_topic(), make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Uusi"})
    drafts.put(article, {"title_sv": "Ny", "topics": [topic.pk]})
    drafts.publish(article)
    article = fresh(article)
    assert (article.title_fi, article.title_sv, list(article.topics.all())) == ("Uusi", "Ny", [topic])
    assert not drafts.working_copy(article)


def test_copy_that_no_longer_differs_is_gone():
    article = make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Uusi"})
    assert drafts.put(article, {"title_fi": "Vanha"}) is None
    assert not drafts.working_copy(article)


def test_thrown_away_copy_changes_nothing():
    article = make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Uusi"})
    drafts.throw_away(article)
    drafts.publish(article)
    assert fresh(article).title_fi == "Vanha"


def test_lists_of_the_copy_are_read_from_the_overlay():
    topic, article = make_topic(), make_article()
    drafts.put(article, {"topics": [topic.pk]})
    assert list(drafts.overlaid(article).topics.all()) == [topic]
    assert not article.topics.exists()


def test_countries_and_times_survive_the_copy():
    project = make_project(markets="SE,FI")
    drafts.put(project, {"markets": "EE,SE"})
    assert [country.code for country in drafts.overlaid(project).markets] == ["EE", "SE"]
    article = make_article(published_at=timezone.now() - timedelta(days=1))
    at = drafts.value_of(make_article(), "published_at")
    drafts.put(article, {"substantive_update_at": at})
    drafts.publish(article)
    assert drafts.value_of(fresh(article), "substantive_update_at") == at


def test_script_in_the_copy_is_cleaned_before_it_is_stored_or_shown():
    article = make_article()
    drafts.put(article, {"body_fi": "<p>Hei<script>alert(1)</script></p>"})
    drafts.publish(article)
    assert "script" not in fresh(article).body_fi


def test_copy_whose_address_was_taken_meanwhile_is_refused_and_kept():
    article = make_article()
    drafts.put(article, {"slug_fi": "taken"})
    make_article(slug_fi="taken")
    with pytest.raises(ValidationError):
        drafts.publish(article)
    assert drafts.working_copy(article)
    assert fresh(article).slug_fi != "taken"


def test_published_original_makes_the_translations_outdated():
    article = make_article(title_en="Old")
    article.save()
    drafts.put(article, {"title_en": "New"})
    assert state(article, "fi") == "live"
    drafts.publish(article)
    assert state(article, "fi") == "outdated"


def test_translation_of_the_copys_original_is_in_step_when_both_are_published():
    article = make_article(title_en="Old")
    drafts.put(article, {"title_en": "New"})
    drafts.put(article, {"title_fi": "Uusi"})
    drafts.publish(article)
    assert (state(article, "fi"), state(article, "sv")) == ("live", "outdated")


def test_translation_written_before_the_original_changed_again_is_outdated_when_published():
    article = make_article(title_en="Old")
    drafts.put(article, {"title_en": "New"})
    drafts.put(article, {"title_fi": "Uusi"})
    drafts.put(article, {"title_en": "Newer"})
    drafts.publish(article)
    assert state(article, "fi") == "outdated"


def test_unfinished_translation_is_outdated_when_published():
    article = make_article(title_en="Old")
    drafts.put(article, {"title_en": "New"})
    drafts.put(article, {"title_fi": "Kesken"}, unfinished={("title", "fi")})
    drafts.publish(article)
    assert state(article, "fi") == "outdated"


def test_translation_called_still_correct_is_in_step_when_published():
    article = make_article(title_en="Old")
    drafts.put(article, {"title_en": "New"})
    drafts.still_correct(article, "fi", ["title"])
    drafts.publish(article)
    assert (state(article, "fi"), state(article, "sv")) == ("live", "outdated")


def test_small_edit_of_the_copy_leaves_the_translations_in_step():
    article = make_article(title_en="Old")
    drafts.put(article, {"title_en": "Old."}, small_edit=True)
    drafts.publish(article)
    assert state(article, "fi") == "live"


def test_copy_with_one_real_change_of_the_original_is_no_small_edit():
    article = make_article(title_en="Old", lead_en="Lead")
    drafts.put(article, {"title_en": "Old."}, small_edit=True)
    drafts.put(article, {"lead_en": "Another"})
    drafts.put(article, {"title_fi": "Vanha."}, small_edit=True)
    drafts.publish(article)
    assert state(article, "sv") == "outdated"


def test_publisher_of_the_copy_is_named_in_the_checks():
    anna = get_user_model().objects.create(username="anna")
    partner = make_partner(name_en="Old")
    drafts.put(partner, {"name_fi": "Uusi"})
    drafts.publish(partner, anna)
    assert TranslationCheck.objects.about(partner).get(field="name", language="fi").by == anna


def test_column_that_no_longer_exists_is_passed_over():
    article = make_article()
    draft = drafts.put(article, {"title_fi": "Uusi"})
    draft.data["gone"] = "x"
    draft.save()
    assert drafts.overlaid(article).title_fi == "Uusi"
    assert Article.objects.count() == 1


def test_working_copy_needs_the_same_number_of_queries_however_much_it_holds(django_assert_num_queries):
    article = make_article()
    drafts.put(article, {"title_fi": "Uusi", "lead_fi": "Uusi", "topics": []})
    with django_assert_num_queries(1):
        drafts.overlaid(article)
