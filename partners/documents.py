"""Logo files that are offered as downloads: told apart by what they hold, never by their names, and checked.

An SVG is shown and therefore built anew (svg.py). PDF and EPS are programs of a kind and are only ever downloads; what is
known to act is refused with the reason, and nothing of it is run here.
"""

import re
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image

from sme2go_site.imaging import one_at_a_time

from . import apart
from .svg_source import BEFORE_DOCTYPE

MAX_BYTES = 10_000_000
MAX_SIDE = 8_000
MAX_PIXELS = 30_000_000

TOO_HEAVY = _("The file is larger than 10 MB. Save it smaller and try again.")
PDF_REASONS = {
    "damaged": _("The PDF is damaged or was not uploaded whole. Save it anew and try again."),
    "encrypted": _("The PDF is protected by a password. Save it without protection and try again."),
    "script": _("The PDF holds JavaScript. Export the logo anew as a plain PDF and try again."),
    "action": _("The PDF holds links or actions. Export the logo anew as a plain PDF and try again."),
    "files": _("Other files are attached inside the PDF. Export the logo anew without attachments and try again."),
    "media": _("The PDF holds film, sound or other moving media. Export the logo anew as a plain PDF and try again."),
    "form": _("The PDF is a form. Export the logo anew as a plain PDF and try again."),
    "pages": _("The PDF has more than 20 pages. A logo file has one page, or one for each version."),
    "objects": _("The PDF has too many parts. Simplify the drawing, export it anew and try again."),
}
EPS_REASONS = {
    "damaged": _("The EPS is damaged or was not uploaded whole. Save it anew and try again."),
    "no_eps": _("This file is PostScript, but no EPS. Save the logo as EPS and try again."),
    "size": _("The EPS does not say how large it is (BoundingBox). Save it anew and try again."),
    "files": _("The EPS holds commands that could open, change or delete files. Export the logo anew and try again."),
    "hidden": _("The EPS holds fonts or code that cannot be read. Convert text to outlines and save it anew."),
}
PNG_DAMAGED = _("The PNG is damaged or was not uploaded whole. Save it anew and try again.")
PNG_LARGE = _("The PNG has more than 30 million pixels, or more than 8,000 on one side. Save it smaller and try again.")
PNG_MOVES = _("The PNG moves. Save it as a still picture and try again.")
UNKNOWN = _("This file is no logo that the site can read. SVG, PDF, EPS and PNG are welcome.")

SVG_START = re.compile(
    BEFORE_DOCTYPE + r"(?:<!DOCTYPE\s[^\[>]*+(?:\[[^\]]*+\][^>]*+)?>)?" + BEFORE_DOCTYPE + r"<(?:[\w-]++:)?svg[\s/>]"
)
HEADS = {
    b"%PDF-": "pdf",
    b"%!PS": "eps",
    b"\xc5\xd0\xd3\xc6": "eps",  # inside of a wrapping with a preview
    b"\x89PNG\r\n\x1a\n": "png",
    b"\x1f\x8b": "svg",  # a compressed one, of which svg.clean() says that it is compressed
}


def kind_of(data):
    """'svg', 'pdf', 'eps' or 'png' by the first bytes; ValidationError for anything else."""
    for head, kind in HEADS.items():
        if data.startswith(head):
            return kind
    start = data[:100_000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")
    if not SVG_START.match(start):
        raise ValidationError(UNKNOWN, code="unknown")
    return "svg"


def check_pdf(data):
    """ValidationError with the reason for a PDF that acts, is locked, too long or cannot be read."""
    _weigh(data)
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2_048:]:
        raise ValidationError(PDF_REASONS["damaged"], code="damaged")
    _refuse(_reason("pdf_contents", data), PDF_REASONS)


def check_eps(data):
    """ValidationError with the reason for an EPS with file commands, without its size, or that is none."""
    _weigh(data)
    _refuse(_reason("eps_contents", data), EPS_REASONS)


def check_png(data):
    """ValidationError with the reason for a PNG that is broken, too large or moves; its size is read before its pixels."""
    _weigh(data)
    with one_at_a_time:
        try:
            image = Image.open(BytesIO(data), formats=["PNG"])
            too_large = max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS
            moves = getattr(image, "n_frames", 1) > 1
            if not too_large and not moves:
                image.load()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ValidationError(PNG_LARGE, code="too_large") from error
        except Exception as error:  # Pillow raises whatever its parsers run into
            raise ValidationError(PNG_DAMAGED, code="damaged") from error
    if too_large:
        raise ValidationError(PNG_LARGE, code="too_large")
    if moves:
        raise ValidationError(PNG_MOVES, code="animated")


def _weigh(data):
    if len(data) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")


def _reason(contents, data):
    try:
        return apart.call(f"partners.{contents}", data).decode()
    except apart.Failed:
        return "damaged"


def _refuse(reason, reasons):
    if reason:
        raise ValidationError(reasons[reason], code=reason)
