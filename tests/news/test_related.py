"""What else to read under an article."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from news.models import Article
from news.related import related
from tests.factories import make_article, make_partner, make_topic

pytestmark = pytest.mark.django_db


def old(days, **more):
    return make_article(published_at=timezone.now() - timedelta(days=days), **more)


def of(article, code="en"):
    with override(code):
        return list(related(article, list(article.topics.all()), list(article.partners.all())))


def linked(article, topics=(), partners=()):
    article.topics.set(topics)
    article.partners.set(partners)
    return article


@pytest.fixture
def story():
    return linked(old(5), [make_topic(), make_topic()], [make_partner()])


def test_picked_ones_come_first_then_what_shares_most_then_the_newest(story):
    first, second = story.topics.all()
    shares_one, shares_one_newer = linked(old(4), [first]), linked(old(3), [second])
    shares_all = linked(old(90), [first, second], story.partners.all())
    assert of(story) == [shares_all, shares_one_newer, shares_one]
    picked = old(900)
    story.related.add(picked)
    assert of(story) == [picked, shares_all, shares_one_newer]


def test_sharing_a_partner_counts_as_much_as_sharing_a_topic(story):
    by_topic = linked(old(3), [story.topics.first()])
    by_partner = linked(old(2), partners=story.partners.all())
    assert of(story) == [by_partner, by_topic]


def test_what_shares_nothing_is_not_related(story):
    make_article()
    assert of(story) == []
    assert of(make_article()) == []


def test_article_is_not_related_to_itself(story):
    story.related.add(story)
    assert of(story) == []


def test_related_ones_are_public_in_the_readers_language(story):
    topic = story.topics.first()
    swedish = linked(old(1, languages=("sv",)), [topic])
    linked(old(1, withdrawn_at=timezone.now()), [topic])
    linked(old(-1), [topic])
    story.related.add(old(1, languages=("sv", "et")))
    assert swedish in of(story, "sv")
    assert of(story, "fi") == []


def test_related_ones_come_in_one_query_without_their_texts(story, django_assert_num_queries):
    for days in range(6):
        linked(old(days), story.topics.all(), story.partners.all())
    topics, partners = list(story.topics.all()), list(story.partners.all())
    with django_assert_num_queries(1):
        found = list(related(story, topics, partners))
    assert len(found) == 3
    assert "body_en" in found[0].get_deferred_fields()


def test_page_shows_them(client, story):
    other = linked(old(1), story.topics.all())
    page = client.get(story.link_in("sv")).content.decode()
    assert other.link_in("sv") in page
    assert Article.objects.count() == 2
