"""What texts refer to by identity, so that a link survives a new slug and leads to the reader's language.

In a stored text a link reads `/go/article/12/`, a picture `/go/picture/7/`. Rooms register how their kind is loaded, since
the frame does not import them, and how what a text may link to is found. The address itself works too (views.go): an
unrendered text is never a dead end.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Q, When

from .languages import CODES, best_first, spellings, text
from .old_addresses import OldAddress

LOADERS = {}  # kind -> function(ids) -> {id: object}; linkable objects answer link_in(code), pictures are rendered
LINKABLE = {}  # kind -> Linkable
PATTERN = re.compile(r"^/go/([a-z]+)/(\d{1,9})/$")
MOST_FOUND = 8


@dataclass(frozen=True)
class Linkable:
    """A kind that texts may link to; its objects answer link_in(code), urls() and source_language."""

    objects: Callable  # () -> the queryset to look in
    title: str  # the translated field that names an object
    page: str  # the name of its page's address, which has the slug

    def find(self, words, code, among):
        """The first that hold all the words in the title of one language; those that hold them in `code` come first.

        `among` is a condition: which of the objects may be found.
        """
        here, anywhere = _holds(f"{self.title}_{code}", words), Q()
        for other in CODES:
            anywhere |= _holds(f"{self.title}_{other}", words)
        found = self.objects().filter(among, anywhere)
        return found.order_by(Case(When(here, then=0), default=1), *found.model._meta.ordering)[:MOST_FOUND]

    def at(self, slug, code):
        """The object whose page this is: a page of the language, one of another language, or a former one; or None."""
        objects = self.objects()
        old = OldAddress.objects.about_any(objects.model).filter(slug=slug)
        anywhere = Q(pk__in=old.values("object_id"))
        for other in CODES:
            anywhere |= Q(**{f"slug_{other}": slug})
        found = objects.filter(anywhere)
        return max(found, key=lambda instance: text(instance, "slug", code) == slug, default=None)

    def title_of(self, instance, code):
        """(title, its language): in this language, else in the best one."""
        languages = best_first(code, instance.source_language)
        return next(((words, other) for other in languages if (words := text(instance, self.title, other))), ("", code))


def _holds(column, words):
    condition = Q(**{f"{column}__gt": ""})
    for word in words:
        ways = Q()
        for spelling in spellings(word):
            ways |= Q(**{f"{column}__icontains": spelling})
        condition &= ways
    return condition


def register(kind, load, linkable=None):
    LOADERS[kind] = load
    if linkable:
        LINKABLE[kind] = linkable


def address(kind, pk):
    return f"/go/{kind}/{pk}/"


def parse(path):
    """('article', 12) for '/go/article/12/', None for anything else."""
    match = PATTERN.match(path or "")
    return (match[1], int(match[2])) if match and match[1] in LOADERS else None


def load(references):
    """One query a kind: {(kind, id): object} for those that exist."""
    wanted = {}
    for kind, pk in references:
        wanted.setdefault(kind, set()).add(pk)
    return {(kind, pk): found for kind, ids in wanted.items() for pk, found in LOADERS[kind](ids).items()}
