"""The EU's rules of visibility as data per funding period.

Sources: Implementing Regulation (EU) 821/2014 (2014-2020); Regulation (EU) 2021/1060 Annex IX (2021-2027). The wordings are
the legal ones of each language, not translations of ours; a Programme may carry its own as far as its period allows.
"""

from dataclasses import dataclass

# The flag is at least as large as any other logo, in height or width: it is 48 px high, 40 px on a narrow screen.
LOGO_HEIGHT, LOGO_WIDTH = 40, 160
LOGO_SIDE = 3 * LOGO_WIDTH  # the file, for screens of threefold density
TYPEFACES = ("Arial", "Auto", "Calibri", "Garamond", "Trebuchet", "Tahoma", "Verdana", "Ubuntu")


@dataclass(frozen=True)
class Period:
    union: dict  # the words beside the flag, by language
    fund: dict  # the fund's name, by language; empty where the period's wording does not name it
    fund_must_be_named: bool
    typefaces: tuple = TYPEFACES


PERIODS = {
    "2014-2020": Period(
        union={"sv": "Europeiska unionen", "en": "European Union", "et": "Euroopa Liit", "fi": "Euroopan unioni"},
        fund={
            "sv": "Europeiska regionala utvecklingsfonden",
            "en": "European Regional Development Fund",
            "et": "Euroopa Regionaalarengu Fond",
            "fi": "Euroopan aluekehitysrahasto",
        },
        fund_must_be_named=True,
    ),
    "2021-2027": Period(
        union={
            "sv": "Medfinansieras av Europeiska unionen",
            "en": "Co-funded by the European Union",
            "et": "Kaasrahastanud Euroopa Liit",
            "fi": "Euroopan unionin osarahoittama",
        },
        fund={},
        fund_must_be_named=False,
    ),
}


def union_suits(period, code, words):
    """Whether a programme's own words beside the flag name the Union as its period does, and not as another does."""
    own = PERIODS[period].union[code].casefold()
    others = {other.union[code].casefold() for other in PERIODS.values()} - {own}
    said = words.casefold()
    return own in said and not any(other in said and other not in own for other in others)


def fund_suits(period, words):
    return bool(PERIODS[period].fund) or not words


def beside_flag(width, height):
    """The size in px at which a programme's logo of these proportions stands beside the flag."""
    scale = min(1, LOGO_WIDTH / width, LOGO_HEIGHT / height)
    return {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
