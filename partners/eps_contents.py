"""Why an EPS is not taken: PostScript is a program, and it is read here, never run.

A program can be written so that no reader of its words knows what it does; what is left of that risk is why an EPS is only
ever offered as a download.
"""

import re
from struct import unpack_from

MARK = b"\xc5\xd0\xd3\xc6"
HEADER = re.compile(rb"%!PS-Adobe-\d\.\d EPSF-\d\.\d")
NUMBER = rb"\s*(-?\d+(?:\.\d+)?)"
BOX = re.compile(rb"^%%BoundingBox:" + NUMBER * 4 + rb"\s*$", re.MULTILINE)
LARGEST = 100_000  # points
LONGEST_TEXT = 65_535  # bytes, as PostScript has it
MOST_UNENDED = 100

# Words that open, run, rename or delete files, or change the machine that prints. Not filenameforall, which only lists
# names: Illustrator's own font code has it. Not exec and filter: every Illustrator file reads its own pictures so.
FORBIDDEN = {
    *(b"file", b"run", b"runlibfile", b"libfile", b"deletefile", b"renamefile", b"copyfile", b".runandhide"),
    *(b"startjob", b"exitserver", b"superexec", b"setsystemparams", b"setdevparams", b"setpassword"),
    *(b"getenv", b".libfile", b".tempfile", b"tempfile", b".forcedef", b".forceput", b".setsafe", b".locksafe"),
}
HIDDEN = {b"eexec", b".shellexec", b"internaldict"}
# The same inside of what looks like a remark or a text: picture data can be written to make this reader lose its place.
ANYWHERE = re.compile(
    rb"%pipe%|deletefile|renamefile|runlibfile|exitserver|\(\s*[rwa]\+?\s*\)\s*file\b|\)\s*run\b(?!\w)", re.IGNORECASE
)
TOKEN = re.compile(
    rb"[\s\[\]{}]++|%[^\r\n]*+|\(|<<|>>|<~[^~]*+~>|<[0-9A-Fa-f\s]*+>|/*+[^\s()<>\[\]{}/%]++|.", re.DOTALL
)
IN_TEXT = re.compile(rb"[()]|\\.", re.DOTALL)


def main(data):
    """Runs in a process of its own (apart.py): the reading of ten million bytes may take its time."""
    return found(data).encode()


def found(data):
    """'' for an EPS that may be offered, else one word: a key of documents.EPS_REASONS."""
    program = _program(data)
    if program is None:
        return "damaged"
    if not HEADER.match(program):
        return "no_eps"
    if not _has_size(program):
        return "size"
    if ANYWHERE.search(program):
        return "files"
    words = set(_words(program))
    return "hidden" if words & HIDDEN else "files" if words & FORBIDDEN else ""


def _program(data):
    """The PostScript part, also out of the wrapping with a preview; None when the parts of the wrapping do not fit."""
    if not data.startswith(MARK):
        return data
    if len(data) < 30:
        return None
    start, length, *previews = unpack_from("<6I", data, 4)
    spans = [(start, length), *((previews[0], previews[1]), (previews[2], previews[3]))]
    if any(size and not 30 <= begin <= begin + size <= len(data) for begin, size in spans) or not length:
        return None
    return data[start : start + length]


def _has_size(program):
    boxes = BOX.findall(program.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if not boxes:
        return False
    left, bottom, right, top = (float(side) for side in boxes[0])
    return left < right and bottom < top and max(map(abs, (left, bottom, right, top))) <= LARGEST


def _words(program):
    """The names that the program speaks, and the whole texts that could be made into names."""
    place = unended = 0
    while place < len(program):
        token = TOKEN.match(program, place)
        place = token.end()
        if token[0] == b"(":
            end = _text_end(program, place)
            yield program[place:end].strip(b") ")
            unended += not end
            if unended > MOST_UNENDED:
                yield from HIDDEN
                return
            place = end or place  # a text that never ends hides nothing: what follows is read as program
        elif token[0].startswith(b"<") and token[0].endswith(b">") and len(token[0]) > 2:
            yield _from_hex(token[0])
        elif not token[0].startswith(b"%"):
            yield token[0].strip().lstrip(b"/")


def _text_end(program, place):
    """Where the text that begins here ends, behind its bracket; 0 when it does not."""
    depth = 1
    for part in IN_TEXT.finditer(program, place, place + LONGEST_TEXT):
        depth += {b"(": 1, b")": -1}.get(part[0], 0)
        if not depth:
            return part.end()
    return 0


def _from_hex(token):
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", token)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
