"""The strip composer without any script: a choice is a button, and the page that it leads to begins where the reader was."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.test_accessibility import findings
from tests.pages import PAGES

pytestmark = pytest.mark.browser
FOCUSED = "document.activeElement.id"
SEEN = """names => names.every(name => {
  const thing = document.querySelector(name), box = thing.getBoundingClientRect()
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return box.top >= 0 && box.bottom <= innerHeight && thing.contains(middle)
})"""
SHEET = ".composed-sheet img"


def chosen(page):
    """What the address holds: {field: [value]}."""
    return parse_qs(urlsplit(page.url).query)


def press(page, name, key):
    """A choice by the keyboard; the page that it leads to has been drawn then."""
    page.locator(f"#{name}").focus()
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press(key)
    page.wait_for_function(f"{FOCUSED} === '{name}'")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024), (360, 740)])
def test_keyboard_chooses_and_preview_and_choice_stay_in_sight(open_page, width, height):
    page = open_page(PAGES["strip"]["en"], width=width, height=height)
    before = page.locator(SHEET).get_attribute("src")
    for field, value, key in (("ground", "dark", "Enter"), ("layout", "stacked", "Space"), ("language", "fi", "Enter")):
        press(page, f"{field}-{value}", key)
        button = page.locator(f"#{field}-{value}")
        assert button.get_attribute("aria-pressed") == "true"
        assert button.evaluate("button => parseFloat(getComputedStyle(button).outlineWidth)") >= 2
        assert page.evaluate(SEEN, [SHEET, f"#{field}-{value}"])
    assert {name: values for name, values in chosen(page).items() if name != "owners"} == {
        "layout": ["stacked"], "ground": ["dark"], "width": ["1200"], "language": ["fi"],
    }  # fmt: skip
    assert page.locator(SHEET).get_attribute("src") != before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "SVG", "the keyboard goes on where it was"


def test_page_does_not_jump_while_all_choices_fit_the_screen(open_page):
    page = open_page(PAGES["strip"]["en"], width=1440, height=900)
    for name in ("layout-stacked", "layout-wide", "width-800", "language-fi"):
        press(page, name, "Enter")
        assert page.evaluate("scrollY") == 0, name


def test_tick_is_a_tick_and_is_taken_out_by_the_space_bar(open_page):
    page = open_page(PAGES["strip"]["en"])
    ticks = page.get_by_role("checkbox")
    everybody, first = ticks.count(), ticks.first.get_attribute("id")
    assert page.get_by_role("checkbox", checked=True).count() == everybody > 1
    press(page, first, "Space")
    assert page.get_by_role("checkbox", checked=False).evaluate_all("all => all.map(tick => tick.id)") == [first]
    assert first.removeprefix("owners-") not in chosen(page)["owners"]
    assert len(chosen(page)["owners"]) == everybody - 1
    press(page, first, "Space")
    assert page.get_by_role("checkbox", checked=True).count() == everybody
    press(page, "owners-none", "Enter")
    assert page.get_by_role("checkbox", checked=True).count() == 0


def test_width_is_a_number_and_enter(open_page):
    page = open_page(PAGES["strip"]["en"])
    page.fill("#width", "777")
    press(page, "width", "Enter")
    assert chosen(page)["width"] == ["777"]
    assert page.locator(SHEET).get_attribute("width") == "777"
    assert page.locator("[aria-pressed=true]").count() == 3, "no width of the row is the one"


def test_choices_fit_320_px_double_text_and_forced_colours(open_page):
    page = open_page(f"{PAGES['strip']['fi']}?width=2400&layout=stacked", width=320, height=640, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.locator(".composer *").evaluate_all("all => all.every(one => one.getBoundingClientRect().right <= 320)")
    page.emulate_media(forced_colors="active")
    pressed, other = (page.locator(f"#layout-{name}") for name in ("stacked", "wide"))
    ground = "button => getComputedStyle(button).backgroundColor"
    assert pressed.evaluate(ground) != other.evaluate(ground)
    assert not findings(page)
    press(page, "ground-dark", "Enter")
    assert page.evaluate(SEEN, ["#ground-dark"]), "the preview does not lie on it"
