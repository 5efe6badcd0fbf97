"""What a page tells machines in the words of schema.org: things as JSON-LD, printed by the head as data, never as a script.

A thing is a dict. Rooms describe their own; addresses are made absolute by the function that they are given.
"""

import json

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .languages import CODES
from .seo import SITE_NAME

# What could end the element, or a line for an old parser.
ESCAPED = str.maketrans({letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"})


def printed(things):
    """The things as one element of the page's head."""
    graph = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(graph))  # noqa: S308 - escaped above


def thing(kind, identity="", **properties):
    """A thing of this kind, without what is not known of it."""
    said = {"@type": kind, "@id": identity} | properties
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def breadcrumbs(meta, absolute):
    """The way from the home page to this one."""
    way = [(SITE_NAME, reverse("home")), *meta.trail, (meta.title, meta.canonical_path)]
    steps = [
        thing("ListItem", position=number, name=str(name), item=absolute(path))
        for number, (name, path) in enumerate(way, start=1)
    ]
    return thing("BreadcrumbList", itemListElement=steps)


def website(absolute):
    home = absolute(reverse("home"))
    of = {"name": SITE_NAME, "url": home, "inLanguage": CODES, "publisher": publisher(absolute)}
    return thing("WebSite", absolute("/#website"), **of)


def publisher(absolute, **more):
    """The project, which publishes the site; the home page says more of it under the same @id."""
    return thing("Organization", absolute("/#project"), name=SITE_NAME, url=absolute(reverse("home")), **more)
