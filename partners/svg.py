"""Logos as drawings: an uploaded SVG becomes a new one that holds shapes and colours, and nothing that acts or fetches.

Nothing is taken out of the upload: a new tree is built from what the allow-lists (svg_vocabulary.py) know. It has no text,
no style, no address and no name of the uploader's, so it is safe as an image, inside a page and opened by itself, and the
site's strict policy has nothing to block.
"""

import re
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import svg_source, svg_values
from .svg_source import MAX_BYTES, TOO_HEAVY
from .svg_tree import SVG, rewritten
from .svg_values import Local, plain
from .svg_vocabulary import REASONS, SHAPES

MOST_TIMES_AS_LONG = 40
NAMES = re.compile(r'( id="|"#|\(#)(i\d+)')

NO_SIZE = _("The drawing does not say how large it is: it has neither a viewBox nor width and height.")
SHAPE = _("The drawing is more than 40 times as long as it is wide, or of no size at all.")
EMPTY = _("Nothing is left to show once the parts that are not allowed have been taken out.")


@dataclass(frozen=True)
class CleanSvg:
    """A drawing that is safe to show; width and height in px, `removed`: sentences' worth of what was left out."""

    text: str
    width: float
    height: float
    view_box: tuple
    removed: tuple

    @property
    def data(self):
        return self.text.encode()

    def inlined(self, prefix):
        """The drawing for the inside of a page, its names made its own by the prefix: several stand in one document."""
        if not svg_values.name(prefix):
            raise ValueError(f"{prefix!r} cannot begin a name")
        return NAMES.sub(rf"\1{prefix}-\2", self.text)


def clean(data):
    """The safe drawing of these bytes; ValidationError with the reason when it is refused. Clean again is the same bytes."""
    told = set()
    try:
        root, names_stylesheet = svg_source.parsed(data)
        if root.tag not in {SVG + "svg", "svg"}:
            raise ValidationError(svg_source.NO_SVG, code="no_svg")
        told.update({"external"} if names_stylesheet else ())
        tree = rewritten(root, told)
    except RecursionError as error:
        raise ValidationError(svg_source.TOO_DEEP, code="too_deep") from error
    if not any(node.name in SHAPES for node in tree.walk()):
        raise ValidationError(EMPTY, code="empty")
    width, height, view_box = _sized(tree)
    text = _written(tree)
    if len(text) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    return CleanSvg(text, width, height, view_box, tuple(REASONS[key] for key in REASONS if key in told))


def _sized(tree):
    """(width, height, view box), set on the root as well, so that every program takes the drawing for the same size."""
    box = [float(side) for side in tree.attributes.get("viewBox", "").replace(",", " ").split()]
    width, height = (_pixels(tree.attributes.get(name, "")) for name in ("width", "height"))
    if not box:
        if not (width and height):
            raise ValidationError(NO_SIZE, code="no_size")
        box = [0, 0, width, height]
    if not (width and height):
        share = box[2] / box[3]
        width, height = (width, width / share) if width else (height * share, height) if height else box[2:]
    sides = sorted((width, height))
    if not 0.01 <= sides[0] <= sides[1] <= min(1e6, sides[0] * MOST_TIMES_AS_LONG):
        raise ValidationError(SHAPE, code="shape")
    tree.attributes |= {"viewBox": " ".join(map(plain, box)), "width": plain(width), "height": plain(height)}
    return float(plain(width)), float(plain(height)), tuple(float(plain(side)) for side in box)


def _pixels(length):
    return 0 if not length or length.endswith("%") else float(length)


def _written(tree):
    if any("currentColor" in node.attributes.values() for node in tree.walk()):
        tree.attributes.setdefault("color", "#000000")  # as an image shows it, also inside a page of another colour
    tree.attributes["xmlns"] = SVG[1:-1]
    parts = []
    _write(tree, parts)
    return "".join(parts)


def _write(node, parts):
    attributes = {name: _value(name, value) for name, value in node.attributes.items()}
    if node.id:
        attributes["id"] = node.id
    listed = "".join(f" {name}={quoteattr(attributes[name])}" for name in sorted(attributes, key=_place))
    parts.append(f"<{node.name}{listed}" + (">" if node.children else "/>"))
    for child in node.children:
        _write(child, parts)
    if node.children:
        parts.append(f"</{node.name}>")


def _place(name):
    return name != "xmlns", name


def _value(name, value):
    if not isinstance(value, Local):
        return value
    if name == "href":
        return f"#{value.name}"
    return f"url(#{value.name})" + ("" if value.otherwise == "none" else f" {value.otherwise}")
