"""Whether a page shows EU funding as its period asks: one short function a rule, over what a browser measured.

A page as measured (visibility_measure.js): {"width", "height" (px of the screen), "blocks", "programme", "logos"}; boxes are
[x, y, width, height] in px of the page. A block is a flag with its words: {"place": "header" or "strip", "flag", "phrases"}.
A flag, or None: {"box", "natural" [width, height], "is_shown", "covered_by", "colours" {colour: share of pixels} or None}.
A phrase: {"role": "union" or "fund", "text", "box", "size", "is_shown", "covered_by", "families", "used" (typefaces that were
drawn), "effects" [CSS], "colour", "ground"}. A logo: {"name", "width", "height"}.
"""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext_lazy as _

from .visibility import LEAST_LOGO, PERIODS, SAME_TYPEFACE, fund_suits, union_suits

BLUE_SHARE, YELLOW_SHARE = (
    0.75,
    0.005,
)  # of the flag's pixels, at least; the rest lies between the two, at edges of stars
ROUNDING = 0.5  # px
GENERIC = {"sans-serif", "serif", "monospace", "system-ui", "ui-sans-serif"}


@dataclass(frozen=True)
class Finding:
    """A rule that is broken on a page; `detail` is what was measured, in no language: numbers, CSS, the page's own words."""

    page: str
    language: str
    width: int
    scheme: str
    rule: str
    detail: str

    as_data = asdict


def broken(measured, period, code):
    """{rule: detail} of the rules that a page in one language breaks."""
    rules = PERIODS[period]
    found = {
        name: "; ".join(dict.fromkeys(check(measured, rules, period, code))) for name, (_l, check) in RULES.items()
    }
    return {name: detail for name, detail in found.items() if detail}


def _flags(measured):
    return [block for block in measured["blocks"] if block["flag"] and block["flag"]["is_shown"]]


def _phrases(measured):
    return [phrase for block in measured["blocks"] for phrase in block["phrases"] if phrase["is_shown"]]


def flag(measured, _rules, _period, _code):
    if not any(block["place"] == "header" for block in measured["blocks"]):
        yield "header: –"
    for block in measured["blocks"]:
        if not block["flag"] or not block["flag"]["is_shown"]:
            yield f"{block['place']}: –"
        elif block["flag"]["covered_by"]:
            yield f"{block['place']}: {block['flag']['covered_by']}"


def first_screen(measured, _rules, _period, _code):
    for block in measured["blocks"]:
        seen = [block["flag"], *(one for one in block["phrases"] if one["role"] == "union")]
        for thing in seen if block["place"] == "header" else ():
            if thing and thing["is_shown"] and not _is_inside(thing["box"], measured["width"], measured["height"]):
                yield f"{_px(thing['box'][:2])} + {_px(thing['box'][2:])} > {_px((measured['width'], measured['height']))}"


def _is_inside(box, width, height):
    x, y, wide, high = box
    fits = x + wide <= width + ROUNDING and y + high <= height + ROUNDING
    return fits and min(x, y) >= -ROUNDING


def flag_colour(measured, rules, _period, _code):
    for block in _flags(measured):
        colours = block["flag"]["colours"] or dict.fromkeys(rules.flag, 1)  # out of sight: another rule says so
        blue, yellow = (colours[colour] for colour in rules.flag)
        if not block["flag"]["covered_by"] and (blue < BLUE_SHARE or yellow < YELLOW_SHARE):
            yield f"{block['place']}: {rules.flag[0]} {blue:.0%}, {rules.flag[1]} {yellow:.1%}"


def ratio(measured, rules, _period, _code):
    for block in _flags(measured):
        for width, height in (block["flag"]["box"][2:], block["flag"]["natural"]):
            if abs(width - rules.ratio * height) > 2 * ROUNDING + 0.01 * width:
                yield f"{block['place']}: {_px((width, height))}"


def size(measured, _rules, _period, _code):
    """Every logo of the page against the smallest flag on it: lower or narrower, so that one of the two measures holds."""
    boxes = [block["flag"]["box"][2:] for block in _flags(measured)]
    least = min(boxes, key=lambda box: box[0] * box[1], default=None)
    for logo in measured["logos"] if least else ():
        if logo["width"] > least[0] + ROUNDING and logo["height"] > least[1] + ROUNDING:
            yield f"{logo['name']} {_px((logo['width'], logo['height']))} > {_px(least)}"


