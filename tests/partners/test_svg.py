"""Logos as the usual programs export them keep their look, lose what is nobody's business, and come out the same."""

import os
import re
import subprocess
import sys
import time
from io import BytesIO

import pytest
import resvg_py
from django.core.exceptions import ValidationError
from PIL import Image, ImageChops

from partners import svg
from partners.svg_vocabulary import REASONS
from tests.conftest import ROOT

from .svg_attacks import SHAPE, drawing, styled
from .uploads import SAMPLES


def drawn(text, side=400):
    """As resvg draws it on white; of the upload itself too, as only a test may."""
    box = {"width": side, "dpi": 96, "skip_system_fonts": True}
    picture = Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=text, **box))).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB")


def difference(first, second):
    """The share of pixels that differ visibly."""
    grey = ImageChops.difference(first, second).convert("L").point(lambda value: 255 * (value > 16))
    return grey.histogram()[255] / (grey.width * grey.height)


def refused(data):
    with pytest.raises(ValidationError) as refusal:
        svg.clean(data)
    return refusal.value.code


@pytest.mark.parametrize("name", SAMPLES)
def test_export_keeps_its_look_and_loses_nothing_that_is_told(name):
    clean = svg.clean(SAMPLES[name])
    before, after = drawn(SAMPLES[name].decode()), drawn(clean.text)
    assert before.size == after.size
    assert difference(before, after) < 0.001
    assert difference(after, Image.new("RGB", after.size, "white")) > 0.1, "something is drawn at all"
    assert clean.removed == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_clean_again_is_the_same_bytes(name):
    clean = svg.clean(SAMPLES[name])
    assert svg.clean(clean.data) == clean


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_encoding_makes_no_difference(name, encoding):
    other = re.sub(r'encoding="[^"]+"', "", SAMPLES[name].decode()).encode(encoding)
    assert svg.clean(other) == svg.clean(SAMPLES[name])


