"""The desk's list of articles, and its first screen: states, filters, search, counts, actions on many."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from news import publishing, search_build
from news.states import State
from sme2go_site.models import TranslationCheck
from tests.factories import make_article, make_partner, make_picture, make_topic
from tests.news.desk import LIST, changed, listed, page_of, state

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_list_shows_the_state_of_each_language_as_a_word_that_leads_to_its_page(desk):
    article = make_article(languages=("en", "fi"))
    page = desk.get(LIST).content.decode()
    assert f'class="state state-missing" href="{page_of(article, "sv")}"' in page
    assert f'class="state state-live" href="{page_of(article, "fi")}"' in page
    assert f'class="state state-live" href="{LIST}{article.pk}/change/?language=en"' in page


def test_list_asks_the_same_number_of_queries_with_more_articles(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_article()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for _ in range(12):
        make_article(languages=("en",)).topics.add(make_topic())
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_list_is_narrowed_by_what_a_language_needs(desk):
    whole, lacking = make_article(), make_article(languages=("en",))
    stale = changed(make_article(), lead_en="Changed")
    assert listed(desk, "needs=fi") == {lacking, stale}
    assert listed(desk, "outdated=any") == {stale}
    assert listed(desk, "outdated=7") == set()
    TranslationCheck.objects.outdated().update(outdated_since=timezone.now() - timedelta(days=8))
    assert listed(desk, "outdated=7") == {stale}
    assert listed(desk, "state=fi-live") == {whole}
    assert listed(desk, "state=outdated") == {stale}


def test_list_is_narrowed_by_topic_partner_and_author(desk):
    topic, partner = make_topic(), make_partner()
    author = get_user_model().objects.create_user("Writer")
    article = make_article(author=author)
    make_article()
    article.topics.add(topic)
    article.partners.add(partner)
    for query in (f"topics__id__exact={topic.pk}", f"partners__id__exact={partner.pk}", f"author={author.pk}"):
        assert listed(desk, query) == {article}


@pytest.mark.parametrize("words", ["ärlsjö", "Ärlsjö", "ÄRLSJÖ", "sammanfattade ärlsjö"])
def test_list_is_searched_by_words_of_any_language_in_any_case(desk, words):
    list(search_build.build())
    article = make_article(body_sv="<p>Petra Ärlsjö sammanfattade.</p>")
    make_article()
    assert listed(desk, f"q={words}") == {article}


def test_list_is_searched_by_forms_of_words_in_what_is_not_public(desk):
    list(search_build.build())
    draft = make_article(body_fi="<p>Yrityksille</p>", published_at=None)
    make_article()
    assert listed(desk, "q=yritys") == {draft}


def test_list_is_searched_by_titles_while_the_index_is_built(desk):
    article = make_article(title_sv="Ärlsjös tal")
    make_article()
    assert listed(desk, "q=ärlsj") == {article}


def test_counts_above_the_list_lead_to_what_they_count(desk):
    make_article(languages=("en",))
    page = desk.get(LIST).content.decode()
    assert '<a href="?state=fi-missing" aria-label="Finnish, missing: 1">1</a>' in page


@pytest.mark.parametrize(
    "query",
    [
        "needs=xx",
        "state=fi-x",
        "state=x",
        "outdated=-1",
        "author=x",
        "author=²",
        "author=" + "9" * 23,
        "author=99999999999999",
        "q=%00",
        "q=" + "a" * 3000,
    ],
)
def test_rubbish_in_the_list_address_is_no_error(desk, query):
    make_article()
    assert desk.get(f"{LIST}?{query}").status_code in {200, 302}


def act(desk, action, *articles, **more):
    chosen = {"action": action, "_selected_action": [article.pk for article in articles]}
    return desk.post(LIST, chosen | more, follow=True).content.decode()


def test_many_are_published_and_withdrawn_at_once(desk):
    ready, bad = make_article(published_at=None), make_article(published_at=None, lead_fi="")
    said = act(desk, "publish_now", ready, bad)
    assert state(ready, "fi") == State.LIVE
    assert state(bad, "sv") == State.LIVE
    assert state(bad, "fi") == State.DRAFT
    assert "stays unpublished in Finnish" in said
    act(desk, "withdraw_now", ready, bad)
    assert state(ready, "sv") == state(bad, "fi") == State.WITHDRAWN


def test_many_are_given_a_topic_or_a_partner(desk):
    article, topic, partner = make_article(), make_topic(), make_partner()
    act(desk, "add_topic", article, topic=topic.pk)
    act(desk, "add_partner", article, partner=partner.pk)
    assert (article.topics.get(), article.partners.get()) == (topic, partner)
    assert "Choose the topic or partner" in act(desk, "add_topic", article)


def test_many_are_published_only_in_languages_that_somebody_approved(desk):
    article = make_article(published_at=None, approved_fi=False)
    publishing.send_back(article, "et", "Reason")
    act(desk, "publish_now", article)
    assert {code for code in ("sv", "en", "et", "fi") if state(article, code) == State.LIVE} == {"sv", "en"}
    nothing = make_article(published_at=None, **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")})
    assert "has no approved language yet" in act(desk, "publish_now", nothing)


def test_first_screen_counts_what_waits_and_leads_to_it(desk):
    changed(make_article(), lead_en="Changed")
    make_article(approved_fi=False)
    make_picture()
    page = desk.get("/admin/").content.decode()
    for address in ("?outdated=any", "?state=draft", "?alt=missing"):
        assert f'{address}"><strong>1</strong>' in page


def test_first_screen_draws_coverage_with_its_figures(desk):
    make_article(languages=("en", "fi"))
    make_article(languages=("en",))
    page = desk.get("/admin/").content.decode()
    assert page.count('height="32.0"/>') == 1, "English has both"
    assert page.count('height="16.0"/>') == 1, "Finnish has one of the two"
    assert "<td>1 of 2</td>" in page
