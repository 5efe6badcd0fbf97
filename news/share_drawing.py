"""What other sites show of an article that somebody shares: its title over its main picture, the EU's flag and words below.

Words are outlines (partners/lettering.py) and the flag is a drawing, both laid over the picture by resvg; nothing here knows
the database.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from unicodedata import normalize
from xml.sax.saxutils import quoteattr

import resvg_py
from django.conf import settings
from PIL import Image, ImageOps

from partners import lettering, strip_drawing
from partners.lettering import DISPLAY
from partners.strip import Box

VERSION = 1  # of the drawing: one more makes every picture an old one
WIDTH, HEIGHT = 1200, 630
MOST_BYTES = 100_000
QUALITIES = (84, 76, 68, 60, 50, 40, 30, 20, 10)
MARGIN = 60
FOOT = 130  # the white band with the flag
GROUND = HEIGHT - FOOT
FLAG = Box(MARGIN, GROUND + 25, 120, 80)
SIZES = range(84, 36, -4)  # of the title's letters
WEIGHTS = (1, 0.85, 0.68, 0.58)  # what letters of one size are worth in one line, two, three and four
GOOD_END, BAD_END = ":,;?!–", 3  # a line ends well with such a sign, and badly with a word of so few letters
LEADING = 1.12
UNION, SMALL, NAME = 28, 21, 25  # the letters in the band: of the union, of what is below, of the project's name
ROOM = WIDTH - 2 * MARGIN
SEA, LAND, PAPER, INK = "#0d4f5c", "#15616f", "#fffdf7", "#16222b"
SHADE = (6, 34, 42)
DARKEST, LIGHTEST = 0.66, 0.1  # the shade behind the title, which is read on a white picture, too; and at the top
FADE = 150  # px above the title over which the shade comes
SPELLED = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "–", "\u202f": "\xa0", "\xad": None, "Ł": "L", "ł": "l"}
)


@dataclass(frozen=True)
class Card:
    """What is drawn: the title, and the words of the EU, the fund, the programme and the project in the title's language."""

    title: str
    union: str
    fund: str
    programme: str
    project: str


def draw(card, photo=None, focus=(50, 50)):
    """JPEG of the card over a photo, an open image with its focal point in per cent; over the drawn sea without one."""
    size, lines = fitted(spelled(card.title))
    top = GROUND - 52 - size * LEADING * (len(lines) - 1) - size * 0.75
    picture = _shaded(photo, focus, top) if photo else Image.new("RGB", (WIDTH, HEIGHT), SEA)
    drawing = _svg(card, size, lines, has_ground=not photo)
    over = Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True)), formats=["PNG"])
    picture.paste(over, mask=over.getchannel("A"))
    return _encoded(picture)


def _shaded(photo, focus, top):
    """The photo, filling what is above the band round its focal point, darkened towards the title that begins at `top`."""
    centre = tuple(per_cent / 100 for per_cent in focus)
    fitting = ImageOps.fit(photo.convert("RGB"), (WIDTH, GROUND), Image.Resampling.BICUBIC, centering=centre)
    shade = Image.new("L", (1, GROUND))
    for y in range(GROUND):
        share = min(1, max(0, 1 - (top - 24 - y) / FADE))
        shade.putpixel((0, y), round(255 * (LIGHTEST + (DARKEST - LIGHTEST) * share)))
    fitting.paste(SHADE, (0, 0), shade.resize((WIDTH, GROUND)))
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste(fitting)
    return picture


def _encoded(picture):
    """As good as 100 kB allow."""
    for quality in QUALITIES:
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality, progressive=True, optimize=True, subsampling=0)
        if buffer.tell() < MOST_BYTES:
            break
    return buffer.getvalue()


