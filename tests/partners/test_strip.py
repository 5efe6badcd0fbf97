"""The geometry of strips, as the plan says it and as it is read back from the files."""

import io
import random

import pypdfium2
import pytest
import resvg_py
from PIL import Image, ImageChops

from partners import strip, strip_drawing, svg
from partners.strip import Box
from partners.strip_drawing import DARK, LIGHT, Mark
from partners.visibility import PERIODS
from tests.conftest import ROOT
from tests.partners.svg_boxes import painted

COLOURS = ("#e00000", "#00b000", "#e000e0", "#ff7000", "#00c0c0", "#8000d0", "#ff60a0", "#a0e000")
HAIR = 0.01  # px


def words(chance):
    period = PERIODS[chance.choice([*PERIODS])]
    code = chance.choice([*period.union])
    return period.union[code], [*filter(None, [period.fund.get(code)]), "Interreg Central Baltic"]


def chosen(seed):
    """A strip by chance: (shapes, the Union's words, what stands below, width, layout, ground)."""
    chance = random.Random(seed)
    shapes = [chance.choice([chance.uniform(0.3, 1), chance.uniform(1, 9)]) for _logo in range(chance.randint(0, 8))]
    layout, ground = chance.choice([strip.WIDE, strip.STACKED]), chance.choice([LIGHT, DARK])
    return shapes, *words(chance), chance.randint(strip.NARROWEST, strip.WIDEST), layout, ground


def planned(seed):
    shapes, union, others, width, layout, _ground = chosen(seed)
    return strip.arrange(shapes, [union, *others], width, layout)


def apart(one, other):
    """How far two boxes are from each other, px; negative where they overlap."""
    across = max(one.x - other.right, other.x - one.right)
    down = max(one.y - other.bottom, other.y - one.bottom)
    return max(across, down)


@pytest.mark.parametrize("seed", range(200))
def test_strip_keeps_the_rules(seed):
    plan = planned(seed)
    flag, things = plan.flag, [*plan.logos, *(line.box for line in plan.lines)]
    assert flag.height >= strip.LEAST_FLAG
    assert flag.width == pytest.approx(1.5 * flag.height)
    for box in (flag, *things):
        assert min(box.x, box.y) >= 0
        assert box.right <= plan.width + HAIR
        assert box.bottom <= plan.height + HAIR
    for logo in plan.logos:
        assert logo.height <= flag.height + HAIR
        assert logo.width <= flag.width + HAIR
    clear = strip.SPACE * flag.height - HAIR
    assert all(apart(flag, logo) >= clear for logo in plan.logos)
    assert all(apart(line.box, logo) >= clear for line in plan.lines for logo in plan.logos)
    assert all(apart(one, other) >= clear for at, one in enumerate(plan.logos) for other in plan.logos[at + 1 :])
    assert all(apart(flag, line.box) >= strip.BESIDE * flag.height - HAIR for line in plan.lines)


@pytest.mark.parametrize("seed", range(100))
def test_logo_has_as_much_clear_space_as_its_owner_asks_for(seed):
    shapes, union, others, width, layout, _ground = chosen(seed)
    clear = [random.Random(seed + at).choice([0, 0.3, 0.8, 1.2, 2]) for at in range(len(shapes))]
    plan = strip.arrange(shapes, [union, *others], width, layout, clear)
    for at, logo in enumerate(plan.logos):
        others_here = (plan.flag, *(line.box for line in plan.lines), *plan.logos[:at], *plan.logos[at + 1 :])
        edges = (logo.x, logo.y, plan.width - logo.right, plan.height - logo.bottom)
        assert min(*edges, *(apart(logo, one) for one in others_here)) >= clear[at] * logo.height - HAIR


@pytest.mark.parametrize("seed", range(200))
def test_usual_logos_of_one_strip_have_one_area(seed):
    plan = planned(seed)
    usual = [box.width * box.height for box in plan.logos if 0.3 <= box.width / box.height <= 9 and is_free(box, plan)]
    assert max(usual, default=1) <= min(usual, default=1) * 1.01


def is_free(box, plan):
    """Neither as wide nor as high as the flag: its size is not held down by the rule."""
    return box.width < plan.flag.width - HAIR and box.height < plan.flag.height - HAIR


def logo(shape, colour):
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shape * 100:.3f} 100"><rect width="{shape * 100:.3f}"'
    )
    clean = svg.clean(f'{drawing} height="100" fill="{colour}"/></svg>'.encode())
    return Mark((clean.width, clean.height), (0, 0, clean.width, clean.height), svg=clean)


def drawn(seed):
    shapes, union, others, width, layout, ground = chosen(seed)
    marks = [logo(shape, colour) for shape, colour in zip(shapes, COLOURS, strict=False)]
    plan = strip.arrange([mark.shape for mark in marks], [union, *others], width, layout)
    return plan, strip_drawing.svg(plan, marks, ground, "Strip")


def seen(image, colour, tolerance=12):
    """The box in which a colour is seen in an RGB picture: (left, top, right, bottom)."""
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    bands = [
        band.point(lambda value, want=want: 255 if abs(value - want) <= tolerance else 0)
        for band, want in zip(image.split(), wanted, strict=True)
    ]
    both = Image.composite(bands[0], Image.new("L", image.size), bands[1])
    return Image.composite(both, Image.new("L", image.size), bands[2]).getbbox()


