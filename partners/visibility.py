"""The EU's rules of visibility as data per funding period.

Sources: Implementing Regulation (EU) 821/2014 (2014-2020); Regulation (EU) 2021/1060 Annex IX (2021-2027). The wordings are
the legal ones of each language, not translations of ours; a Programme may carry its own as far as its period allows. What a
page makes of these rules is judged in visibility_rules.py.
"""

from dataclasses import dataclass

# The flag is at least as large as any other logo, in height or width: it is 48 px high, 40 px on a narrow screen.
LOGO_HEIGHT, LOGO_WIDTH = 40, 160
FLAG_RATIO = 3 / 2
CARD_HEIGHT, CARD_WIDTH = 96, 240  # px of a card in static/css/logos.css
LEAST_LOGO = 16  # px of its shorter side: the programme's logo is to be seen
TYPEFACES = ("Arial", "Auto", "Calibri", "Garamond", "Trebuchet", "Tahoma", "Verdana", "Ubuntu")
SAME_TYPEFACE = {
    "Ubuntu derivative SME2GO": "Ubuntu",  # ours: its licence asks a subset to say so in its name
    "Trebuchet MS": "Trebuchet",
    # What systems draw in place of a typeface that they lack, to the same measures.
    "Liberation Sans": "Arial",
    "Arimo": "Arial",
    "Carlito": "Calibri",
}
BLUE, YELLOW, BLACK, WHITE = "#003399", "#ffcc00", "#000000", "#ffffff"


@dataclass(frozen=True)
class Period:
    union: dict  # the words beside the flag, by language
    fund: dict  # the fund's name, by language; empty where the period's wording does not name it
    fund_must_be_named: bool
    typefaces: tuple = TYPEFACES
    letters: tuple = (BLUE, BLACK, WHITE)  # the colours of the words
    contrast: float = 4.5  # of the words with what lies behind them, at least
    proportion: tuple = (0.2, 0.6)  # the size of the letters as a share of the flag's height: our reading of the rule
    apart: float = 2  # px between flag and words, at least
    flag: tuple = (BLUE, YELLOW)
    ratio: float = FLAG_RATIO  # the flag's width / height


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


def fund_suits(period, code, words):
    """Whether words name the fund as the period does; no words at all are right where it names none."""
    named = PERIODS[period].fund.get(code, "").casefold()
    return named in words.casefold() if named else not words


def beside_flag(width, height):
    """The size in px at which a programme's logo of these proportions stands beside the flag."""
    return _scaled(width, height, min(LOGO_WIDTH / width, LOGO_HEIGHT / height))


def on_card(width, height):
    """The size in px at which a page that is about logos shows one: as wide or as high as the flag, and not both larger.

    Such pages are no exception to the rule of sizes: whoever measures them finds the flag to be the largest there, too.
    """
    scale = max(LOGO_HEIGHT / height, LOGO_HEIGHT * FLAG_RATIO / width)
    return _scaled(width, height, min(scale, CARD_HEIGHT / height, CARD_WIDTH / width))


def _scaled(width, height, scale):
    return {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
