"""Searching as a reader does, and reading the titles of what was found."""

from django.urls import reverse
from django.utils.translation import override
from lxml import html

from tests.factories import make_article


def search(client, typed, code="en", **query):
    with override(code):
        return client.get(reverse("search"), {"q": typed, **query})


def titles(response, where=""):
    """The titles of the hits in order."""
    tree = html.fromstring(response.content)
    return [
        " ".join(hit.text_content().split())
        for hit in tree.xpath(f"//main{where}//li[@class='search-hit']/*[self::h2 or self::h3]")
    ]


def named(title, code="en", **more):
    return make_article(**{f"title_{code}": title} | more)
