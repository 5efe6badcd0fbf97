"""The geometry of a strip of logos: where the flag, its words and each logo stand. No file is read and nothing is drawn here.

The flag comes first. No logo is wider or higher than it, so that it is the largest whichever way somebody measures; all logos
have about the same area, since wide and square ones of one height would not look equal. Between any two of them, and to the
edge of the sheet, is half the flag's height, or more where the owner of one asks for more.
"""

from dataclasses import dataclass

from . import lettering

WIDE, STACKED = "wide", "stacked"
NARROWEST, WIDEST = 320, 2400  # px of a sheet
LEAST_FLAG, MOST_FLAG = 40, 160  # px of its height
FLAG = 1.5  # its width; this and all below are shares of the flag's height
SPACE = 0.5  # around logos, and at the edge of the sheet
MOST_SPACE = 2  # around logos, of which owners may ask for so much: a narrow sheet still holds them
BESIDE = 0.28  # between the flag and its words, which do not touch it
LETTERS = (0.31, 0.235)  # the size of the Union's words, and of what stands below them
LEADING = 1.28  # of the size of the letters
AREA = (0.22, 0.66)  # of a logo: the least, however extreme its shape, and the most
ROWS = ((1, 52), (2, 44), (3, LEAST_FLAG))  # beside the flag: so many rows of logos, while the flag is so high at least


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    def lowered(self, by):
        return Box(self.x, self.y + by, self.width, self.height)


@dataclass(frozen=True)
class Line:
    """A line of words: where it begins and stands, and the size of its letters, in px."""

    words: str
    x: float
    y: float
    size: float

    @property
    def box(self):
        above, below = lettering.CAPITAL * self.size, lettering.DESCENT * self.size
        return Box(self.x, self.y - above, lettering.width(self.words) * self.size, above + below)


@dataclass(frozen=True)
class Plan:
    """A sheet of width x height px; the logos in the order of their shapes."""

    width: float
    height: float
    flag: Box
    lines: tuple
    logos: tuple


def equalised(shapes, flag_height):
    """[(width, height)] of logos with these shapes (width / height): equal in area, none wider or higher than the flag."""
    shares = [max(AREA[0], min(FLAG**2 / shape, shape)) for shape in shapes]
    area = min([AREA[1], *shares]) * flag_height**2
    widths = [min((area * shape) ** 0.5, FLAG * flag_height, flag_height * shape) for shape in shapes]
    return [(width, width / shape) for width, shape in zip(widths, shapes, strict=True)]


def arrange(shapes, words, width, layout, clear=()):
    """The Plan for logos with these shapes (width / height); `words`: the Union's, and the lines that stand below those.

    `clear`: the space that each of the logos asks for on every side, as a share of its own height.
    """
    for rows, least in ROWS if layout == WIDE and shapes else ():
        for flag_height in range(min(MOST_FLAG, round(width / 6)), least - 1, -2):
            sizes = equalised(shapes, flag_height)
            space = _space(sizes, clear, flag_height)
            if plan := _beside(sizes, _funding(words, flag_height), width, space, rows):
                return plan
    flag_height = max(LEAST_FLAG, min(MOST_FLAG, round(width / 10)))
    room = width - flag_height * (2 * SPACE + FLAG + BESIDE)
    sizes = equalised(shapes, flag_height)
    return _below(sizes, _funding(words, flag_height, room), width, _space(sizes, clear, flag_height))


def _space(sizes, clear, flag_height):
    """px round each logo: ours, or the most that one of them asks for."""
    asked = [share * height for share, (_width, height) in zip(clear, sizes, strict=bool(clear))]
    return min(max([SPACE * flag_height, *asked]), MOST_SPACE * flag_height)


def _funding(words, flag_height, room=float("inf")):
    """(flag, lines, box of both) at the top left of a sheet; the words broken into lines where they find no room."""
    at, sizes = SPACE * flag_height, [share * flag_height for share in LETTERS]
    phrases = [(words[0], sizes[0]), *((line, sizes[1]) for line in words[1:])]
    broken = [(line, size) for phrase, size in phrases for line in _broken(phrase, size, room)]
    tall = sum(size * LEADING for _line, size in broken)
    height = max(flag_height, tall)
    flag = Box(at, at + (height - flag_height) / 2, FLAG * flag_height, flag_height)
    x, y, lines = flag.right + BESIDE * flag_height, at + (height - tall) / 2, []
    for line, size in broken:
        lines.append(Line(line, x, y + size * (LEADING + lettering.CAPITAL) / 2, size))
        y += size * LEADING
    right = max(line.box.right for line in lines)
    return flag, tuple(lines), Box(at, at, right - at, height)


def _broken(phrase, size, room):
    lines = [""]
    for word in phrase.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and lettering.width(longer) * size > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _beside(sizes, funding, width, space, most_rows):
    """The logos right of the flag and its words; None where they do not fit in so few rows."""
    flag, lines, block = funding
    left = block.right + 2 * space
    rows = _rows(sizes, width - space - left, space)
    if not rows or len(rows) > most_rows:
        return None
    tall = _tall(rows, space)
    height = max(block.height, tall) + 2 * space
    down = (height - block.height) / 2 - block.y
    lines = tuple(Line(line.words, line.x, line.y + down, line.size) for line in lines)
    return Plan(width, height, flag.lowered(down), lines, _placed(rows, left, (height - tall) / 2, space))


def _below(sizes, funding, width, space):
    flag, lines, block = funding
    rows = _rows(sizes, width - 2 * space, space)
    below = block.bottom + 2 * space
    height = below + _tall(rows, space) + space if rows else block.bottom + block.y
    return Plan(width, height, flag, lines, _placed(rows, space, below, space))


def _rows(sizes, room, space):
    """[[(width, height)]], as few rows as there may be and then as even as can be; [] where one of them finds no room."""
    if any(width > room for width, _height in sizes):
        return []
    fewest = _filled(sizes, room, space)
    narrower = (room * share / 20 for share in range(10, 21))
    tries = (_filled(sizes, less, space) for less in narrower if all(width <= less for width, _height in sizes))
    return next((rows for rows in tries if len(rows) == len(fewest)), fewest)


def _filled(sizes, room, space):
    rows, used = [], 0
    for size in sizes:
        if rows and used + space + size[0] <= room:
            rows[-1].append(size)
            used += space + size[0]
        else:
            rows.append([size])
            used = size[0]
    return rows


def _tall(rows, space):
    return sum(max(height for _width, height in row) for row in rows) + space * (len(rows) - 1)


def _placed(rows, left, top, space):
    """The boxes, row by row; in a row their middles stand on one line."""
    boxes = []
    for row in rows:
        tall, x = max(height for _width, height in row), left
        for width, height in row:
            boxes.append(Box(x, top + (tall - height) / 2, width, height))
            x += width + space
        top += tall + space
    return tuple(boxes)
