"""Pictures as they come in: what is refused and why, and the clean master and renditions that readers get.

The order is what keeps it safe: formats by content, limits from the header, only then decoding; a new image without any
metadata; names from the bytes, so that they never change their meaning. A large picture is in memory once and alone: one at
a time in each process, shrunk strip by strip before anything else is made of it.
"""

import hashlib
import re
from contextlib import suppress
from io import BytesIO
from pathlib import PurePosixPath
from threading import Lock

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps

FORMATS = {"JPEG": {".jpg", ".jpeg"}, "PNG": {".png"}, "WEBP": {".webp"}, "AVIF": {".avif"}}
HEADS = re.compile(rb"\xff\xd8\xff|\x89PNG|RIFF....WEBP|....ftypavi[fs]", re.DOTALL)
MAX_BYTES = 25_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000
MASTER_SIDE = 2560
STRIP_PIXELS = 4_000_000
WIDTHS = (320, 480, 640, 720, 960, 1280, 1920)  # 720: a telephone of 360 px and twofold density
RENDITIONS = {
    "avif": {"quality": 58, "speed": 8},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 82, "progressive": True, "optimize": True},
}
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
one_at_a_time = Lock()

NO_PICTURE = _("This file is no picture that the site can read. JPEG, PNG, WebP and AVIF are welcome.")
GIF = _("GIF pictures are not accepted, whether they move or not. Save it as JPEG, PNG, WebP or AVIF.")
MISNAMED = _("The file’s name ends in %(ending)s, but it holds %(format)s. Give it its right name and try again.")
TOO_HEAVY = _("The file is larger than 25 MB. Save it smaller and try again.")
TOO_LARGE = _("The picture has more than 50 million pixels. Make it smaller and try again.")
TOO_LONG = _("The picture is more than 30,000 pixels wide or high. Make it smaller and try again.")
ANIMATED = _("The picture moves. Only still pictures are shown here: save one frame of it.")
DAMAGED = _("The picture is damaged or was not uploaded whole. Open it, save it anew and try again.")


def upload_path(_picture, filename):
    """The master's place; its name is made from its bytes in prepare(), never from the uploader's."""
    return f"pictures/master/{PurePosixPath(filename).name}"


class PictureFormField(forms.ImageField):
    """Says in a sentence what is wrong, before anything that Django's own field would decode."""

    def to_python(self, data):
        uploaded = forms.FileField.to_python(self, data)
        if uploaded is None:
            return None
        check_upload(uploaded)
        return uploaded


def check_upload(file):
    """A validator: raises ValidationError with a sentence that says why; skips a file that is stored already."""
    if getattr(file, "_committed", False):
        return
    with one_at_a_time:
        _open(file)
    file.seek(0)


