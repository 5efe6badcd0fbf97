"""axe (WCAG 2.2 AA and best practices), reflow, and the keyboard, in a real browser."""

import pytest

from tests.conftest import ROOT, missing
from tests.pages import CODES, EVERY_KIND_AND_ERROR, PAGES

AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules among them whose answer a scheme can change
ONE_OF_EACH = [(kind, path) for kind, code, path in EVERY_KIND_AND_ERROR if code == "fi" or kind == "tartu"]

pytestmark = pytest.mark.browser


def findings(page, rules=RULES):
    if not AXE.exists():
        missing("no axe-core: apt install npm, then make test")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())  # past the policy of content, which lets no script in
    found = page.evaluate("rules => axe.run({runOnly: rules})", rules)["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}" for rule in found for node in rule["nodes"]
    ]


def findings_in_light_and_dark(page):
    """All rules in light, and in dark those on colours: the sheets hide and move nothing by the scheme."""
    page.emulate_media(color_scheme="light")
    found = findings(page)
    page.emulate_media(color_scheme="dark")
    return found + findings(page, COLOURS)


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_axe_finds_nothing_in_light_dark_forced_colours_and_at_320_px(open_page, kind, code, path):
    page = open_page(path, bypass_csp=True)
    assert not findings_in_light_and_dark(page)
    page.emulate_media(forced_colors="active")
    assert not findings(page, COLOURS)
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 640})
    assert not findings(page)


def test_axe_would_find_a_picture_without_words(open_page):
    page = open_page(PAGES["tartu"]["en"], bypass_csp=True)
    page.locator(".hero img").evaluate("image => image.removeAttribute('alt')")
    assert any(finding.startswith("image-alt") for finding in findings(page))


@pytest.mark.parametrize(("kind", "path"), ONE_OF_EACH)
def test_page_fits_320_px_and_double_text(open_page, kind, path):
    page = open_page(path, width=320, height=640)
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 320
    page = open_page(path, width=640, height=640, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% }")
    assert page.evaluate(width) <= 640
    assert not findings(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_stands_out_from_what_is_behind_it(open_page, scheme):
    page = open_page(PAGES["home"]["sv"], color_scheme=scheme)
    link = page.locator(".glance .more")
    link.focus()
    ring = link.evaluate("link => getComputedStyle(link).outlineColor")
    behind = page.locator(".glance").evaluate("band => getComputedStyle(band).backgroundColor")
    assert contrast(ring, behind) >= 3


def contrast(one, other):
    """The WCAG ratio of two colours that a browser gave as rgb(…)."""

    def luminance(colour):
        parts = [int(part) / 255 for part in colour[4:-1].split(",")]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("code", CODES)
def test_keyboard_meets_the_skip_link_first_and_it_leads_to_the_content(open_page, code):
    page = open_page(PAGES["tartu"][code])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("kind", ["home", "news", "archive", "tartu", "events", "event of a day", "search", "partners"])
def test_keyboard_reaches_everything_with_a_visible_focus_and_no_trap(open_page, kind):
    page = open_page(PAGES[kind]["sv"])
    reachable = page.locator("a:visible, button:visible, select:visible, [tabindex='0']:visible").count()
    seen = []
    for _step in range(reachable + 5):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement; if (e === document.body) return null
                const style = getComputedStyle(e); e.dataset.seen ??= String(Math.random())
                return [e.dataset.seen, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2] }"""
            )
        )
    focused = [step for step in seen if step]
    assert len({name for name, _visible in focused}) >= reachable
    assert all(visible for _name, visible in focused)
    assert None in seen, "the focus leaves the page at its end"
