"""The feeds of each language, topic and partner: RSS, Atom and JSON Feed, with the whole text."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import funding
from partners.models import Partner
from sme2go_site import references, revisions
from sme2go_site.languages import CODES, active, text
from sme2go_site.rendering import render_each
from sme2go_site.seo import addresses

from .feed_formats import FORMATS
from .feed_text import figure, legal, syndicated
from .listing import Filters, main_list
from .models import Topic

AUTHOR = "SME2GO"
ITEMS = 20
EMPTY_SINCE = datetime(2015, 1, 1, tzinfo=UTC)  # a feed without articles has to say when it was changed, too


@require_safe
def feed(request, kind):
    """The newest articles of the list with the same filters; `kind` is a key of FORMATS."""
    filters = Filters.from_query(request.GET, Topic.objects.all(), Partner.objects.defer("description"))
    address = addresses(f"news:{kind}", query=filters.query)[active()]
    if filters.have_moved(request.GET):
        return redirect(address, permanent=True)
    write, content_type = FORMATS[kind]
    items = _items(request, _articles(filters))
    return revisions.answer(request, address, write(_channel(request, filters, address, items), items), content_type)


def _articles(filters):
    """Of their texts, only those of the language are loaded."""
    others = [f"body_{code}" for code in CODES if code != active()]
    found = filters.apply(main_list()).select_related("hero").prefetch_related("topics")
    return list(found.defer(*others).newest_first()[:ITEMS])


def _channel(request, filters, address, items):
    """What a feed says of itself, whatever its format."""
    about = [("topic", filters.topic), ("partner", filters.partner), ("year", filters.year)]
    named = "".join(f"/{name}-{getattr(chosen, 'pk', chosen)}" for name, chosen in about if chosen)
    words = _("News from the project: conferences, delegations, companies and new markets.")
    return {
        "id": _urn(f"feed/{active()}{named}"),
        "title": legal(" – ".join(filter(None, [_("SME2GO: news"), filters.name]))),
        "description": legal(f"{words} {funding.line()}."),
        "language": active(),
        "author": AUTHOR,
        "home": request.build_absolute_uri(reverse("home")),
        "link": request.build_absolute_uri(addresses("news:article_list", query=filters.query)[active()]),
        "address": request.build_absolute_uri(address),
        "updated": max((item["updated"] for item in items), default=EMPTY_SINCE),
    }


def _items(request, articles):
    bodies = render_each([text(article, "body") for article in articles])
    return [_item(request, article, body) for article, body in zip(articles, bodies, strict=True)]


def _item(request, article, body):
    published = article.public_at(active())
    hero = article.hero if article.hero and article.hero.may_be_shown and article.hero.renditions else None
    # The article's identity: a new slug does not make it new to those who have read it.
    guid = f"{references.address('article', article.pk)}{active()}"
    site, path = f"{request.scheme}://{request.get_host()}", article.get_absolute_url()
    whole = f"<p>{escape(text(article, 'lead'))}</p>{figure(hero)}{body}"
    return {
        "guid": guid,
        "id": _urn(guid),
        "title": legal(text(article, "title")),
        "link": f"{site}{path}",
        "lead": legal(text(article, "lead")),
        "content": legal(syndicated(whole, site, path)),
        "published": published,
        "updated": max(published, article.substantive_update_at or published),
        "topics": [legal(text(topic, "name")) for topic in article.topics.all() if text(topic, "name")],
        "author": AUTHOR,
        "picture": hero and _picture(request, hero),
    }


def _picture(request, hero):
    facts = hero.jpeg_facts(1280)
    alt = "" if hero.decorative else text(hero, "alt")
    return facts | {
        "url": request.build_absolute_uri(facts["url"]),
        "type": "image/jpeg",
        "alt": legal(alt),
        "credit": legal(text(hero, "credit")),
    }


def _urn(name):
    """An identity that stays when the site moves to another address."""
    return uuid5(NAMESPACE_URL, f"sme2go:{name}").urn
