"""What may be attached to an article: documents that readers can open, known by their content and by the ending of the name.

A browser goes by the ending and an attacker by the content, so both must say the same. What is not listed here is refused.
"""

import re
from pathlib import PurePosixPath
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners import apart
from sme2go_site import imaging

MOST_TEXT = 200_000  # signs of a PDF that the search reads
CONTROL_SIGNS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
WORD_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
OPEN_KINDS = {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}
PICTURES = {".jpg", ".jpeg", ".png"}

NOT_WELCOME = _(
    "A file that ends in %(ending)s cannot be attached. Attach PDF, a document of Word, Excel, PowerPoint or LibreOffice, "
    "a JPEG or PNG picture, or plain text."
)
NOT_WHAT_IT_SAYS = _(
    "The file’s name ends in %(ending)s, but its content is something else or is damaged. Save it anew."
)


def check(file):
    """A validator: raises ValidationError with a sentence that says why; skips a file that is stored already."""
    if getattr(file, "_committed", False):
        return
    ending = _ending(file)
    if ending not in READERS:
        raise ValidationError(NOT_WELCOME, code="not_welcome", params={"ending": ending or "…"})
    if file.size > imaging.MAX_BYTES:
        raise ValidationError(imaging.TOO_HEAVY, code="too_heavy")
    file.seek(0)
    if not _is_what_it_says(file, ending):
        raise ValidationError(NOT_WHAT_IT_SAYS, code="not_what_it_says", params={"ending": ending})
    file.seek(0)


def cleaned(file):
    """The file as it is stored: a picture without positions and other metadata, anything else as it came."""
    check(file)
    return imaging.cleaned(file)[0] if _ending(file) in PICTURES else file


def text_of(file):
    """The words of a PDF, for the search; '' for anything else, and for one that does not give them in time."""
    if _ending(file) != ".pdf":
        return ""
    file.seek(0)
    try:
        return apart.call("news.pdf_text", file.read(), MOST_TEXT).decode()
    except apart.Failed:
        return ""
    finally:
        file.seek(0)


def _ending(file):
    return PurePosixPath(file.name or "").suffix.lower()


def _is_what_it_says(file, ending):
    try:
        return READERS[ending](file, ending)
    except ValidationError:
        raise
    except Exception:  # zipfile raises whatever it runs into
        return False


def _is_pdf(file, _ending):
    return file.read(5) == b"%PDF-"


def _is_office(file, ending):
    """Word, Excel or PowerPoint, without macros."""
    with ZipFile(file) as parts:
        names = parts.namelist()
    return WORD_PARTS[ending] in names and not any(name.endswith("vbaProject.bin") for name in names)


def _is_open_document(file, ending):
    with ZipFile(file) as parts, parts.open("mimetype") as kind:
        return kind.read(100).strip() == f"application/vnd.oasis.opendocument.{OPEN_KINDS[ending]}".encode()


def _is_picture(file, _ending):
    imaging.check_upload(file)
    return True


def _is_text(file, _ending):
    return not any(CONTROL_SIGNS.search(chunk) for chunk in file.chunks())


READERS = (
    {".pdf": _is_pdf}
    | dict.fromkeys(WORD_PARTS, _is_office)
    | dict.fromkeys(OPEN_KINDS, _is_open_document)
    | dict.fromkeys(PICTURES, _is_picture)
    | dict.fromkeys((".txt", ".csv"), _is_text)
)
