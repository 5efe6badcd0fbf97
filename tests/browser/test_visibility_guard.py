"""The guard in a real browser: each rule broken on purpose turns red and no other, and the site as it stands is green."""

import subprocess
import sys

import pytest

from partners.visibility_browser import SCHEMES, SCREENS, measured, views
from partners.visibility_guard import judged
from partners.visibility_rules import RULES, broken
from tests.conftest import ROOT
from tests.pages import CODES, PAGES

pytestmark = pytest.mark.browser
PERIOD = "2014-2020"
HEADER, STRIP = ".funding", ".logo-strip-eu"
UNION = f"{HEADER} .funding-union"
FLAG = f"{HEADER} .funding-flag"
RED = "data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22 width=%22810%22 height=%22540%22/>"
LOGO = """document.querySelector('%s').insertAdjacentHTML('beforeend',
    '<img src="%s" alt="Large" style="width: 80px; height: 49px; max-height: none">')"""
WORDS = f"document.querySelector('{UNION}').textContent ="
STYLES = {
    "flag-hidden": ("flag", f"{FLAG} {{ display: none }}"),
    "flag-invisible": ("flag", f"{FLAG} {{ visibility: hidden }}"),
    "flag-transparent": ("flag", f"{FLAG} {{ opacity: 0 }}"),
    "flag-covered": ("flag", ".skip-link { top: 10px; left: 52px; width: 60px; height: 40px; overflow: hidden }"),
    "flag-of-strip-hidden": ("flag", f"{STRIP} img {{ display: none }}"),
    "flag-small": ("size", f"{FLAG} {{ width: 36px; height: 24px }} {HEADER} * {{ font-size: 8px }}"),
    "below-the-fold": ("first-screen", ".site-header { padding-top: 100vh }"),
    "left-of-the-screen": ("first-screen", f"{HEADER} {{ position: relative; left: -2000px }}"),
    "flag-grey": ("flag-colour", f"{FLAG} {{ filter: grayscale(1) }}"),
    "flag-pale": ("flag-colour", f"{FLAG} {{ opacity: .5 }}"),
    "flag-of-strip-grey": ("flag-colour", f"{STRIP} img {{ filter: grayscale(1) }}"),
    "flag-inverted": ("flag-colour", f"{FLAG} {{ filter: invert(1) }}"),
    "flag-square": ("ratio", f"{FLAG} {{ width: 72px; height: 72px; object-fit: cover }}"),
    "flag-high": ("ratio", f"{FLAG} {{ width: 72px; height: 54px }}"),
    "words-hidden": ("words", f"{UNION} {{ display: none }}"),
    "words-clipped": ("words", f"{UNION} {{ position: absolute; clip-path: inset(50%); left: 160px; top: 12px }}"),
    "fund-hidden": ("words", f"{HEADER} .funding-fund {{ visibility: hidden }}"),
    "typeface": ("typeface", f"{UNION} {{ font-family: 'DejaVu Serif', serif }}"),
    "typeface-under-another-name": (
        "typeface",
        f"@font-face {{ font-family: Tahoma; src: local('Liberation Serif') }} {UNION} {{ font-family: Tahoma, serif }}",
    ),
    "typeface-of-strip": ("typeface", f"{STRIP} p {{ font-family: monospace }}"),
    "colour": ("colour", f"{UNION} {{ color: #0d4f5c }}"),
    "colour-of-fund": ("colour", f"{HEADER} .funding-fund {{ color: red }}"),
    "colour-not-read": ("colour", f"{UNION} {{ color: white }}"),
    "italic": ("plain", f"{UNION} {{ font-style: italic }}"),
    "underlined": ("plain", f"{UNION} {{ text-decoration: underline }}"),
    "underlined-around": ("plain", ".funding-words { text-decoration: underline }"),
    "shadow": ("plain", f"{UNION} {{ text-shadow: 1px 1px 2px black }}"),
    "outlined": ("plain", f"{UNION} {{ -webkit-text-stroke: 1px black }}"),
    "small-capitals": ("plain", f"{UNION} {{ font-variant-caps: small-caps }}"),
    "capitals": ("plain", f"{UNION} {{ text-transform: uppercase }}"),
    "touching": ("apart", f"{HEADER} {{ gap: 0 }}"),
    "overlapping": ("apart", ".funding-words { margin-left: -40px; position: relative }"),
    "words-small": ("proportion", f"{UNION} {{ font-size: 8px }}"),
    "words-large": ("proportion", f"{UNION} {{ font-size: 40px }}"),
    "programme-hidden": ("programme", ".funding-programme { display: none }"),
}
CHANGES = {
    "flag-gone": ("flag", f"document.querySelector('{FLAG}').remove()"),
    "block-gone": ("flag", f"document.querySelector('{HEADER}').classList.remove('funding')"),
    "another-picture": ("flag-colour", f"document.querySelector('{FLAG}').src = '{RED}'"),
    "words-gone": ("words", f"document.querySelector('{UNION}').remove()"),
    "short-form": ("words", f"{WORDS} 'EU'"),
    "other-period": ("words", f"{WORDS} 'Co-funded by the European Union'"),
    "other-language": ("words", f"{WORDS} 'Euroopan unioni'"),
    "other-fund": ("words", "document.querySelector('.funding-fund').textContent = 'European Social Fund'"),
    "large-logo": ("size", LOGO % (".funding-programme", "/static/img/favicon.svg")),
    "large-logo-in-strip": ("size", LOGO % (".logo-strip ul", "/static/img/favicon.svg")),
    "italic-inside": ("plain", f"document.querySelector('{UNION}').innerHTML = 'European <em>Union</em>'"),
    "nameless": ("programme", "document.querySelector('.funding-programme').replaceChildren()"),
}


