"""The index of the search: in step with what is saved, deleted and due, mended when it is broken, and asked for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import search_build, search_hits, search_index
from news.listing import Filters
from news.models import Article
from news.search import Question
from news.search_hits import Found
from tests.factories import make_partner, make_picture
from tests.news.searching import named, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_index")]


TEXTS = [
    ("A city", "Nothing"),
    ("Nothing", "Cities and railways"),
    ("Citybikes", "Railway"),
    ("Bikes", "In a smart city"),
    ("Nothing", "A citybike in the smart city"),
    ("Smart", "Bicycles"),
    ("Cite", "A bike of the city"),
]


def test_scheduled_article_is_found_as_its_minute_comes(client):
    article = named("Railway", published_at=timezone.now() + timedelta(days=1))
    Article._base_manager.filter(pk=article.pk).update(published_at=timezone.now())  # the minute comes, nobody saves
    assert titles(search(client, "railway")) == ["Railway"]


def test_deleted_article_leaves_nothing_in_the_index(client):
    named("Railway").delete()
    count = {"sqlite": "search_en_terms", "postgresql": "search_en"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {count}")
        assert cursor.fetchone() == (0,)


def test_new_name_of_a_partner_is_found_at_once(client):
    article, partner = named("Report"), make_partner()
    article.partners.add(partner)
    partner.name_en = "Railway Cluster"
    partner.save()
    assert titles(search(client, "cluster")) == ["Report"]


def found(typed):
    """[(title, level)] of all hits that can be leafed through, how many, and whether there are more."""
    pages = []
    while not pages or len(pages) * search_hits.PER_PAGE < pages[0].total:
        pages.append(Found.of(Question.parse(typed, "en"), typed, Filters(), len(pages) + 1))
    hits = [(hit.article.title_en, hit.level) for page in pages for hit in (*page.hits, *page.similar)]
    return hits, pages[0].total, pages[0].are_more


@pytest.mark.parametrize("typed", ["city", "cities", "bike", "city railway", '"smart city" bike', "smrt", "smrt city"])
@pytest.mark.parametrize(("common", "near", "most"), [(0, 1, 300), (1, 2, 300), (3, 4, 300), (1, 2, 5), (0, 1, 2)])
def test_common_words_are_answered_as_rare_ones_are(monkeypatch, typed, common, near, most):
    for number, (lead, body) in enumerate(TEXTS * 2):
        named(
            f"Bike city {number}" if number % 5 == 0 else f"Article {number}",
            lead_en=lead,
            body_en=f"<p>{body}</p>",
            approved_en=number % 7 != 3,
        )
    monkeypatch.setattr(search_hits, "MOST", most)
    monkeypatch.setattr(search_hits, "PER_PAGE", 2)
    as_rare_ones = found(typed)
    monkeypatch.setattr(search_index, "COMMON", common)
    monkeypatch.setattr("news.search.NEAR", near)
    assert found(typed) == as_rare_ones


def test_of_what_a_mistyped_word_may_have_meant_only_words_of_texts_are_asked_for(client):
    named("The conference")
    question = Question.parse("confernce", "en")
    assert {term[1:] for term in question.forgiving.wanted(-1)[0] - question.wanted(-1)[0]} == {"conference"}


def test_search_of_a_reader_waits_for_nobody_who_writes(client):
    named("Railway")
    with CaptureQueriesContext(connection) as captured:
        search(client, "railway")
    assert not [query["sql"] for query in captured if query["sql"].startswith(("BEGIN", "SAVEPOINT"))]


@pytest.mark.django_db(transaction=True)  # as readers are: a question that fails ends a transaction that holds it
def test_missing_index_is_said_and_built_anew_while_the_site_answers(client):
    named("Railway")
    with connection.cursor() as cursor:
        cursor.execute(
            {"sqlite": "DROP TABLE search_en_terms", "postgresql": "DROP TABLE search_en"}[connection.vendor]
        )
    response = search(client, "railway")
    assert response.status_code == 503
    assert "being prepared" in response.content.decode()
    assert client.get(reverse("news:article_list")).status_code == 200
    list(search_build.build())
    assert titles(search(client, "railway")) == ["Railway"]


def test_article_is_saved_though_the_index_is_broken(client):
    with connection.cursor() as cursor:
        cursor.execute(
            {"sqlite": "DROP TABLE search_en_terms", "postgresql": "DROP TABLE search_en"}[connection.vendor]
        )
    article = named("Railway")
    assert Article.objects.filter(pk=article.pk).exists()
    assert search_index.is_broken()
    assert not search_build.is_whole()


def test_number_of_queries_does_not_grow_with_the_hits(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            search(client, "railway")
        return len(captured)

    for number in range(4):
        named(f"Railway {number}", hero=make_picture())
    few = queries()
    for number in range(6):
        named(f"Railways {number}", hero=make_picture())
    assert queries() <= few
