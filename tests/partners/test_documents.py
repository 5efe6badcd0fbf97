"""PDF, EPS and PNG: which are taken, which are refused and why."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from django.core.exceptions import ValidationError
from PIL import Image
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from partners import apart, documents, pdf_contents

from .uploads import EPS, SAMPLES, bare_pdf, pdf, png, wrapped


def named(value):
    """For the lists of tests: bytes by their number."""
    return value if isinstance(value, str) else f"{len(value)} bytes"


def refused(check, data):
    with pytest.raises(ValidationError) as refusal:
        check(data)
    assert refusal.value.messages[0]
    return refusal.value.code


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        *(("svg", data) for data in SAMPLES.values()),
        ("svg", SAMPLES["sketch"].decode().encode("utf-16")),
        ("svg", b"\xef\xbb\xbf<!-- <html> --><a:svg xmlns:a='http://www.w3.org/2000/svg'/>"),
        ("svg", b"\x1f\x8b\x08"),
        ("pdf", bare_pdf()),
        ("eps", EPS),
        ("eps", wrapped(EPS)),
        ("png", png()),
    ],
    ids=named,
)
def test_kind_is_told_by_content(kind, data):
    assert documents.kind_of(data) == kind


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<html><svg/></html>", b"GIF89a", b"\xff\xd8\xff", b"MZ", b" %PDF-1.4"]
)
def test_other_file_is_no_logo(data):
    assert refused(documents.kind_of, data) == "unknown"


@pytest.mark.parametrize("data", [pdf(), pdf(20), bare_pdf(), bare_pdf("/OpenAction[3 0 R/Fit]")], ids=named)
def test_plain_pdf_is_taken(data):
    documents.check_pdf(data)


def action(kind, **more):
    words = "".join(f"/{name}({text})" for name, text in more.items())
    return f"<</Type/Action/S/{kind}{words}>>"


def lock(writer):
    writer.encrypt("secret")


def link(writer):
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="http://evil.example/"))


def embed_in_page(writer):
    extra = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("a()")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): extra})


PACKED = "<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length {}>>\nstream\n{}\nendstream"
HIDDEN = zlib.compress(b"5 0 <</S/Launch/F(calc.exe)>>").decode("latin-1")


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("script", bare_pdf("/OpenAction" + action("JavaScript", JS="attacked()"))),
        ("script", bare_pdf("/OpenAction" + action("Java#53cript", J="attacked()"))),
        ("script", bare_pdf("/Names<</J#61vaScript 4 0 R>>", "<<>>")),
        ("action", bare_pdf("/OpenAction 4 0 R", action("GoTo"))),
        ("action", bare_pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")),
        ("action", bare_pdf("/AA<</WC 4 0 R>>", action("Named"))),
        ("action", bare_pdf(more=action("Launch", F="calc.exe"))),
        ("action", bare_pdf(more=action("#4caunch", F="calc.exe"))),
        ("action", bare_pdf(more=action("GoToR", F="//evil.example/a.pdf"))),
        ("action", pdf(change=link)),
        ("action", bare_pdf(more=PACKED.format(len(HIDDEN), HIDDEN)).decode().encode("latin-1")),
        ("form", bare_pdf("/AcroForm<</XFA 4 0 R>>", "<<>>")),
        ("form", bare_pdf(more=action("SubmitForm", F="http://evil.example/"))),
        ("form", bare_pdf(more=action("ImportData", F="a"))),
        ("files", pdf(change=lambda writer: writer.add_attachment("a.exe", b"MZ"))),
        ("files", bare_pdf(more=action("GoToE", T="a"))),
        ("media", bare_pdf(more="<</Subtype/RichMedia>>")),
        ("media", bare_pdf(more="<</Subtype/Movie>>")),
        ("encrypted", pdf(change=lock)),
        ("pages", pdf(21)),
        ("damaged", pdf()[:-300]),
        ("damaged", b"%PDF-1.4\n%%EOF"),
        (
            "damaged",
            b"%PDF-1.4\n" + b"1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        ),
        ("damaged", b"MZ" + pdf()),
        ("script", pdf(change=embed_in_page)),
        ("too_heavy", pdf() + b" " * documents.MAX_BYTES),
    ],
    ids=named,
)
def test_pdf_that_acts_or_cannot_be_read_is_refused(reason, data):
    assert refused(documents.check_pdf, data) == reason


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("script", bare_pdf("/Names<</JavaScript 4 0 R>>", "<<>>")),
        ("action", pdf(change=link)),
        ("action", bare_pdf("/OpenAction<</S/GoTo/D[3 0 R/Fit]>>")),
        ("encrypted", pdf(change=lock)),
    ],
    ids=named,
)
def test_both_ways_of_reading_a_pdf_see_it(reason, data):
    assert (pdf_contents.bare(data), pdf_contents.read(data)) == (reason, reason)


@pytest.mark.parametrize("contents", ["pdf_contents", "eps_contents"])
def test_reading_that_fails_altogether_is_a_refusal(contents, monkeypatch):
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    assert documents._reason(contents, EPS) == "damaged"


@pytest.mark.parametrize("data", [EPS, wrapped(EPS), EPS.replace(b"\n", b"\r"), EPS.replace(b"\n", b"\r\n")], ids=named)
def test_plain_eps_is_taken(data):
    documents.check_eps(data)


def eps(words):
    return EPS.replace(b"showpage", words + b"\nshowpage")


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("files", eps(b"(/etc/passwd) (r) file")),
        ("files", eps(b"/out (a)(w)file def")),
        ("files", eps(b"(%pipe%calc) (w) .x")),
        ("files", eps(b"(a) run")),
        ("files", eps(b"(a)/run load exec")),
        ("files", eps(b"systemdict /deletefile get exec")),
        ("files", eps(b"(a)(b)renamefile")),
        ("files", eps(b"(file) cvn load exec")),
        ("files", eps(b"<66696c65> cvx exec")),
        ("files", eps(b"( unended \n(a) (r) file")),
        ("files", eps(b"% remark (a) (r) file")),
        ("files", eps(b"true 0 startjob")),
        ("files", eps(b"<</a 1>>setsystemparams")),
        ("hidden", eps(b"currentfile eexec 00ff")),
        ("hidden", eps(b"( " * 500)),
        ("size", EPS.replace(b"%%BoundingBox: 0 0 200 100", b"")),
        ("size", EPS.replace(b"0 0 200 100", b"0 0 0 100")),
        ("size", EPS.replace(b"0 0 200 100", b"(atend)")),
        ("no_eps", EPS.replace(b" EPSF-3.0", b"")),
        ("no_eps", b"hello"),
        ("no_eps", wrapped(b"MZ" + EPS)),
        ("damaged", wrapped(EPS)[:-20]),
        ("damaged", wrapped(EPS)[:20]),
        ("too_heavy", EPS + b" " * documents.MAX_BYTES),
    ],
    ids=named,
)
def test_eps_that_could_touch_files_or_is_none_is_refused(reason, data):
    assert refused(documents.check_eps, data) == reason


def chunked(width, height):
    """A PNG whose header promises this size, in a few hundred bytes."""

    def chunk(kind, content):
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")


def moving():
    buffer = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def test_png_is_taken():
    documents.check_png(png())


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("too_large", chunked(60_000, 60_000)),
        ("too_large", chunked(documents.MAX_SIDE + 1, 1)),
        ("too_large", chunked(7_000, 7_000)),
        ("animated", moving()),
        ("damaged", png()[:-60]),
        ("damaged", b"GIF89a"),
        ("too_heavy", png() + b" " * documents.MAX_BYTES),
    ],
    ids=named,
)
def test_png_that_is_too_large_moves_or_is_broken_is_refused(reason, data):
    assert refused(documents.check_png, data) == reason
