"""The state of each language of an article: the same in Python and in SQL, and nobody public before its time."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from django.utils.translation import override

from news.models import Article
from news.publishing import publish, send_back, take_back, withdraw
from news.states import State, counts, in_state, needs, state_of
from sme2go_site.languages import CODES
from sme2go_site.models import SentBack
from sme2go_site.steps import with_outdated
from tests.factories import make_article

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)


def current(article):
    return with_outdated(Article.objects.filter(pk=article.pk)).get()


def states(article):
    return {code: state_of(current(article), code).value for code in CODES}


def draft(**more):
    return make_article(**{"published_at": None} | {f"approved_{code}": False for code in CODES} | more)


def visible(article):
    """The languages whose readers see the article in their list."""
    seen = set()
    for code in CODES:
        with override(code):
            seen |= {code for found in Article.objects.public() if found == article}
    return seen


@pytest.mark.parametrize("hours", [-1, 1, None])
def test_state_in_sql_is_the_state_in_python_whatever_the_article(hours):
    at = hours and NOW + hours * HOUR
    for approved, withdrawn, own, outdated in product(
        [True, False], [None, NOW, NOW + HOUR], [None, NOW + 2 * HOUR], [True, False]
    ):
        article = make_article(published_at=at, withdrawn_at=withdrawn, approved_fi=approved, public_from_fi=own)
        if outdated:
            article.lead_en = "Changed"
            article.save()
    make_article(languages=("sv",))
    articles = with_outdated(Article.objects.all())
    for state, code in product(State, CODES):
        assert set(articles.filter(in_state(state, code))) == {
            found for found in articles if state_of(found, code) == state
        }
    assert counts(Article.objects.all())[State.MISSING, "fi"] == 1


def test_every_language_of_every_article_is_in_exactly_one_state():
    make_article(languages=("sv",))
    draft()
    figures = counts(Article.objects.all())
    assert [sum(figures[state, code] for state in State) for code in CODES] == [2, 2, 2, 2]


def test_languages_are_published_at_one_instant():
    article = publish(draft(), ["sv", "fi"], NOW + HOUR)
    assert states(article) == {"sv": "scheduled", "fi": "scheduled", "en": "draft", "et": "draft"}
    assert not visible(article)
    article = publish(article, ["sv", "fi"])
    assert visible(article) == {"sv", "fi"}


def test_one_language_is_published_later_than_the_rest():
    article = publish(publish(draft(), ["sv"]), ["fi"], NOW + HOUR)
    assert states(article) == {"sv": "live", "fi": "scheduled", "en": "draft", "et": "draft"}
    assert visible(article) == {"sv"}


def test_language_that_comes_earlier_leaves_the_time_of_the_others():
    article = publish(publish(draft(), ["sv", "en"], NOW + 2 * HOUR), ["fi"], NOW + HOUR)
    assert article.published_at == NOW + HOUR
    assert {article.public_at(code) for code in ("sv", "en")} == {NOW + 2 * HOUR}


def test_publishing_another_language_now_leaves_the_date_of_the_article_alone():
    article = make_article(published_at=NOW - 24 * HOUR, approved_fi=False)
    assert publish(article, ["fi"]).published_at == NOW - 24 * HOUR


def test_withdrawing_is_one_step_for_all_languages_and_publishing_brings_them_back():
    article = withdraw(make_article())
    assert set(states(article).values()) == {"withdrawn"}
    assert not visible(article)
    assert visible(publish(article, list(CODES))) == set(CODES)


def test_withdrawn_article_comes_back_in_the_ticked_languages_alone_and_keeps_its_date():
    article = withdraw(make_article(published_at=NOW - 24 * HOUR))
    later = publish(article, ["fi"], NOW + HOUR)
    assert not visible(later)
    assert later.published_at == NOW - 24 * HOUR
    assert states(later) == {"sv": "draft", "en": "draft", "et": "draft", "fi": "scheduled"}


def test_one_language_is_taken_back_alone(client):
    article = take_back(make_article(), ["fi"])
    assert states(article)["fi"] == "draft"
    assert visible(article) == {"sv", "en", "et"}
    assert client.get(article.link_in("fi")).status_code == 200


def test_live_language_becomes_outdated_and_readers_still_see_it():
    article = make_article()
    article.lead_en = "Changed"
    article.save()
    assert states(article) == {"sv": "outdated", "en": "live", "et": "outdated", "fi": "outdated"}
    assert visible(article) == set(CODES)


def test_scheduled_and_unpublished_translations_are_outdated_too():
    for at in (NOW + HOUR, None):
        article = make_article(published_at=at)
        article.lead_en = "Changed"
        article.save()
        assert states(article)["fi"] == "outdated"


def test_language_sent_back_is_a_draft_with_a_reason():
    article = send_back(make_article(), "fi", "The names are misspelt.")
    assert states(article)["fi"] == "draft"
    assert SentBack.objects.open().about(article).get().reason == "The names are misspelt."


def test_needs_finnish_is_what_lacks_it_drafts_it_or_has_it_outdated():
    wanted = {make_article(languages=("sv",)), draft()}
    stale = draft()
    stale.lead_en = "Changed"
    stale.save()
    make_article()
    withdraw(make_article(languages=("sv",)))
    assert set(with_outdated(Article.objects.all()).filter(needs("fi"))) == wanted | {stale}
