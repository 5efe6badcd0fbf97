"""The files of a logo: what its owner gave, checked, and what is made of it once, at the upload: PNG and WebP in four sizes.

A logo keeps {"width", "height"} of its drawing in px, "ink", the box of it that is not empty, and "files", a list of
{"format", "side" (px, of what is made), "path" or "field", "bytes", "sha256", "date" (when it came, ISO)}.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from sme2go_site.imaging import store

from . import documents, raster, svg

UPLOADS = ("original", "pdf", "eps", "png")
TAKES = {"original": ("svg", "png"), "pdf": ("pdf",), "eps": ("eps",), "png": ("png",)}
CHECKS = {"pdf": documents.check_pdf, "eps": documents.check_eps, "png": documents.check_png}
WRONG_PLACE = _("This is a file of another format: %(found)s. Here %(wanted)s is asked for.")
FORMATS = ("svg", "png", "webp", "pdf", "eps")  # in the order in which they are offered
SEEN = 16  # of 255: what is less opaque than that is no ink


@dataclass(frozen=True)
class LogoFile:
    """A download: its name, format, longer side in px (None for what has no pixels), bytes, SHA-256, and when it came."""

    logo: object
    name: str
    format: str
    side: int | None
    bytes: int
    sha256: str
    date: date
    path: str

    @property
    def address(self):
        return reverse("logo_file", args=[self.logo.pk, self.name])

    def open(self):
        return default_storage.open(self.path)


def files(logo):
    found = [_file(logo, entry) for entry in logo.renditions.get("files", ())]
    return sorted(found, key=lambda file: (FORMATS.index(file.format), file.side or 0))


def _file(logo, entry):
    own = "-original" if entry.get("field") == "png" else ""
    size = f"-{entry['side']}" if entry.get("side") else own
    path = entry.get("path") or getattr(logo, entry["field"]).name
    name, kept = f"{logo.stem}{size}.{entry['format']}", {key: entry[key] for key in ("format", "bytes", "sha256")}
    came = date.fromisoformat(entry["date"]) if "date" in entry else timezone.localdate(logo.uploaded_at)
    return LogoFile(logo, name, side=entry.get("side"), date=came, path=path, **kept)


def read(upload):
    """The bytes of an upload; ValidationError for one that is too large, before any of it is in memory."""
    if upload.size > documents.MAX_BYTES:
        raise ValidationError(documents.TOO_HEAVY, code="too_heavy")
    upload.seek(0)
    return upload.read()


def check(field, data):
    """(format, CleanSvg or None) of an upload in this field; ValidationError with the reason when it is refused."""
    found = documents.kind_of(data)
    if found not in TAKES[field]:
        said = {"found": found.upper(), "wanted": ", ".join(TAKES[field]).upper()}
        raise ValidationError(WRONG_PLACE % said, code="wrong_format")
    if found == "svg":
        return found, svg.clean(data)
    CHECKS[found](data)
    return found, None


def make(logo):
    """Whatever file is new is checked and cleaned, and all that follows from it is made; nothing where no file is new."""
    entries = {entry["field"]: entry for entry in logo.renditions.get("files", ()) if entry.get("field")}
    made = [entry for entry in logo.renditions.get("files", ()) if entry.get("path")]
    new = [name for name in UPLOADS if getattr(logo, name) and not getattr(logo, name)._committed]
    for name in UPLOADS:
        if not getattr(logo, name):
            entries.pop(name, None)
    read_ones = {name: read(getattr(logo, name)) for name in new}
    checked = {name: check(name, data) for name, data in read_ones.items()}  # all of them, before any is stored
    for name, (found, drawing) in checked.items():
        data = read_ones[name]
        if name == "original":
            data, made = _main(logo, data, drawing)
        setattr(logo, name, ContentFile(data, name=f"{logo.stem}.{found}"))
        entries[name] = {"field": name, "format": found, **_described(data)}
    if new or len(entries) + len(made) != len(logo.renditions.get("files", ())):
        logo.renditions = logo.renditions | {"files": [*entries.values(), *made]}


def _main(logo, data, drawing):
    """(the bytes to keep, the entries of what is made of them); the logo learns its size and its ink."""
    if drawing:
        data, size, pngs = drawing.data, (drawing.width, drawing.height), raster.pngs(drawing, raster.SIDES)
    else:
        with Image.open(BytesIO(data), formats=["PNG"]) as opened:
            image = opened.convert("RGBA")  # and what else the file held is gone
        size, data = image.size, _shrunk(image, max(image.size))
        pngs = {side: _shrunk(image, side) for side in raster.SIDES if side <= max(size)}
    logo.svg = drawing.text if drawing else ""
    logo.checksum = sha256(data).hexdigest()
    logo.renditions = {"width": size[0], "height": size[1], "ink": _ink(pngs.get(512) or data, size)}
    made = [("png", side, png) for side, png in pngs.items()]
    made += [("webp", side, raster.webp_of(png)) for side, png in pngs.items()]
    return data, [_made(logo, *one) for one in made]


def _made(logo, kind, side, data):
    entry = {"format": kind, "side": side, **_described(data)}
    path = f"logos/{entry['sha256'][:20]}/{logo.stem}-{side}.{kind}"
    store(path, data)
    return entry | {"path": path}


def _described(data):
    return {"bytes": len(data), "sha256": sha256(data).hexdigest(), "date": timezone.localdate().isoformat()}


def _shrunk(image, side):
    small, buffer = image.copy(), BytesIO()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    small.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _ink(png, size):
    """[x, y, width, height] in px of the drawing: the part of it that shows anything."""
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        seen = image.convert("RGBA").getchannel("A").point(lambda alpha: 255 if alpha > SEEN else 0).getbbox()
        scale = size[0] / image.width
    if not seen:
        return [0, 0, *size]
    left, top, right, bottom = (round(side * scale, 2) for side in seen)
    return [left, top, min(right, size[0]) - left, min(bottom, size[1]) - top]