def words(measured, rules, period, code):
    for block in measured["blocks"]:
        said = {role: " ".join(_said(block, role)) for role in ("union", "fund")}
        if not union_suits(period, code, said["union"]):
            yield f"{block['place']}: “{said['union']}” ≠ “{rules.union[code]}”"
        if not fund_suits(period, code, said["fund"]):
            yield f"{block['place']}: “{said['fund']}” ≠ “{rules.fund.get(code, '')}”"


def _said(block, role):
    """What is read of these words: not what is hidden or covered."""
    return [
        one["text"] for one in block["phrases"] if one["role"] == role and one["is_shown"] and not one["covered_by"]
    ]


def typeface(measured, rules, _period, _code):
    for phrase in _phrases(measured):
        named = [family for family in phrase["families"] if family not in GENERIC]
        for family in [*phrase["used"], *(named or phrase["families"])]:
            if SAME_TYPEFACE.get(family, family) not in rules.typefaces:
                yield family


def colour(measured, rules, _period, _code):
    for phrase in _phrases(measured):
        if phrase["colour"] not in rules.letters:
            yield phrase["colour"]
        elif contrast(phrase["colour"], phrase["ground"]) < rules.contrast:
            yield f"{phrase['colour']} / {phrase['ground']}"


def contrast(one, other):
    """The contrast of two colours (#rrggbb) as WCAG 2 reckons it: 1 to 21."""
    low, high = sorted(_luminance(one) for one in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour):
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def plain(measured, _rules, _period, _code):
    for phrase in _phrases(measured):
        yield from phrase["effects"]


def apart(measured, rules, _period, _code):
    for block in _flags(measured):
        for phrase in block["phrases"]:
            if phrase["is_shown"] and (gap := _gap(block["flag"]["box"], phrase["box"])) < rules.apart:
                yield f"{block['place']}: {gap:g} px"


def _gap(one, other):
    """px between two boxes, negative by as much as they overlap."""
    sides = zip(one[:2], one[2:], other[:2], other[2:], strict=True)
    return round(max(max(there - here - long, here - there - far) for here, long, there, far in sides), 1)


def proportion(measured, rules, _period, _code):
    least, most = rules.proportion
    for block in _flags(measured):
        for phrase in block["phrases"]:
            share = phrase["size"] / block["flag"]["box"][3]
            if phrase["is_shown"] and not least <= share <= most:
                yield f"{block['place']}: {phrase['size']:g} px / {block['flag']['box'][3]:g} px"


def programme(measured, _rules, _period, _code):
    """Its logo, or its name where there is none, on the first screen."""
    shown = measured["programme"]
    if not shown or not shown["is_shown"] or not shown["text"]:
        yield "–"
    elif shown["is_logo"] and min(shown["box"][2:]) < LEAST_LOGO - ROUNDING:
        yield f"{_px(shown['box'][2:])}"


def _px(lengths):
    return " × ".join(f"{length:g}" for length in lengths)


RULES = {
    "flag": (_("The EU flag is there, and nothing hides or covers it."), flag),
    "first-screen": (_("Flag and words are seen without scrolling."), first_screen),
    "flag-colour": (_("The flag stands in its own blue and yellow."), flag_colour),
    "ratio": (_("The flag is three wide and two high."), ratio),
    "size": (_("The flag is at least as large as any logo, in height or width."), size),
    "words": (_("Beside the flag stand the words of the funding period, written out, and no others."), words),
    "typeface": (_("The words stand in a typeface that the EU allows."), typeface),
    "colour": (_("The words are Reflex Blue, black or white, and can be read on what lies behind."), colour),
    "plain": (_("The words are not italic, not underlined and without effects."), plain),
    "apart": (_("The words do not touch the flag."), apart),
    "proportion": (_("The size of the words is in proportion to the flag."), proportion),
    "programme": (_("The programme’s logo or name is shown."), programme),
}
NOT_OPENED = "opened"
LABELS = {NOT_OPENED: _("The page opens.")} | {name: label for name, (label, _check) in RULES.items()}
