"""The pages of the site in a real browser: opened, measured (visibility_measure.js) and photographed."""

import os
import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageColor

from .visibility import BLUE, YELLOW

SCREENS = [(1366, 768), (360, 740)]
SCHEMES = ["light", "dark"]
# Letters as wide as on most screens: without windows Chromium would fit them to whole pixels.
LETTERS = "--font-render-hinting=none"
MEASURE = Path(__file__).with_name("visibility_measure.js")
FLAGS = ".funding-flag, .logo-strip-eu img"
PHRASES = ":is(.funding, .logo-strip-eu) :is(.funding-union, .funding-fund)"
NEAR = {BLUE: 48, YELLOW: 110}  # of 255, in each channel: small stars are edges for the most part
SECONDS = 30


class Unavailable(Exception):
    """There is no browser on this machine, or nothing that steers it."""


@dataclass(frozen=True)
class View:
    """A page as it was seen: what was measured (None: it did not open, `trouble` says why), and its first screen as PNG."""

    page: str
    language: str
    width: int
    scheme: str
    measured: dict | None
    picture: bytes = b""
    trouble: str = ""


def find_chromium():
    """The path of the system's Chromium, at best the one without windows: each page is a third of the work there."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser():
    """The system's Chromium; Unavailable with a line that says what is missing."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise Unavailable("Playwright is missing: pip install playwright (requirements-dev.txt has it).") from error
    chromium = find_chromium()
    if not chromium:
        raise Unavailable("Chromium is missing: apt install chromium, or CHROMIUM=path.")
    arguments = ["--disable-gpu", "--no-first-run", "--disable-background-networking", LETTERS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        except Error as error:
            raise Unavailable(f"Chromium does not start: {str(error).splitlines()[0]}") from error
        yield opened
        opened.close()


def views(chromium, address, paths):
    """The View of each page on each screen and in each scheme; paths: [(page, language, path)]."""
    context = chromium.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(SECONDS * 1000)
    page = context.new_page()
    for name, language, path in paths:
        trouble = _opened(page, path)
        for width, height in SCREENS:
            for scheme in SCHEMES:
                if trouble:
                    yield View(name, language, width, scheme, None, trouble=trouble)
                    continue
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                yield View(name, language, width, scheme, measured(page), page.screenshot())
    context.close()


def _opened(page, path):
    """'' where the page has opened, or why not. The second time its fonts are there, as they are for whoever reads on."""
    from playwright.sync_api import Error

    try:
        for _time in range(2):
            answer = page.goto(path, wait_until="load")
    except Error as error:
        return str(error).splitlines()[0]
    return "" if answer.ok else f"{answer.status} {path}"


def measured(page):
    """What visibility_rules.py judges, of an open page as it stands."""
    found = page.evaluate(MEASURE.read_text())
    drawn = iter(_typefaces(page))
    for block in found["blocks"]:
        for phrase in block["phrases"]:
            phrase["used"] = next(drawn)
    flags = iter(page.locator(FLAGS).all())
    for block in found["blocks"]:
        image = next(flags) if block["flag"] else None
        if image:
            can_be_seen = block["flag"]["is_shown"] and min(block["flag"]["box"]) >= 0
            block["flag"]["colours"] = _colours(image.screenshot(animations="disabled")) if can_be_seen else None
    page.evaluate("scrollTo(0, 0)")
    return found


def _typefaces(page):
    """[[name]] of the typefaces that each phrase was really drawn with, in the order of the page."""
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": PHRASES})["nodeIds"]
    found = [session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
    session.detach()
    return [[font["familyName"] for font in fonts] for fonts in found]


def _colours(png):
    """{colour: share of the pixels that are nearly so} of the flag's two colours."""
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        pixels = image.convert("RGB")
        counted, total = Counter(pixels.get_flattened_data()), pixels.width * pixels.height
    return {
        colour: sum(number for pixel, number in counted.items() if _is_near(pixel, colour)) / total
        for colour in (BLUE, YELLOW)
    }


def _is_near(pixel, colour):
    wanted = ImageColor.getrgb(colour)
    return all(abs(one - other) <= NEAR[colour] for one, other in zip(pixel, wanted, strict=True))