CLEAN = """
import sys
from django.conf import settings
settings.configure()
from partners import svg
sys.stdout.buffer.write(svg.clean(sys.stdin.buffer.read()).data)
"""


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_another_process_writes_the_same_bytes(seed):
    data = SAMPLES["illustrator-classes"]
    command = [sys.executable, "-c", CLEAN]
    other = subprocess.run(
        command, input=data, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    assert other.stdout == svg.clean(data).data


def test_nothing_of_the_uploaders_words_is_left():
    text = svg.clean(SAMPLES["inkscape"]).text
    assert not re.search(r"someone|logo|layer|Ebene|inkscape|path\d|:(?!//www\.w3\.org/2000/svg)", text)


def test_several_drawings_stand_in_one_page():
    clean = svg.clean(SAMPLES["figma"])
    page = clean.inlined("a") + clean.inlined("b")
    names = re.findall(r' id="([^"]+)"', page)
    assert len(set(names)) == len(names) == 2 * clean.text.count(" id=")
    assert set(re.findall(r"#([ab]-i\d+)", page)) == set(names)


def test_inlined_drawing_looks_the_same():
    clean = svg.clean(SAMPLES["figma"])
    assert difference(drawn(clean.inlined("logo-7")), drawn(clean.text)) == 0


@pytest.mark.parametrize("prefix", ["", "1", "a b", 'a"'])
def test_prefix_that_is_no_name_is_a_mistake_of_ours(prefix):
    with pytest.raises(ValueError, match="name"):
        svg.clean(drawing("")).inlined(prefix)


@pytest.mark.parametrize(
    ("size", "measured"),
    [
        ('viewBox="0 0 30 20"', (30, 20)),
        ('width="60" height="20"', (60, 20)),
        ('width="30mm" height="20mm" viewBox="0 0 30 20"', (113.3858, 75.5906)),
        ('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20)),
        ('width="90" viewBox="0 0 30 20"', (90, 60)),
        ('width="1in" height="72pt"', (96, 96)),
    ],
)
def test_size_is_known_and_a_view_box_always_there(size, measured):
    clean = svg.clean(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{SHAPE}</svg>'.encode())
    assert (clean.width, clean.height) == measured
    assert ' viewBox="0 0 ' in clean.text
    assert clean.view_box[2] / clean.view_box[3] == pytest.approx(measured[0] / measured[1], abs=1e-3)


@pytest.mark.parametrize("size", ["", 'width="100%" height="50%"', 'width="30"', 'viewBox="0 0 0 9"'])
def test_drawing_without_a_size_is_refused(size):
    assert refused(f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{SHAPE}</svg>'.encode()) == "no_size"


@pytest.mark.parametrize(
    ("rules", "colour"),
    [
        ("rect{fill:red}", "#ff0000"),
        ("#r{fill:red} rect{fill:blue}", "#ff0000"),
        ("rect{fill:red !important} #r{fill:blue}", "#ff0000"),
        ("svg rect{fill:rgb(255 0 0)} g rect{fill:blue}", "#ff0000"),
        ("rect{fill:blue} rect{fill:RED}", "#ff0000"),
        ("/* a */ g, rect /* b */ {fill:#f00/* c */}", "#ff0000"),
        ("*{fill:hsl(0,100%,50%)}", "#ff0000"),
        ("rect{fill:red;fill:nonsense(1)}", "#ff0000"),
        ("@media print{rect{fill:red}}", "#0d4f5c"),
        ("rect:not(g){fill:red}", "#0d4f5c"),
        ("rect>g{fill:red}", "#0d4f5c"),
    ],
)
def test_style_sheet_reaches_what_a_browser_lets_it_reach(rules, colour):
    assert f'fill="{colour}"' in svg.clean(styled(rules)).text


def test_style_attribute_wins_over_sheet_and_attribute():
    inside = '<style>.a{fill:blue}</style><path d="M0 0h9v9" class="a" fill="green" style="fill:#f00"/>'
    assert 'd="M0 0h9v9" fill="#ff0000"' in svg.clean(drawing(inside)).text


def test_text_is_refused_with_the_way_out():
    with pytest.raises(ValidationError, match="outlines"):
        svg.clean(drawing("<text x='5'><tspan>Logo</tspan></text>"))


def test_text_that_nobody_sees_is_left_out():
    assert svg.clean(drawing('<g display="none"><text>Notes</text></g><text> </text>')).removed == ()


def test_picture_made_of_pixels_is_refused():
    assert refused(drawing('<image href="data:image/png;base64,iVBORw0KGgo=" width="9" height="9"/>')) == "pixels"


def test_look_that_cannot_be_kept_is_told():
    assert svg.clean(drawing('<g style="mix-blend-mode:multiply"/>')).removed == (REASONS["blend"],)


def test_current_colour_is_black_wherever_the_drawing_stands():
    text = svg.clean(drawing('<path d="M0 0h9v9" fill="currentColor"/>')).text
    assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" color="#000000"')


def test_shape_of_another_vocabulary_is_none():
    assert "<path" not in svg.clean(drawing('<a:path xmlns:a="urn:a" d="M0 0h9v9"/>')).text


def test_reference_to_nothing_is_taken_out():
    text = svg.clean(drawing('<use href="#no"/><path d="M0 0h9v9" fill="url(#no) red" mask="url(#r)"/>')).text
    assert "#no" not in text
    assert '<g/><path d="M0 0h9v9" fill="#ff0000"/>' in text


def test_logo_of_500_kb_is_clean_within_a_second():
    one = (
        '<path class="st{0}" style="stroke:none;fill-opacity:.9" d="M{0}.25,3.5c1.5-2.25,3,0.75,4,2s3,1,5,4l-3,2.75z"/>'
    )
    rules = "".join(f".st{number % 40}{{fill:#{number:06x};}}" for number in range(40))
    data = drawing(f"<style>{rules}</style>" + "".join(one.format(number % 40) for number in range(5_000)))
    start = time.process_time()
    svg.clean(data)
    assert len(data) > 500_000
    assert time.process_time() - start < 1
