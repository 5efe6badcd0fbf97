"""The style sheets inside a drawing: which of their declarations reach which element, in the order in which they win.

Selectors of elements, classes and names, alone, joined and inside one another: what drawing programs write. The rest
(pseudo-classes, attributes, media, imports, fonts) is left out and told.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import tinycss2
from django.core.exceptions import ValidationError

from .svg_source import TOO_COMPLEX

MAX_LETTERS = 300_000
MAX_TRIALS = 200_000
PLAIN_STYLE = re.compile(r"""[^"'\\(){}\[\]/@!]*""")
ADDRESS = re.compile(r"url\s*\(\s*[\"']?(?!#)|\\|expression|javascript|image-set|@import|src\(", re.IGNORECASE)
INLINE = (1,)  # as a specificity: above every selector's


class Part(NamedTuple):
    """One element that a selector speaks of."""

    element: str
    names: frozenset
    classes: frozenset

    def fits(self, seen):
        return (
            (not self.element or self.element == seen.element)
            and self.names <= seen.names
            and self.classes <= seen.classes
        )


class Rule(NamedTuple):
    parts: tuple
    specificity: tuple
    order: int
    declarations: tuple


def seen(element, attributes):
    """What selectors see of an element."""
    name = attributes.get("id")
    return Part(element, frozenset([name] if name else []), frozenset(attributes.get("class", "").split()))


@dataclass
class Sheet:
    told: set
    by_key: dict = field(default_factory=dict)
    order: int = 0
    letters: int = 0
    trials: int = 0

    def read(self, text):
        self._weigh(text)
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                self._add(rule)
            elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
                body = tinycss2.serialize(rule.prelude) + tinycss2.serialize(rule.content or [])
                is_external = rule.lower_at_keyword == "import" or ADDRESS.search(body)
                self.told.add("external" if is_external else "style")

    def _weigh(self, text):
        self.letters += len(text)
        if self.letters > MAX_LETTERS:
            raise ValidationError(TOO_COMPLEX, code="too_complex")

    def _add(self, rule):
        found = self._declarations(rule.content)
        for prelude in _at_commas(rule.prelude):
            parts = _parts(prelude)
            if not parts:
                self.told.add("style")
                continue
            self.order += 1
            last = parts[-1]
            key = ("#", min(last.names)) if last.names else (".", min(last.classes)) if last.classes else last.element
            whole = Rule(parts, _specificity(parts), self.order, found)
            self.by_key.setdefault(key, []).append(whole)

    def _declarations(self, content):
        listed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
        found = tuple(
            (one.lower_name, tinycss2.serialize(_without_comments(one.value)).strip(), one.important)
            for one in listed
            if one.type == "declaration"
        )
        if any(one.type in {"qualified-rule", "at-rule"} for one in listed):
            self.told.add("style")
        return found

    def inline(self, text):
        """[(name, value, important)] of a style attribute."""
        if PLAIN_STYLE.fullmatch(text):
            pairs = (pair.partition(":") for pair in text.split(";"))
            return [(name.strip().lower(), value.strip(), False) for name, colon, value in pairs if colon]
        self._weigh(text)
        return self._declarations(text)

    def declarations(self, element, ancestors, style):
        """[(name, value)] for this element, the winning one last; `ancestors` from the outermost in."""
        keys = [("#", name) for name in element.names] + [(".", word) for word in element.classes]
        rules = [rule for key in [*keys, element.element, ""] for rule in self.by_key.get(key, ())]
        self._try(len(rules))
        listed = [
            ((important, rule.specificity, rule.order), name, value)
            for rule in rules
            if self._reaches(rule.parts, element, ancestors)
            for name, value, important in rule.declarations
        ]
        listed += [((important, INLINE, 0), name, value) for name, value, important in self.inline(style)]
        return [(name, value) for _rank, name, value in sorted(listed, key=lambda one: one[0])]

    def _reaches(self, parts, element, ancestors):
        if not parts[-1].fits(element):
            return False
        outer = iter(reversed(ancestors))
        self._try(len(ancestors) if len(parts) > 1 else 0)
        return all(any(part.fits(ancestor) for ancestor in outer) for part in reversed(parts[:-1]))

    def _try(self, times):
        self.trials += times
        if self.trials > MAX_TRIALS:
            raise ValidationError(TOO_COMPLEX, code="too_complex")


def _at_commas(tokens):
    found = [[]]
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            found.append([])
        else:
            found[-1].append(token)
    return found


def _without_comments(tokens):
    return [token for token in tokens if token.type != "comment"]


def _parts(tokens):
    """The selector's parts from the outermost in; () for one of another kind."""
    groups = [[]]
    for token in _without_comments(tokens):
        if token.type == "whitespace":
            groups.append([])
        else:
            groups[-1].append(token)
    parts = tuple(_part(group) for group in groups if group)
    return () if None in parts else parts


def _part(tokens):
    element, names, classes, is_class = "", set(), set(), False
    for position, token in enumerate(tokens):
        mark = token.value if token.type == "literal" else ""
        if token.type == "ident" and is_class:
            classes.add(token.value)
        elif token.type == "ident" and position == 0:
            element = token.value
        elif token.type == "hash" and token.is_identifier and not is_class:
            names.add(token.value)
        elif is_class or not (mark == "." or (mark == "*" and position == 0)):
            return None
        is_class = mark == "."
    return None if is_class else Part(element, frozenset(names), frozenset(classes))


def _specificity(parts):
    """(0, names, classes, elements): below INLINE."""
    return (
        0,
        sum(len(part.names) for part in parts),
        sum(len(part.classes) for part in parts),
        sum(bool(part.element) for part in parts),
    )