def _svg(card, size, lines, has_ground):
    first = GROUND - 52 - size * LEADING * (len(lines) - 1)
    words = "".join(
        lettering.outline(line, MARGIN, first + number * size * LEADING, size, DISPLAY)
        for number, line in enumerate(lines)
    )
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
            f'<g transform="translate(0 -170) scale(2)">{_land()}</g>' if has_ground else "",
            f'<path fill="{PAPER}" d="{words}"/>',
            f'<path fill="#ffffff" d="M0 {GROUND}h{WIDTH}v{FOOT}H0z"/>',
            strip_drawing.flag(FLAG),
            *(f"<path fill={quoteattr(colour)} d={quoteattr(path)}/>" for colour, path in _foot(card)),
            "</svg>",
        ]
    )


def _foot(card):
    """[(colour, path)] of the words in the band: the EU's beside its flag, the project's at the other end."""
    x, middle, right = FLAG.x + FLAG.width + 22, FLAG.y + FLAG.height / 2, WIDTH - MARGIN
    above, below = middle - 4, middle + 28
    yield "#000000", lettering.outline(card.union, x, above if card.fund else middle + 10, UNION)
    yield "#000000", lettering.outline(card.fund, x, below, SMALL)
    yield (
        INK,
        lettering.outline(card.project, right - lettering.width(card.project, DISPLAY) * NAME, above, NAME, DISPLAY),
    )
    yield "#000000", lettering.outline(card.programme, right - lettering.width(card.programme) * SMALL, below, SMALL)


@cache
def _land():
    """The Baltic as the map of the partners shows it."""
    drawn = (settings.BASE_DIR / "templates/components/baltic_land.svg").read_text()
    return drawn.replace('class="land"', f'fill="{LAND}"').replace('class="border"', 'fill="none"')


# --- The title's lines ------------------------------------------------------------------------------------------------------


def spelled(title):
    """The title in letters that the typeface has: what it lacks loses its accent, or is left out."""
    pieces = []
    for letter in title.translate(SPELLED):
        known = letter if lettering.knows(letter, DISPLAY) else normalize("NFKD", letter)[0]
        pieces.append(known if lettering.knows(known, DISPLAY) else "")
    return "".join(pieces).replace(" – ", "\xa0– ").strip()


def fitted(title):
    """(size, lines): large letters in few lines of about one length; what is far too long ends in “…”."""
    words = [word for word in title.split(" ") if word]
    if not words:
        return SIZES[0], []
    found = [(size, lines) for size in SIZES if (lines := balanced(words, ROOM / size))]
    if not found:
        return SIZES[-1], _cut(words, ROOM / SIZES[-1])
    return max(found, key=lambda one: one[0] * WEIGHTS[len(one[1]) - 1])


def balanced(words, room):
    """The words in as few lines as they need, their ends even and in good places; None where they need more than four."""
    best = {0: (0, [])}  # the cost of the lines so far, by the number of words that they hold
    for end in range(1, len(words) + 1):
        found = []
        for start in range(end - 1, -1, -1):
            line = " ".join(words[start:end])
            if (length := lettering.width(line, DISPLAY)) > room:
                break
            if start in best and len(best[start][1]) < len(WEIGHTS):
                cost, lines = best[start]
                found.append((cost + 10_000 + (room - length) ** 2 + _end(words[end - 1]), [*lines, line]))
        if found:
            best[end] = min(found)
    return best.get(len(words), (0, None))[1]


def _end(word):
    return -12 if word[-1] in GOOD_END else 12 if len(word) <= BAD_END else 0


def _cut(words, room):
    """Four lines of what does not fit, a word that is longer than a line cut where the line ends."""
    lines, line = [], ""
    for letter in " ".join(words):
        if lettering.width(f"{line}{letter}…-", DISPLAY) > room:
            head, _space, rest = line.rpartition(" ")
            lines.append(head or f"{line}-")
            line = rest if head else ""
        line += letter
    lines.append(line)
    return [*lines[:3], lines[3].strip() + "…"] if len(lines) > 4 else lines