def assert_as_planned(image, plan):
    across, down = image.width / plan.width, image.height / plan.height
    places = [(strip_drawing.BLUE, plan.flag), *zip(COLOURS, plan.logos, strict=False)]
    for colour, box in places:
        wanted = [box.x * across, box.y * down, box.right * across, box.bottom * down]
        assert seen(image, colour) == pytest.approx(wanted, abs=1.6), colour


def around(boxes):
    """The Box that holds all of these."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


@pytest.mark.parametrize("seed", range(200))
def test_svg_keeps_the_rules_by_its_own_numbers(seed):
    """Heights, clear space, the rule of the flag and the edge of the sheet; no number of the plan is asked."""
    drawing, shapes, ground = drawn(seed)[1], *chosen(seed)[::5]
    sheet, parts = painted(drawing)
    found = {fill: around([box for own, box in parts if own == fill]) for fill, _box in parts}
    flag, logos = found[strip_drawing.BLUE], [found[colour] for colour in COLOURS[: len(shapes)]]
    [letters] = [box for fill, box in parts if fill == strip_drawing.LETTERS[ground] and box.x > flag.x]  # no border
    clear, hair = strip.SPACE * flag.height, 0.03  # px, since the file has hundredths
    assert sheet.width >= strip.NARROWEST
    assert (flag.height >= strip.LEAST_FLAG - hair, flag.width) == (True, pytest.approx(1.5 * flag.height, abs=hair))
    assert apart(found[strip_drawing.YELLOW], flag) < 0, "the stars are in the flag"
    for box in (flag, letters, found[strip_drawing.YELLOW], *logos):
        assert min(box.x, box.y, sheet.right - box.right, sheet.bottom - box.bottom) >= -hair
    for at, (logo, shape) in enumerate(zip(logos, shapes, strict=True)):
        assert logo.width / logo.height == pytest.approx(shape, rel=0.01), "not squeezed"
        assert max(logo.width - flag.width, logo.height - flag.height) <= hair
        assert all(apart(logo, other) >= clear - hair for other in (flag, letters, *logos[at + 1 :]))
    assert apart(flag, letters) >= strip.BESIDE * flag.height - 1, "a letter may begin a little before its own place"


@pytest.mark.parametrize("seed", range(200))
def test_png_shows_flag_and_logos_where_the_plan_has_them(seed):
    plan, drawing = drawn(seed)
    assert_as_planned(Image.open(io.BytesIO(strip_drawing.png(drawing, plan))).convert("RGB"), plan)


@pytest.mark.parametrize("seed", range(200))
def test_pdf_shows_flag_and_logos_where_the_plan_has_them(seed):
    plan, drawing = drawn(seed)
    [page] = pypdfium2.PdfDocument(strip_drawing.pdf(drawing, plan, "Strip"))
    assert page.get_size() == pytest.approx((plan.width * 0.75, plan.height * 0.75), abs=0.6)
    assert_as_planned(page.render(scale=4 / 3).to_pil().convert("RGB"), plan)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_png_is_as_wide_as_was_chosen_at_each_density(scale):
    for width in (320, 333, 777, 1201, 2399):
        plan = strip.arrange([2], ["European Union"], width, strip.WIDE)
        data = strip_drawing.png(strip_drawing.svg(plan, [logo(2, COLOURS[0])], LIGHT, ""), plan, scale)
        assert Image.open(io.BytesIO(data)).size == (width * scale, pytest.approx(plan.height * scale, abs=1.01))


def test_large_png_is_drawn_apart_and_is_the_same_picture(monkeypatch):
    plan, drawing = drawn(3)
    here = strip_drawing.png(drawing, plan)
    monkeypatch.setattr(strip_drawing, "LARGE", 0)
    assert strip_drawing.png(drawing, plan) == here


def test_nothing_in_a_strip_is_text_or_comes_from_elsewhere():
    _plan, drawing = drawn(3)
    for word in ("<text", "font", "http://www.w3.org/1999", "href=", "url(http", "<style", "<script"):
        assert word not in drawing


def test_pdf_is_the_same_at_every_run_and_holds_no_font():
    plan, drawing = drawn(4)
    pdf = strip_drawing.pdf(drawing, plan, "Strip")
    assert pdf == strip_drawing.pdf(drawing, plan, "Strip")
    assert pdf.startswith(b"%PDF-")
    assert b"/Font" not in pdf
    assert b"/FontFile" not in pdf


def test_flag_has_a_white_border_on_a_dark_ground_only():
    plan = planned(5)
    assert strip_drawing.svg(plan, [logo(1, "#123456")] * len(plan.logos), DARK, "").count('fill="#ffffff"') == 2
    light = strip_drawing.svg(plan, [logo(1, "#123456")] * len(plan.logos), LIGHT, "")
    assert light.count('fill="#ffffff"') == 1, "the ground alone"


def test_flag_is_drawn_as_the_graphics_guide_has_it():
    plan = strip.arrange([], ["European Union"], 900, strip.WIDE)
    image = Image.open(io.BytesIO(strip_drawing.png(strip_drawing.svg(plan, [], LIGHT, ""), plan))).convert("RGB")
    flag = image.crop([round(side) for side in (plan.flag.x, plan.flag.y, plan.flag.right, plan.flag.bottom)])
    emblem = (ROOT / "static" / "img" / "eu-emblem.svg").read_text()
    drawn_alone = resvg_py.svg_to_bytes(svg_string=emblem, width=flag.width)
    official = Image.open(io.BytesIO(drawn_alone)).convert("RGB").resize(flag.size)
    different = ImageChops.difference(flag, official).convert("L").point(lambda value: 255 if value > 60 else 0)
    assert different.histogram()[255] < 0.004 * flag.width * flag.height
