"""What a logo breaks by its own file, so that its form can say so: no page can mend it."""

from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops, ImageColor, ImageFilter

from sme2go_site.writing import OpenedForm

from . import strip, visibility
from .funding import FOOTER_FLAG

SIDE = 384  # px in which a logo is looked at
LOOKED_AT = 960  # px of a large picture, made smaller first
NEAR = 32  # of 255, in each channel
LEAST_BLUE, LEAST_YELLOW = 300, 6  # pixels of a flag so small that it could still be told
ROUND_A_STAR = 17  # px: blue is that close to whatever is yellow in a flag
PALE = 225  # of 255: what is lighter is not told from white

TOO_SMALL = _(
    "Beside the flag this logo would stand %(width)s × %(height)s px, and it has to be seen: both sides need "
    "%(least)s px, so take a larger or a less narrow one."
)
NOT_SEEN = _(
    "Beside the flag this logo stands on white, and nothing of it would be seen: take the one for light grounds."
)
CARRIES_FLAG = _(
    "This logo seems to hold an EU flag of its own. The site shows the flag itself, larger than any logo and merged with "
    "nothing: take the logo without a flag. If there is none in it, tick the box below."
)
ASKS_FOR_MORE = _(
    "The owner asks for a width of at least %(asked)s px. No logo may be larger than the flag: at the foot of the pages "
    "this one stands at most %(page)s px wide, in the widest strip %(strip)s px. Ask the owner for a version that may be "
    "smaller, or whether this is allowed here."
)


class WithoutFlagForm(OpenedForm):
    """A form of something with a logo. What looks like the flag may be another drawing: whoever saves it can say so."""

    without_flag = forms.BooleanField(label=_("There is no EU flag in this logo"), required=False)

    def _names(self):
        return [name for name in super()._names() if name != "without_flag"]

    def check_for_flag(self, field, image):
        if not self.cleaned_data.get("without_flag") and carries_flag(image):
            self.add_error(field, ValidationError(CARRIES_FLAG, code="carries_flag"))


def opened(png):
    """The picture on white, as the page shows it; a large one smaller."""
    with Image.open(BytesIO(png)) as image:
        image.thumbnail((LOOKED_AT,) * 2)
        drawn = image.convert("RGBA")
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn).convert("RGB")


def check_beside_flag(image):
    """ValidationError where the programme's logo would not be seen there."""
    shown = visibility.beside_flag(*image.size)
    if min(shown.values()) < visibility.LEAST_LOGO:
        raise ValidationError(TOO_SMALL % (shown | {"least": visibility.LEAST_LOGO}), code="too_small")
    if image.convert("L").getextrema()[0] > PALE:
        raise ValidationError(NOT_SEEN, code="not_seen")


def asks_for_more(logo):
    """The sentence for a logo whose smallest width is more than the rule of the flag leaves it; '' for others.

    What it leaves in company is less: all logos of a strip have the area of the one with the least.
    """
    page = strip.equalised([logo.size[0] / logo.size[1]], FOOTER_FLAG)[0][0]
    best = strip.equalised([logo.ink_shape], strip.MOST_FLAG)[0][0]
    if not logo.smallest_px or logo.smallest_px <= page:
        return ""
    return ASKS_FOR_MORE % {"asked": logo.smallest_px, "page": round(page), "strip": round(best)}


def carries_flag(image):
    """Whether there is yellow of the EU's flag, most of it with the flag's blue round about."""
    small = image.copy()
    small.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    blue, yellow = (_like(small, colour) for colour in (visibility.BLUE, visibility.YELLOW))
    stars = ImageChops.darker(yellow, blue.filter(ImageFilter.MaxFilter(ROUND_A_STAR)))
    counted = {name: mask.histogram()[255] for name, mask in (("blue", blue), ("yellow", yellow), ("stars", stars))}
    is_there = counted["blue"] >= LEAST_BLUE and counted["yellow"] >= LEAST_YELLOW
    return is_there and counted["stars"] > counted["yellow"] / 2


def _like(image, colour):
    """A mask: 255 where the picture has nearly this colour."""
    channels = zip(image.split(), ImageColor.getrgb(colour), strict=True)
    masks = [channel.point([255 * (abs(tone - wanted) <= NEAR) for tone in range(256)]) for channel, wanted in channels]
    return ImageChops.darker(ImageChops.darker(*masks[:2]), masks[2])
