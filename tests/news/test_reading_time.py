"""How long an article takes to read."""

import pytest

from news.reading_time import minutes
from tests.factories import make_article


@pytest.mark.parametrize(("code", "words"), [("sv", 199), ("en", 228), ("et", 171), ("fi", 161)])
def test_minute_holds_the_words_that_the_language_is_read_at(code, words):
    assert minutes(f"<p>{'ord ' * words}</p>", code) == 1
    assert minutes(f"<p>{'ord ' * words}</p><p>ett</p>", code) == 2


def test_shortest_article_takes_a_minute():
    assert minutes("", "sv") == 1


def test_words_of_neighbouring_elements_are_not_one_and_tags_are_none():
    assert minutes('<li><a href="/long/address/">word</a></li><li>word</li>' * 115, "en") == 2


@pytest.mark.django_db
def test_page_says_it_to_readers_and_to_machines(client):
    article = make_article(body_en=f"<p>{'word ' * 500}</p>")
    page = client.get(article.link_in("en")).content.decode()
    assert "3 min read" in page
    assert '"timeRequired": "PT3M"' in page
