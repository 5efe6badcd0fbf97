"""What the guard makes of what a browser measured: each rule, broken alone, is the one that is found, in both periods."""

from copy import deepcopy

import pytest

from partners.visibility import BLUE, PERIODS, YELLOW, on_card
from partners.visibility_rules import LABELS, NOT_OPENED, RULES, broken, contrast
from tests.pages import CODES

BOTH = pytest.mark.parametrize("period", PERIODS)


def phrase(role, text, top):
    return {
        "role": role, "text": text, "box": [82, top, 150, 17], "size": 16, "is_shown": True, "covered_by": "",
        "families": ["Ubuntu", "Arial", "sans-serif"], "used": ["Ubuntu derivative SME2GO"], "effects": [],
        "colour": "#000000", "ground": "#f6f2e8",
    }  # fmt: skip


def page(period, code="sv"):
    """As it should be: one flag with the period's words, a logo, the programme's name."""
    rules = PERIODS[period]
    flag = {"box": [0, 10, 72, 48], "natural": [810, 540], "is_shown": True, "covered_by": ""}
    flag["colours"] = {BLUE: 0.95, YELLOW: 0.01}
    phrases = [phrase("union", rules.union[code], 12)]
    phrases += [phrase("fund", rules.fund[code], 32)] if rules.fund else []
    return {
        "width": 1366,
        "height": 768,
        "blocks": [{"place": "header", "flag": flag, "phrases": phrases}],
        "programme": {"box": [900, 10, 160, 16], "is_shown": True, "is_logo": True, "text": "Interreg"},
        "logos": [{"name": "Partner", "width": 133, "height": 40}, {"name": "Other", "width": 60, "height": 60}],
    }


def changed(period, at, value):
    measured = deepcopy(page(period))
    *way, last = at.split(".")
    thing = measured
    for name in way:
        thing = thing[int(name) if name.isdecimal() else name]
    thing[int(last) if last.isdecimal() else last] = value
    return measured


FLAG, UNION = "blocks.0.flag", "blocks.0.phrases.0"
BREAKS = [
    ("flag", "blocks", []),
    ("flag", f"{FLAG}.is_shown", False),
    ("flag", f"{FLAG}.covered_by", "div.banner"),
    ("first-screen", f"{FLAG}.box", [0, 740, 72, 48]),
    ("first-screen", f"{UNION}.box", [1300, 12, 150, 17]),
    ("first-screen", f"{UNION}.box", [82, -8, 150, 17]),
    ("flag-colour", f"{FLAG}.colours", {BLUE: 0, YELLOW: 0}),
    ("flag-colour", f"{FLAG}.colours", {BLUE: 0.97, YELLOW: 0}),
    ("ratio", f"{FLAG}.box", [0, 10, 72, 58]),
    ("ratio", f"{FLAG}.natural", [800, 800]),
    ("size", "logos.0", {"name": "Partner", "width": 133, "height": 49}),
    ("size", f"{FLAG}.box", [0, 10, 54, 36]),
    ("words", f"{UNION}.text", "EU"),
    ("words", f"{UNION}.is_shown", False),
    ("words", f"{UNION}.covered_by", "div.banner"),
    ("words", "blocks.0.phrases", []),
    ("words", f"{UNION}.role", "fund"),
    ("typeface", f"{UNION}.used", ["Comic Sans MS"]),
    ("typeface", f"{UNION}.families", ["Georgia", "Arial"]),
    ("typeface", f"{UNION}.families", ["sans-serif"]),
    ("colour", f"{UNION}.colour", "#16222b"),
    ("colour", f"{UNION}.ground", "#003399"),
    ("plain", f"{UNION}.effects", ["font-style: italic"]),
    ("apart", f"{UNION}.box", [73, 12, 150, 17]),
    ("apart", f"{UNION}.box", [40, 12, 150, 17]),
    ("proportion", f"{UNION}.size", 8),
    ("proportion", f"{UNION}.size", 40),
    ("programme", "programme", None),
    ("programme", "programme.is_shown", False),
    ("programme", "programme.text", ""),
    ("programme", "programme.box", [900, 10, 160, 8]),
]


@BOTH
@pytest.mark.parametrize("code", CODES)
def test_page_as_it_should_be_breaks_no_rule(period, code):
    assert broken(page(period, code), period, code) == {}


@BOTH
@pytest.mark.parametrize(("rule", "at", "value"), BREAKS, ids=lambda value: str(value)[:40])
def test_rule_that_is_broken_is_found_and_no_other(period, rule, at, value):
    assert list(broken(changed(period, at, value), period, "sv")) == [rule]


def test_every_rule_has_a_page_that_breaks_it_and_a_sentence():
    assert {rule for rule, _at, _value in BREAKS} == set(RULES)
    assert set(LABELS) == {NOT_OPENED, *RULES}


@BOTH
@pytest.mark.parametrize("code", CODES)
def test_words_of_the_other_period_are_found(period, code):
    (other,) = set(PERIODS) - {period}
    assert list(broken(page(other, code), period, code)) == ["words"]


@pytest.mark.parametrize("text", ["Europeiska socialfonden", ""])
def test_fund_of_another_name_is_found(text):
    assert (
        "Europeiska regionala"
        in broken(changed("2014-2020", "blocks.0.phrases.1.text", text), "2014-2020", "sv")["words"]
    )


def test_finding_says_what_was_measured():
    large = {"name": "Partner", "width": 133, "height": 50}
    assert broken(changed("2014-2020", "logos.0", large), "2014-2020", "sv") == {"size": "Partner 133 × 50 > 72 × 48"}


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("size", [(133, 40), (500, 500), (200, 900), (3000, 100), (300, 201)])
def test_logo_on_its_own_page_is_not_larger_than_the_flag(size):
    shown = on_card(*size)
    assert shown["height"] <= 40 or shown["width"] <= 60
    assert max(shown["height"] / 40, shown["width"] / 60) >= 1, "and not smaller than it has to be"
