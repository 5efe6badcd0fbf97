"""A strip as a drawing: SVG, PNG and PDF of a Plan (strip.py), all of it shapes: it needs no font and fetches nothing."""

from base64 import b64encode
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import resvg_py
import typst

from . import apart, lettering
from .strip import Box
from .visibility import BLUE, YELLOW

VERSION = 1  # of the drawing: one more makes every stored copy an old one
LIGHT, DARK = "light", "dark"
GROUNDS = {LIGHT: "#ffffff", DARK: "#10181c"}
LETTERS = {LIGHT: "#000000", DARK: "#ffffff"}  # both may stand beside the flag
BORDER = 1 / 25  # of the flag's height: white, on a dark ground
STAR = "M0-30 6.74-9.27h21.79L10.9 3.54 17.63 24.27 0 11.46l-17.63 12.81 6.73-20.73-17.63-12.81h21.79Z"
HOURS = (  # of the twelve stars on a flag of 810 x 540
    (405, 90), (495, 114.12), (560.88, 180), (585, 270), (560.88, 360), (495, 425.88),
    (405, 450), (315, 425.88), (249.12, 360), (225, 270), (249.12, 180), (315, 114.12),
)  # fmt: skip
PLATE = 0.1  # of the logo's height: the white round a coloured logo that stands on a dark ground
PAGE = """#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#set document(title: sys.inputs.title, date: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, alt: sys.inputs.title)"""
POINTS = 0.75  # of a px
LARGE = 1_000_000  # px of a PNG


@dataclass(frozen=True)
class Mark:
    """A logo as a strip takes it: a clean SVG, or a PNG; its size, and the box of it that is not empty, in px of its own."""

    size: tuple
    ink: tuple
    svg: object = None
    png: bytes = b""
    needs_plate: bool = False

    @property
    def shape(self):
        return self.ink[2] / self.ink[3]


def svg(plan, marks, ground, title):
    """The strip as SVG; `title` is what those hear who do not see it."""
    size = f'width="{_number(plan.width)}" height="{_number(plan.height)}"'
    words = "".join(lettering.outline(line.words, line.x, line.y, line.size) for line in plan.lines)
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_number(plan.width)} {_number(plan.height)}"',
            f' role="img" aria-label={quoteattr(title)}><title>{escape(title)}</title>',
            f'<path fill="{GROUNDS[ground]}" d="M0 0h{_number(plan.width)}v{_number(plan.height)}H0z"/>',
            flag(plan.flag, ground),
            f'<path fill="{LETTERS[ground]}" d="{words}"/>',
            *(_logo(number, mark, box) for number, (mark, box) in enumerate(zip(marks, plan.logos, strict=True))),
            "</svg>",
        ]
    )


def flag(box, ground=LIGHT):
    """The EU's flag in this box; with its white border on a dark ground."""
    border = box.height * BORDER
    edge = f"M{_number(box.x - border)} {_number(box.y - border)}h{_number(box.width + 2 * border)}"
    edge += f"v{_number(box.height + 2 * border)}h-{_number(box.width + 2 * border)}z"
    place = f"translate({_number(box.x)} {_number(box.y)}) scale({box.height / 540:.6f})"
    stars = "".join(f'<path transform="translate({x} {y})" d="{STAR}"/>' for x, y in HOURS)
    return "".join(
        [
            f'<path fill="#ffffff" d="{edge}"/>' if ground == DARK else "",
            f'<g transform="{place}"><path fill="{BLUE}" d="M0 0h810v540H0z"/><g fill="{YELLOW}">{stars}</g></g>',
        ]
    )


def _logo(number, mark, box):
    plate, within = "", box
    if mark.needs_plate:
        edge = PLATE * min(box.width, box.height)
        within = Box(box.x + edge, box.y + edge, box.width - 2 * edge, box.height - 2 * edge)
        plate = f'<path fill="#ffffff" d="M{_number(box.x)} {_number(box.y)}h{_number(box.width)}'
        plate += f'v{_number(box.height)}h-{_number(box.width)}z"/>'
    ink = " ".join(_number(side) for side in mark.ink)
    frame = " ".join(f'{name}="{_number(getattr(within, name))}"' for name in ("x", "y", "width", "height"))
    return f'{plate}<svg {frame} viewBox="{ink}" overflow="hidden">{_drawn(number, mark)}</svg>'


def _drawn(number, mark):
    if mark.svg:
        return mark.svg.inlined(f"logo{number}")
    width, height = mark.size
    data = b64encode(mark.png).decode()
    return f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/>'


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def png(drawing, plan, scale=1):
    """The strip's SVG as PNG, so many times as wide as the plan.

    A large one takes seconds and 90 MB, and resvg lets no other thread go on: it is drawn in a process of its own.
    Typst would let them, but keeps the pictures of its last drawings: 700 MB.
    """
    width = round(plan.width * scale)
    if width * plan.height * scale <= LARGE:
        return resvg_py.svg_to_bytes(svg_string=drawing, width=width, skip_system_fonts=True)
    return apart.call("partners.drawn", drawing.encode(), width, 0)[4:]


def pdf(drawing, plan, title):
    """The strip's SVG as a PDF of one page, all shapes kept as shapes, a px as 3/4 pt; the same bytes at every run."""
    page = PAGE.format(width=plan.width * POINTS, height=plan.height * POINTS)
    return typst.compile(page.encode(), format="pdf", sys_inputs={"svg": drawing, "title": title})
