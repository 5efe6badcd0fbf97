"""What texts refer to by identity, so that a link survives a new slug and leads to the reader's language.

In a stored text a link reads `/go/article/12/`, a picture `/go/picture/7/`. Rooms register how their kind is loaded, since
the frame does not import them. The address itself works too (views.go): an unrendered text is never a dead end.
"""

import re

LOADERS = {}  # kind -> function(ids) -> {id: object}; linkable objects answer link_in(code), pictures are rendered
PATTERN = re.compile(r"^/go/([a-z]+)/(\d{1,9})/$")


def register(kind, load):
    LOADERS[kind] = load


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
