"""PNG and WebP of a clean drawing, transparent, the same bytes at every run."""

from io import BytesIO
from math import ceil

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from . import apart

SIDES = (256, 512, 1024, 2048)
LARGEST_SIDE = 4096

NOT_DRAWN = _("The drawing could not be turned into a picture: it asks for too much. Simplify it and try again.")


def fit(svg, side):
    """(width, height) in px of the drawing, its longer side `side`."""
    longest = max(svg.width, svg.height)
    return tuple(ceil(round(length * side / longest, 3)) for length in (svg.width, svg.height))


def pngs(svg, sides):
    """{side: PNG} of a CleanSvg (svg.py), and of nothing else; ValidationError when it takes too long or too much memory."""
    if not all(1 <= side <= LARGEST_SIDE for side in sides):
        raise ValueError(f"{sides} px are no sides that pictures are made in")
    boxes = [length for side in sides for length in fit(svg, side)]
    try:
        drawn = BytesIO(apart.call("partners.drawn", svg.data, *boxes))
    except apart.Failed as error:
        raise ValidationError(NOT_DRAWN, code="not_drawn") from error
    return {side: drawn.read(int.from_bytes(drawn.read(4), "big")) for side in sides}


def png(svg, side):
    return pngs(svg, [side])[side]


def webp_of(png):
    """The same picture without loss, so that edges stay sharp on every ground."""
    buffer = BytesIO()
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        image.save(buffer, "WEBP", lossless=True, quality=80, method=4)
    return buffer.getvalue()
