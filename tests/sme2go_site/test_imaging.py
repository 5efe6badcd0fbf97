"""Pictures as they come in: what is refused and why, and that nothing of their metadata reaches a reader."""

import os
import resource
import subprocess
import sys
import time
import zlib
from io import BytesIO
from pathlib import Path
from struct import pack
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from news.models import Picture
from sme2go_site import imaging
from tests.conftest import ROOT
from tests.factories import make_picture, picture_file

GPS = "Stockholm 59.3293 N"


def refused(file):
    with pytest.raises(ValidationError) as refusal:
        imaging.check_upload(file)
    return refusal.value.code


def encoded(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def bomb(width, height):
    """A PNG whose header promises width × height pixels, in a few hundred bytes."""

    def chunk(kind, content):
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 10_000)) + chunk(b"IEND", b"")


def test_text_is_no_picture():
    assert refused(ContentFile(b"hello", name="a.png")) == "no_picture"


@pytest.mark.parametrize("kind", ["TIFF", "BMP"])
def test_other_format_is_no_picture_here(kind):
    assert refused(ContentFile(encoded(Image.new("RGB", (9, 9)), kind), name=f"a.{kind.lower()}")) == "no_picture"


@pytest.mark.parametrize("frames", [1, 2])
def test_gif_is_refused_by_its_name_whether_it_moves_or_not(frames):
    pictures = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    gif = encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:frames])
    assert refused(ContentFile(gif, name="a.gif")) == "gif"


def test_svg_is_no_picture_here():
    assert refused(ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name="a.svg")) == "no_picture"


