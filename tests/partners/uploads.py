"""Sound logo files of each format, and ways to spoil them."""

import random
from io import BytesIO
from pathlib import Path
from struct import pack

from PIL import Image
from pypdf import PdfWriter

SAMPLES = {file.stem: file.read_bytes() for file in sorted((Path(__file__).parent / "svg").glob("*.svg"))}
EPS = b"""%!PS-Adobe-3.0 EPSF-3.0
%%BoundingBox: 0 0 200 100
%%EndComments
/box { newpath moveto 50 0 rlineto 0 50 rlineto -50 0 rlineto closepath fill } bind def
0.05 0.31 0.36 setrgbcolor 10 10 box (a text (in brackets\\)) file) pop
<</Length 3>> pop currentfile exch pop
showpage
%%EOF
"""


def pdf(pages=1, change=None):
    """A PDF with empty pages; change(writer) before it is written."""
    writer = PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(200, 100)
    if change:
        change(writer)
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bare_pdf(in_catalog="", more="", version="1.4"):
    """A PDF by hand, so that a test sees what stands in it."""
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{in_catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
        *([more] if more else []),
    ]
    text, places = f"%PDF-{version}\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n"
    return (text + f"xref\n0 {size}\n0000000000 65535 f \n{table}" + trailer).encode()


def wrapped(program, preview=b"II*\0preview"):
    """An EPS in the wrapping that carries a preview for DOS and Windows."""
    head = pack("<4s6IH", b"\xc5\xd0\xd3\xc6", 30, len(program), 0, 0, 30 + len(program), len(preview), 0xFFFF)
    return head + program + preview


def png(size=(300, 100)):
    buffer = BytesIO()
    image = Image.new("RGBA", size, (13, 79, 92, 128))
    image.paste((242, 169, 0, 255), (10, 10, size[0] // 2, size[1] // 2))
    image.save(buffer, "PNG")
    return buffer.getvalue()


def spoiled(data, seed):
    """The same file with one to four random injuries; the same for the same seed."""
    chance, data = random.Random(seed), bytearray(data)
    for _injury in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([1, 1, 4, 40, 400]))
        kind = chance.choice(["cut", "drop", "noise", "twice", "zero", "bracket"])
        data[start:end] = {
            "cut": b"",
            "drop": data[start:end][::-1],
            "noise": chance.randbytes(end - start),
            "twice": data[start:end] * chance.choice([2, 50]),
            "zero": bytes(end - start),
            "bracket": chance.choice([b"<", b">", b'"', b"&", b"(", b"]]>", b"\xff", b"<svg", b"/JS", b"%", b"-9e99"]),
        }[kind]
        if kind == "cut" and chance.random() < 0.3:
            del data[start:]
    return bytes(data)
