"""Pictures made from a drawing: the asked size, transparent, the same bytes at every run, and no end of the worker."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from partners import apart, raster, svg

from .svg_attacks import drawing
from .uploads import SAMPLES


@pytest.fixture(scope="module")
def logo():
    return svg.clean(SAMPLES["inkscape"])


def opened(data):
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("side", raster.SIDES)
def test_png_has_the_asked_side_and_is_transparent(logo, side):
    picture = opened(raster.png(logo, side))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (side, side // 2))
    assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_webp_shows_the_same_as_the_png(logo):
    picture = opened(raster.webp_of(raster.png(logo, 256)))
    assert picture.format == "WEBP"
    assert picture.convert("RGBa").tobytes() == opened(raster.png(logo, 256)).convert("RGBa").tobytes()


@pytest.mark.parametrize("make", [raster.png, lambda svg, side: raster.webp_of(raster.png(svg, side))])
def test_same_bytes_at_every_run(logo, make):
    assert len({make(logo, 512) for _run in range(3)}) == 1


@pytest.mark.parametrize(("size", "box"), [((100, 200), (128, 256)), ((300, 100), (256, 86)), ((400, 10), (256, 7))])
def test_longer_side_decides(size, box):
    tall = svg.clean(drawing("", 'width="{}" height="{}"'.format(*size)))
    assert raster.fit(tall, 256) == box
    assert opened(raster.png(tall, 256)).size == box


@pytest.mark.parametrize("side", [0, -1, 100_000])
def test_side_beyond_reason_is_a_mistake_of_ours(logo, side):
    with pytest.raises(ValueError, match="px"):
        raster.png(logo, side)


def test_drawing_that_cannot_be_drawn_is_refused():
    broken = svg.CleanSvg("<svg", 10, 10, (0, 0, 10, 10), ())
    with pytest.raises(ValidationError, match="picture"):
        raster.png(broken, 256)


NOISE = '<filter id="a"><feTurbulence baseFrequency="9" numOctaves="9999999"/></filter>'
ENDLESS = NOISE + '<g filter="url(#a)"><path d="M0 0h9v9"/></g>'


def test_drawing_without_end_is_stopped_and_the_worker_lives():
    with pytest.raises(apart.Failed):
        apart.call("partners.drawn", drawing(ENDLESS), 2048, 2048, seconds=1)


def test_memory_of_a_drawing_is_bounded(logo):
    with pytest.raises(apart.Failed):
        apart.call("partners.drawn", logo.data, 4096, 4096, megabytes=60)