@pytest.fixture(scope="module")
def home(chromium, site):
    options = {
        "base_url": site.address,
        "reduced_motion": "reduce",
        "bypass_csp": True,
    }  # since what breaks is injected
    page = chromium.new_page(viewport={"width": 1366, "height": 768}, **options)
    page.goto(PAGES["home"]["en"])
    yield page
    page.close()


def found(page):
    return list(broken(measured(page), PERIOD, "en"))


def anew(page):
    page.goto(PAGES["home"]["en"], wait_until="load")
    return page


@pytest.mark.parametrize("name", STYLES)
def test_rule_broken_by_a_style_turns_red_and_no_other(home, name):
    rule, style = STYLES[name]
    anew(home).add_style_tag(content=style)
    assert found(home) == [rule]


@pytest.mark.parametrize("name", CHANGES)
def test_rule_broken_by_what_stands_on_the_page_turns_red_and_no_other(home, name):
    rule, change = CHANGES[name]
    anew(home).evaluate(change)
    home.wait_for_load_state("networkidle")
    assert found(home) == [rule]


def test_every_rule_is_broken_here_on_purpose():
    assert {rule for rule, _how in [*STYLES.values(), *CHANGES.values()]} == set(RULES)


def test_logo_is_known_by_its_address_wherever_it_stands(home):
    anew(home).evaluate(LOGO % (".home-intro", "/media/logos/large.svg"))
    assert broken(measured(home), PERIOD, "en") == {"size": "Large 80 × 49 > 72 × 48"}


def test_page_that_does_not_open_is_a_finding(chromium, site):
    (view, *_others) = views(chromium, site.address, [("home", "en", "/en/no-such-page/")])
    assert [(one.rule, one.detail) for one in judged(view, PERIOD)] == [("opened", "404 /en/no-such-page/")]
    (view, *_others) = views(chromium, "http://127.0.0.1:9", [("home", "en", "/en/")])
    assert [one.rule for one in judged(view, PERIOD)] == ["opened"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["partners", "logos", "logo", "unconfirmed"])
def test_pages_about_logos_are_no_exception(chromium, site, kind, code):
    seen = list(views(chromium, site.address, [(kind, code, PAGES[kind][code])]))
    assert [(view.width, view.scheme) for view in seen] == [(w, s) for w, _h in SCREENS for s in SCHEMES]
    assert [finding for view in seen for finding in judged(view, PERIOD)] == []


def test_command_finds_the_sample_site_green_on_every_page_screen_and_language_and_serves_it_itself(site):
    command = [sys.executable, "manage.py", "check_visibility"]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=400
    )
    assert (done.stderr, done.returncode) == ("", 0)
    pages = 5 if site.get("/en/press/").status == 200 else 4
    assert f"{pages * len(CODES) * len(SCREENS) * len(SCHEMES)} views" in done.stdout