def test_picture_under_a_wrong_name_is_refused():
    assert refused(picture_file("a.jpg", kind="PNG")) == "misnamed"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_truncated_picture_is_refused(kind):
    whole = encoded(Image.effect_noise((400, 400), 90).convert("RGB"), kind)
    name = f"a.{kind.lower()}"
    for kept in (len(whole) // 2, 400):
        assert refused(ContentFile(whole[:kept], name=name)) == "damaged"


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_animation_is_refused(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    moving = encoded(frames[0], kind, save_all=True, append_images=frames[1:])
    assert refused(ContentFile(moving, name=f"a.{kind.lower()}")) == "animated"


def test_file_of_more_than_25_mb_is_refused():
    assert refused(ContentFile(b"\0" * (imaging.MAX_BYTES + 1), name="a.png")) == "too_heavy"


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("size", [(7_100, 7_100), (60_000, 60_000), (2_000_000_000, 4)])
def test_picture_of_more_than_50_megapixels_is_refused_by_its_header_in_bounded_time_and_memory(size):
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    assert refused(ContentFile(bomb(*size), name="a.png")) == "too_large"
    assert time.monotonic() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_absurdly_long_picture_is_refused():
    assert refused(ContentFile(bomb(imaging.MAX_SIDE + 1, 1), name="a.png")) == "too_long"


PREPARE = """
import sys, tempfile
from types import SimpleNamespace
import django
from django.core.files import File
from django.test import override_settings
django.setup()
from sme2go_site import imaging
with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder), open(sys.argv[1], "rb") as upload:
    picture = SimpleNamespace(file=File(upload, name="a.png"))
    imaging.check_upload(picture.file)
    imaging.prepare(picture)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from Linux")
@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (200, 30, 30, 128)), ("I;16", 40_000)])
def test_largest_picture_fits_into_450_mb(tmp_path, mode, colour):
    Image.new(mode, (7_000, 7_000), colour).save(tmp_path / "a.png", compress_level=1)
    command = [sys.executable, "-c", PREPARE, tmp_path / "a.png"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "sme2go_site.settings", "DATA_DIR": str(tmp_path)}
    peak = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert int(peak) <= 450_000  # kB


def test_pictures_are_prepared_one_at_a_time(monkeypatch):
    monkeypatch.setattr(imaging, "_open", lambda _file: pytest.fail("began beside another"))
    waiting = Thread(target=imaging.check_upload, args=[picture_file()], daemon=True)
    with imaging.one_at_a_time:
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        monkeypatch.undo()
    waiting.join()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(3_000, 40), (12_800, 400)])
def test_large_picture_keeps_its_shape_and_comes_upright(orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = Image.new("RGB", size, "red")
    photo.paste("blue", (size[0] // 2, 0, *size))
    image, _kind = imaging._clean(ContentFile(encoded(photo, "PNG", exif=exif), name="a.png"), 2560)
    assert max(image.size) == 2560
    assert (image.width > image.height) == (orientation < 5)
    first, last = image.getpixel((5, 5)), image.getpixel((image.width - 6, image.height - 6))
    assert (first == (255, 0, 0)) == (orientation in {1, 4, 5, 6}) != (last == (255, 0, 0))


@pytest.mark.django_db
def test_nothing_is_stored_when_a_picture_is_refused(settings):
    with pytest.raises(ValidationError):
        Picture.objects.create(file=ContentFile(bomb(60_000, 60_000), name="a.png"))
    assert not Picture.objects.exists()
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.django_db
def test_positions_and_other_metadata_reach_no_reader(settings):
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (59.0, 19.0, 45.0), 3: "E", 4: (18.0, 4.0, 6.0)}
    exif[0x010E] = GPS
    photo = encoded(Image.new("RGB", (900, 600), "green"), "JPEG", exif=exif, comment=GPS.encode())
    make_picture(file=ContentFile(photo, name="a.jpg"))
    stored = [file.read_bytes() for file in settings.MEDIA_ROOT.rglob("*.*")]
    assert len(stored) == 1 + 4 * 3, "a master; four widths in three formats"
    assert not any(b"Exif" in data or b"59.3293" in data or Image.open(BytesIO(data)).getexif() for data in stored)


@pytest.mark.django_db
def test_picture_taken_sideways_is_stored_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = encoded(Image.new("RGB", (900, 600)), "JPEG", exif=exif)
    picture = make_picture(file=ContentFile(photo, name="a.jpg"))
    assert (picture.width, picture.height) == (600, 900)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("image", "kind", "name"),
    [
        (Image.new("CMYK", (400, 300), (0, 255, 255, 0)), "JPEG", "a.jpg"),
        (Image.new("L", (400, 300), 90), "PNG", "a.png"),
        (Image.new("I;16", (400, 300), 40_000), "PNG", "a.png"),
        (Image.new("RGBA", (400, 300), (255, 0, 0, 128)), "PNG", "a.png"),
        (Image.new("RGBA", (400, 300), (255, 0, 0, 0)).quantize(), "PNG", "a.png"),
        (Image.new("1", (400, 300), 1), "PNG", "a.png"),
        (Image.new("RGB", (3, 2), "red"), "WEBP", "a.webp"),
    ],
    ids=["cmyk", "grey", "16-bit", "half transparent", "palette", "black and white", "tiny"],
)
def test_unusual_picture_becomes_an_ordinary_one(image, kind, name):
    picture = make_picture(file=ContentFile(encoded(image, kind), name=name))
    smallest = min(picture.renditions["jpeg"].values(), key=lambda rendition: rendition["height"])
    with default_storage.open(smallest["path"]) as file:
        assert Image.open(file).mode == "RGB"


@pytest.mark.django_db
def test_broken_colour_profile_does_not_fail_the_upload():
    photo = encoded(Image.new("RGB", (400, 300)), "JPEG", icc_profile=b"no profile at all" * 20)
    assert make_picture(file=ContentFile(photo, name="a.jpg")).renditions["avif"]


@pytest.mark.django_db
def test_profile_is_turned_into_srgb_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    photo = encoded(Image.new("RGB", (400, 300), "red"), "PNG", icc_profile=profile)
    picture = make_picture(file=ContentFile(photo, name="a.png"))
    assert "icc_profile" not in Image.open(BytesIO(picture.file.read())).info


@pytest.mark.django_db
def test_names_come_from_the_bytes_and_never_change():
    first, second = make_picture(), make_picture()
    assert first.renditions == second.renditions
    assert first.checksum[:32] in first.file.name
    assert make_picture(file=picture_file(size=(801, 450))).renditions != first.renditions


@pytest.mark.django_db
def test_unchanged_file_is_not_rendered_again(monkeypatch):
    picture = make_picture()
    monkeypatch.setattr(imaging, "prepare", lambda _picture: pytest.fail("rendered again"))
    picture.caption_en = "Another caption"
    picture.full_clean(exclude=["renditions"])
    picture.save()


@pytest.mark.django_db
def test_half_a_file_that_a_crash_left_is_written_again():
    picture = make_picture()
    path = picture.renditions["webp"]["320"]["path"]
    whole = default_storage.open(path).read()
    Path(default_storage.path(path)).write_bytes(whole[:10])
    make_picture()
    assert default_storage.open(path).read() == whole


def test_stylesheet_is_what_the_classes_need():
    assert (ROOT / "static" / "css" / "pictures.css").read_text() == imaging.stylesheet()
    assert f".{imaging.colour_class({'colour': '336699'})}{{" in imaging.stylesheet()
    assert f".{imaging.focal_class(34, 100)}{{" in imaging.stylesheet()