def _open(file):
    """(the decoded image, its format), or ValidationError; decodes only what its header promises to be harmless."""
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    file.seek(0)
    try:
        image = Image.open(file, formats=list(FORMATS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE, code="too_large") from error
    except Exception as error:  # Pillow raises whatever its parsers run into
        raise _unreadable(file) from error
    kind = image.format
    ending = PurePosixPath(file.name or "").suffix.lower()
    if ending not in FORMATS[kind]:
        raise ValidationError(MISNAMED, code="misnamed", params={"ending": ending or "…", "format": kind})
    if image.width * image.height > MAX_PIXELS:
        raise ValidationError(TOO_LARGE, code="too_large")
    if max(image.size) > MAX_SIDE:
        raise ValidationError(TOO_LONG, code="too_long")
    if getattr(image, "n_frames", 1) > 1:
        raise ValidationError(ANIMATED, code="animated")
    try:
        image.draft("RGB", (MASTER_SIDE, MASTER_SIDE))
        image.load()
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    return image, kind


def _unreadable(file):
    """Why Pillow could not open it, by its first bytes: the head of a format that we take means that the rest is broken."""
    file.seek(0)
    head = file.read(12)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return ValidationError(GIF, code="gif")
    if HEADS.match(head):
        return ValidationError(DAMAGED, code="damaged")
    return ValidationError(NO_PICTURE, code="no_picture")


def prepare(picture):
    """Replace an uploaded file by its clean master and make its renditions; nothing is stored when it is refused."""
    with one_at_a_time:
        image, kind = _clean(picture.file, MASTER_SIDE)
        master, ending = _encoded_master(image, kind)
        checksum = hashlib.sha256(master).hexdigest()
        files, picture.renditions = _renditions(image, checksum[:16])
    for path, data in files.items():
        store(path, data)
    picture.checksum = checksum
    picture.width, picture.height = image.size
    picture.file = ContentFile(master, name=f"{checksum[:32]}.{ending}")


def cleaned(file, side=MASTER_SIDE):
    """(the upload as it may be kept where one file is enough, its size in px): a logo, a document that is a picture."""
    with one_at_a_time:
        image, kind = _clean(file, side)
        master, ending = _encoded_master(image, kind)
    return ContentFile(master, name=f"{PurePosixPath(file.name).stem}.{ending}"), image.size


def store(path, data):
    """The same bytes are written once; half a file that a crash left behind is written again."""
    with suppress(FileNotFoundError):
        if default_storage.size(path) == len(data):
            return
        default_storage.delete(path)
    default_storage.save(path, ContentFile(data))


def _clean(file, side):
    """(a new image, the upload's format): upright, sRGB, white where it was transparent, at most `side` px, no metadata."""
    image, kind = _open(file)
    clean = _shrunk(image, max(1, max(image.size) // side))
    clean.getexif()[ExifTags.Base.Orientation] = image.getexif().get(ExifTags.Base.Orientation, 1)
    clean = ImageOps.exif_transpose(clean)
    clean.thumbnail((side, side), Image.Resampling.LANCZOS)
    return clean, kind


def _shrunk(image, factor):
    """The image in plain colours and a whole number of times smaller, strip by strip: a copy of it all is never made."""
    small = Image.new("RGB", [-(-length // factor) for length in image.size])
    rows = factor * max(1, STRIP_PIXELS // (image.width * factor))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        small.paste(_in_plain_colours(strip).reduce(factor), (0, top // factor))
    return small


def _in_plain_colours(image):
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if "transparency" in image.info or image.mode in {"LA", "PA"}:
        image = image.convert("RGBA")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    image = _in_srgb(image.convert("RGB") if alpha else image, profile)
    plain = Image.new("RGB", image.size, "white")
    plain.paste(image, mask=alpha)
    return plain


def _in_srgb(image, profile):
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile is no reason to refuse the picture
    return image.convert("RGB")


def _encoded_master(image, kind):
    """(bytes, ending): lossless for drawings, which come as PNG; JPEG for the rest."""
    if kind == "PNG":
        return _encoded(image, "PNG", optimize=True), "png"
    return _encoded(image, "JPEG", quality=90), "jpg"


def _encoded(image, kind, **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _renditions(image, name):
    """({path: bytes}, the JSON of Picture.renditions), from the widest down, each made from the one before."""
    files, index = {}, {"colour": _average_colour(image)} | {kind: {} for kind in RENDITIONS}
    widths = [width for width in WIDTHS if width <= image.width] or [image.width]
    for width in sorted(widths, reverse=True):
        height = max(1, round(image.height * width / image.width))
        image = image.resize((width, height), Image.Resampling.LANCZOS)
        for kind, options in RENDITIONS.items():
            path = f"pictures/{name}/{width}.{kind}"
            files[path] = _encoded(image, kind.upper(), **options)
            index[kind][str(width)] = {"path": path, "height": height, "bytes": len(files[path])}
    return files, index


def _average_colour(image):
    return "".join(
        f"{51 * round(channel / 51):02x}" for channel in image.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    )


def colour_class(renditions):
    """The class of the placeholder's colour: 'ph-240' for each channel in steps of 51."""
    colour = renditions["colour"]
    return "ph-" + "".join(str(int(colour[start : start + 2], 16) // 51) for start in (0, 2, 4))


def focal_class(x, y):
    """The class of the focal point, in steps of ten per cent: 'fp-5-3'."""
    return f"fp-{(x + 5) // 10}-{(y + 5) // 10}"


def stylesheet():
    """The classes that the two functions above name: static/css/pictures.css, since the policy allows no style attribute."""
    levels = range(6)
    colours = (
        f".ph-{red}{green}{blue}{{background:#{red * 3:x}{green * 3:x}{blue * 3:x}}}"
        for red in levels
        for green in levels
        for blue in levels
    )
    points = (f".fp-{x}-{y}{{object-position:{x * 10}% {y * 10}%}}" for x in range(11) for y in range(11))
    return "@layer components{\n" + "\n".join([*colours, *points]) + "\n}\n"
