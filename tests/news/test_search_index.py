"""The index of the search: in step with what is saved, deleted and due, mended when it is broken, and asked for little."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from news import search_build, search_index
from news.models import Article
from news.search import Question
from tests.factories import make_partner, make_picture
from tests.news.searching import named, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_index")]


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
