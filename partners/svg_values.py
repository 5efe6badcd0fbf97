"""The values that an attribute of a clean drawing may have: checked by type, and written anew where that costs no look."""

import re
from functools import lru_cache
from typing import NamedTuple

import tinycss2
from tinycss2.color4 import parse_color

LARGEST = 1e7
LONGEST = 400  # letters of a colour or a reference
LONGEST_LIST = 4_000  # of dashes or transformations
NUMBER = r"[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d{1,3}+)?"
UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96, "q": 24 / 25.4}
UNITS |= {"em": 16, "rem": 16, "ex": 8}  # no text is left whose size they could mean
LENGTH = re.compile(rf"({NUMBER})([a-z]*+|%)", re.IGNORECASE)
NUMBERS = re.compile(NUMBER)
LIST = re.compile(r"[\d\s,.eE+-]++")
PATH = re.compile(r"[\s,]*+[Mm][MmZzLlHhVvCcSsQqTtAa\d\s,.eE+-]*+")
STEP = re.compile(rf"\s*+(matrix|translate|scale|rotate|skewX|skewY)\s*+\(((?:[\s,]*+{NUMBER})++)\s*+\)[\s,]*+")
ASPECT = re.compile(r"(none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max))(\s+(meet|slice))?")
NAME = re.compile(r"[A-Za-z_][\w-]{0,60}", re.ASCII)
ICC = re.compile(r"\s+icc-color\([^()]*\)\s*$")


class Local(NamedTuple):
    """A reference to another part of the same drawing; `otherwise` is painted when that part is missing."""

    name: str
    otherwise: str = "none"


def plain(figure):
    """The shortest text of a number, to four places."""
    text = f"{figure:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def is_in_range(text):
    return all(abs(float(number)) <= LARGEST for number in NUMBERS.findall(text))


def number(text):
    return text if NUMBERS.fullmatch(text) and is_in_range(text) else None


def length(text):
    """Numbers and percentages as they are, other units in px."""
    found = LENGTH.fullmatch(text)
    if not found or not is_in_range(found[1]):
        return None
    figure, unit = found[1], found[2].lower()
    if unit in {"", "%"}:
        return figure + unit
    return plain(float(figure) * UNITS[unit]) if unit in UNITS else None


def positive(text):
    found = length(text)
    return found if found and not found.startswith("-") else None


def share(text):
    """A number, or a percentage."""
    return text if number(text.removesuffix("%")) else None


def numbers(text):
    return " ".join(text.split()) if LIST.fullmatch(text) and NUMBERS.search(text) and is_in_range(text) else None


def dashes(text):
    if text == "none":
        return text
    if len(text) > LONGEST_LIST:
        return None
    found = [positive(part) for part in re.split(r"[\s,]+", text)]
    return " ".join(found) if all(found) else None


def path(text):
    return " ".join(text.split()) if PATH.fullmatch(text) and is_in_range(text) else None


def view_box(text):
    found = numbers(text)
    sides = [float(side) for side in NUMBERS.findall(found)] if found else []
    return found if len(sides) == 4 and sides[2] > 0 and sides[3] > 0 else None


def transform(text):
    """The attribute's grammar; the style's grammar where it says the same (px and degrees)."""
    if text == "none" or len(text) > LONGEST_LIST:
        return None
    steps, rest = [], re.sub(r"(?<=\d)(?:px|deg)\b", "", text)
    while rest and (step := STEP.match(rest)):
        steps.append(f"{step[1]}({' '.join(NUMBERS.findall(step[2]))})")
        rest = rest[step.end() :]
    return " ".join(steps) if steps and not rest.strip() and is_in_range(text) else None


def aspect(text):
    text = " ".join(text.split())
    return text if ASPECT.fullmatch(text) else None


def name(text):
    return text if NAME.fullmatch(text) else None


def one_of(*words):
    """A checker for a word of these, whatever its case."""
    known = {word.lower(): word for word in words}
    return lambda text: known.get(text.lower())


def paint_order(text):
    words = text.split()
    return " ".join(words) if words and set(words) <= {"normal", "fill", "stroke", "markers"} else None


@lru_cache(4096)
def colour(text):
    """Every colour that CSS can say, as sRGB."""
    if len(text) > LONGEST:
        return None
    text = ICC.sub("", text)
    if text.lower() in {"currentcolor", "inherit"}:
        return "inherit" if text.lower() == "inherit" else "currentColor"
    try:
        *channels, alpha = parse_color(text).to("srgb")
    except (AttributeError, TypeError, NotImplementedError):
        return None  # no colour, a word of the system's, or a space that drawing programs do not write
    red, green, blue = (round(255 * min(1, max(0, channel or 0))) for channel in channels)
    if alpha is None or alpha >= 1:
        return f"#{red:02x}{green:02x}{blue:02x}"
    return f"rgba({red},{green},{blue},{plain(max(0, alpha))})"


@lru_cache(4096)
def paint(text):
    if text.lower() in {"none", "context-fill", "context-stroke"}:
        return text.lower()
    if not text.lower().startswith("url") and "\\" not in text:
        return colour(text)
    local, rest = _reference(text)
    otherwise = "none" if rest.lower() in {"", "none"} else colour(rest)
    return Local(local, otherwise) if local and otherwise else None


@lru_cache(4096)
def reference(text):
    """none, or url(#part) of the same drawing."""
    if text.lower() == "none":
        return "none"
    local, rest = _reference(text)
    return Local(local) if local and not rest else None


def _reference(text):
    """(the part that url(#part) names, what stands behind it); ('', …) for an address or anything else."""
    if len(text) > LONGEST:
        return "", ""
    tokens = tinycss2.parse_component_value_list(text, skip_comments=True)
    first = tokens[0] if tokens else None
    address = getattr(first, "value", "") if getattr(first, "type", "") == "url" else _quoted_address(first)
    return (address[1:] if address.startswith("#") else ""), tinycss2.serialize(tokens[1:]).strip()


def _quoted_address(token):
    if getattr(token, "type", "") != "function" or token.lower_name != "url":
        return ""
    return next((part.value for part in token.arguments if part.type == "string"), "")


def link(text):
    """#part of the same drawing."""
    text = text.strip()
    return Local(text[1:]) if text.startswith("#") and len(text) > 1 else None
