"""What an SVG paints and where, reckoned from its own numbers: view boxes, transforms and the extents of shapes."""

import re

from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path
from lxml import etree

from partners.strip import Box

STEPS = {"translate": Transform.translate, "scale": Transform.scale, "matrix": lambda at, *six: at.transform(six)}


def painted(drawing):
    """(the sheet's Box, [(fill, Box)]) of an SVG, in px of the sheet, in the order of painting; clipped parts left out."""
    sheet = etree.fromstring(drawing)
    x, y, width, height = _numbers(sheet.get("viewBox"))
    return Box(x, y, width, height), [*_within(sheet, Transform(), None, None)]


def _within(parent, at, fill, clip):
    for element in parent.iterchildren("{*}g", "{*}svg", "{*}path", "{*}rect"):
        name = etree.QName(element).localname
        here, own, seen = _placed(element, at), element.get("fill", fill), clip
        if name == "svg":
            seen = _shared(_corners(*_frame(element), at), clip)
            here = _opened(element, at)
        if name in {"g", "svg"}:
            yield from _within(element, here, own, seen)
        else:
            left, top, right, bottom = _shared(_extents(name, element, here), clip)
            yield own, Box(left, top, right - left, bottom - top)


def _placed(element, at):
    for name, numbers in re.findall(r"(\w+)\(([^)]*)\)", element.get("transform", "")):
        at = STEPS[name](at, *_numbers(numbers))
    return at


def _opened(element, at):
    """A viewport: its view box in the middle, as large as it fits."""
    x, y, width, height = _frame(element)
    left, top, wide, high = _numbers(element.get("viewBox"))
    scale = min(width / wide, height / high)
    at = at.translate(x + (width - wide * scale) / 2, y + (height - high * scale) / 2)
    return at.scale(scale).translate(-left, -top)


def _extents(name, element, at):
    if name == "rect":
        return _corners(*_frame(element), at)
    pen = BoundsPen(None)
    parse_path(element.get("d"), TransformPen(pen, at))
    return pen.bounds


def _corners(x, y, width, height, at):
    (left, top), (right, bottom) = at.transformPoint((x, y)), at.transformPoint((x + width, y + height))
    return left, top, right, bottom


def _frame(element):
    return [float(element.get(side, 0)) for side in ("x", "y", "width", "height")]


def _shared(extents, clip):
    sides = zip((max, max, min, min), extents, clip or extents, strict=True)
    return [inner(one, other) for inner, one, other in sides]


def _numbers(words):
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", words)]
