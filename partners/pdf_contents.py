"""Why a PDF is not taken; reads it with pypdf in a process of its own (apart.py), and once more by its bare bytes.

A reader that finds the table of objects broken looks for them itself, so what only the table leaves out is seen here too.
"""

import re
import zlib
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

MAX_PAGES = 20
MAX_OBJECTS = 50_000
MAX_UNPACKED = 50_000_000
NAMES = {
    "encrypted": {"/Encrypt"},
    "script": {"/JS", "/JavaScript"},
    "files": {"/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/FileAttachment", "/GoToE"},
    "media": {"/RichMedia", "/RichMediaContent", "/Rendition", "/Movie", "/Sound", "/3D"},
    "form": {"/XFA", "/AcroForm", "/SubmitForm", "/ImportData", "/ResetForm"},
    "action": {"/Launch", "/AA", "/URI", "/GoToR", "/Thread", "/SetOCGState", "/Trans"},
}
KINDS = {name: kind for kind, names in NAMES.items() for name in names}
STREAM = re.compile(rb">>\s*stream\r?\n.*?endstream", re.DOTALL)
PACKED = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
BARE_NAME = re.compile(rb"/[^\s()<>\[\]{}/%]+")
OPENING = re.compile(rb"/OpenAction\s*(?!\s)(?!\[|\d|\()")


def main(data):
    """b'' for a PDF that may be offered, else one word: a key of documents.PDF_REASONS."""
    try:
        return (bare(data) or read(data)).encode()
    except Exception:  # pypdf raises whatever its parsers run into
        return b"damaged"


def bare(data):
    """By the names in the bytes, outside of streams and inside of packed objects."""
    packed = b" ".join(_unpacked(found[1]) for found in PACKED.finditer(data))
    words = STREAM.sub(b" ", data) + packed
    names = {re.sub(rb"#([0-9A-Fa-f]{2})", _letter, name).decode("latin-1") for name in BARE_NAME.findall(words)}
    kinds = {KINDS[name] for name in names & set(KINDS)}
    return next((kind for kind in NAMES if kind in kinds), "action" if OPENING.search(words) else "")


def _letter(found):
    return bytes([int(found[1], 16)])


def _unpacked(stream):
    try:
        return zlib.decompressobj().decompress(stream, MAX_UNPACKED)
    except zlib.error:
        return b""


def read(data):
    """By the objects that a reader finds."""
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted:
        return "encrypted"
    if len(reader.pages) > MAX_PAGES:
        return "pages"
    if not len(reader.pages):
        return "damaged"
    reader.pages[0].mediabox  # noqa: B018 - a page without a size cannot be shown
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MAX_OBJECTS:
        return "objects"
    found = (_kind(reader.get_object(number)) for number in sorted(numbers))
    return _kind(reader.trailer) or next(filter(None, found), "")


def _kind(value, depth=0):
    if depth > 40:
        return "damaged"
    if isinstance(value, DictionaryObject):
        opening = value.raw_get("/OpenAction") if "/OpenAction" in value else None
        if isinstance(getattr(opening, "get_object", lambda: opening)(), DictionaryObject):
            return "action"
        inner = [*value.keys(), *(value.raw_get(name) for name in value)]
    elif isinstance(value, ArrayObject):
        inner = list(value)
    else:
        return KINDS.get(str(value), "") if isinstance(value, NameObject) else ""
    return next(filter(None, (_kind(part, depth + 1) for part in inner)), "")
