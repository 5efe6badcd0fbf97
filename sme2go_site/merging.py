"""Two people in one form: what only one of them changed merges by itself, what both changed is shown side by side.

A form carries a digest of each field as it was when it was opened. So a save knows three versions of a field: as opened,
as typed (mine), and as stored now (theirs).
"""

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256

from django.db.models import CharField, EmailField, ManyToManyField, SlugField, TextField, URLField
from django.utils.formats import localize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from lxml import html

from .changes import as_markup, changes, excerpt
from .fields import RichTextField
from .rendering import described
from .richtext import parsed

MINE, THEIRS, BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Conflict:
    """A field that both have changed: its name and label, and both versions as HTML, what differs marked."""

    name: str
    label: str
    language: str
    mine: str
    theirs: str
    has_both: bool


class Merge:
    """Of {field: value} as typed and as stored, and {field: digest} as opened."""

    def __init__(self, mine, theirs, opened):
        self.mine, self.theirs, self.opened = mine, theirs, opened

    def of_mine(self):
        """The fields that only I have changed, and those whose stored version I have seen."""
        return {name for name in self._differing() if digest(self.theirs[name]) == self.opened.get(name)}

    def of_theirs(self):
        """The fields that I have not touched and somebody else has changed."""
        return {name for name in self._differing() if digest(self.mine[name]) == self.opened.get(name)} - self.of_mine()

    def conflicting(self):
        return [name for name in self._differing() if name not in self.of_mine() | self.of_theirs()]

    def _differing(self):
        return [name for name, value in self.mine.items() if value != self.theirs[name]]


def digest(value):
    """A short digest of a field's value."""
    return sha256(json.dumps(value).encode()).hexdigest()[:16]


def conflict(instance, name, mine, theirs):
    field = instance._meta.get_field(name)
    language = getattr(field, "language", "")
    marked = changes(words_of(field, mine), words_of(field, theirs))
    old, new = (described(_neutral(words), language) for words in marked)
    return Conflict(name, label_of(field), language, old, new, has_both(field, mine, theirs))


def _neutral(marked):
    """Of two versions that stand side by side, neither is the newer one."""
    for tag in ("ins", "del"):
        marked = marked.replace(f"<{tag}>", "<mark>").replace(f"</{tag}>", "</mark>")
    return mark_safe(marked)  # noqa: S308 - changes() made it


def label_of(field):
    """The field's name without its language, which stands beside it."""
    return str(getattr(field, "translated_field", field).verbose_name)


def change(field, before, after):
    """Two values of a field: {name, label, language, before, after}, both as HTML, shortened to what differs."""
    language = getattr(field, "language", "")
    before, after = (
        described(excerpt(words), language) for words in changes(words_of(field, before), words_of(field, after))
    )
    return {"name": field.name, "label": label_of(field), "language": language, "before": before, "after": after}


def words_of(field, value):
    """A field's value, as drafts.value_of() gives it, as HTML that may be shown."""
    if isinstance(field, RichTextField):
        return as_markup(value, True)
    if isinstance(field, ManyToManyField):
        others = field.related_model._default_manager.filter(pk__in=value)
        return as_markup("\n\n".join(str(other) for other in others), False)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return as_markup(str(field.related_model._default_manager.filter(pk=value).first() or value), False)
    if isinstance(value, bool):
        return as_markup(_("yes") if value else _("no"), False)
    return as_markup(str(dict(field.flatchoices).get(value) or localize(field.to_python(value))), False)


def has_both(field, mine, theirs):
    """Whether the two can stand in one field: texts and lists can, an address, a date or a choice cannot."""
    if isinstance(field, TextField | ManyToManyField):
        return True
    is_words = isinstance(field, CharField) and not isinstance(field, SlugField | URLField | EmailField)
    return is_words and not field.choices and len(both(field, mine, theirs)) <= field.max_length


def both(field, mine, theirs):
    """One text with what either has; where they differ, theirs stands before mine. Lists are united."""
    if isinstance(field, ManyToManyField):
        return sorted({*theirs, *mine})
    if isinstance(field, RichTextField):
        return "".join(_united(_blocks(theirs), _blocks(mine)))
    if isinstance(field, CharField):
        return f"{theirs} / {mine}" if theirs and mine else theirs or mine or ""
    return "\n".join(_united(theirs.splitlines(), mine.splitlines()))


def _blocks(markup):
    return [html.tostring(block, encoding="unicode", with_tail=False) for block in parsed(markup)]


def _united(theirs, mine):
    united = []
    for kind, a, b, c, d in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        united += theirs[a:b] if kind == "equal" else theirs[a:b] + mine[c:d]
    return united
