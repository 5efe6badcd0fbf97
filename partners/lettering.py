"""Words as outlines: what is drawn looks the same in every program, with no font installed and none to be missed.

The typeface is Ubuntu unless another is named: one of those that the EU's rules allow beside the flag
(visibility.TYPEFACES). The site's display face is for titles.
"""

from functools import cache, lru_cache
from io import BytesIO

import uharfbuzz
from django.conf import settings
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = settings.BASE_DIR / "static" / "fonts"
UBUNTU, DISPLAY = "ubuntu", "young-serif"
CAPITAL, DESCENT = 0.693, 0.189  # of Ubuntu's size: how far capitals rise above the line, and letters hang below it


@cache
def _font(face):
    opened, plain = TTFont(FONTS / f"{face}.woff2"), BytesIO()
    opened.flavor = None  # HarfBuzz reads no WOFF2
    opened.save(plain)
    shaper = uharfbuzz.Face(plain.getvalue())
    return uharfbuzz.Font(shaper), opened.getGlyphSet(), opened.getGlyphOrder(), shaper.upem


def _shaped(words, face):
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(face)[0], buffer)
    return list(zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True))  # None for no words


@lru_cache(4096)
def width(words, face=UBUNTU):
    """How long a line of these words is, as a multiple of the size of its letters."""
    return sum(position.x_advance for _glyph, position in _shaped(words, face)) / _font(face)[3]


@lru_cache(512)
def outline(words, x, y, size, face=UBUNTU):
    """The path data of a line of words; it begins at x, stands on y, in letters of `size` px."""
    _shaper, glyphs, names, upem = _font(face)
    scale, parts = size / upem, []
    for glyph, position in _shaped(words, face):
        pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
        at = (scale, 0, 0, -scale, x + position.x_offset * scale, y - position.y_offset * scale)
        glyphs[names[glyph.codepoint]].draw(TransformPen(pen, at))
        parts.append(pen.getCommands())
        x += position.x_advance * scale
    return "".join(parts)


def knows(words, face=UBUNTU):
    """Whether every letter is in the typeface."""
    return all(glyph.codepoint for glyph, _position in _shaped(words, face))
