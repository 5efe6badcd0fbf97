"""What only a browser shows: nothing foreign, no cookie, no movement, the flag where the rules want it."""

from statistics import median

import pytest

from partners.visibility import TYPEFACES
from tests.conftest import weigh
from tests.pages import CODES, EVERY_KIND_AND_ERROR, PAGES, UNION

pytestmark = pytest.mark.browser
FIRST_SCREENS = [(1366, 768), (360, 740)]


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_page_asks_no_other_host_sets_no_cookie_and_breaks_no_policy(chromium, site, kind, code, path):
    context = chromium.new_context(base_url=site.address)
    page, asked, told = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: told.append(message.text) if "404" not in message.text else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path, wait_until="load")
    assert not [url for url in asked if not url.startswith((site.address, "data:"))]
    assert not told
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_flag_and_its_words_are_seen_without_scrolling_as_the_rules_ask(open_page, kind, code, path):
    page = open_page(path, color_scheme="dark")
    flag, words = page.locator(".funding-flag"), page.locator(".funding").get_by_text(UNION[code], exact=True)
    for width, height in FIRST_SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        box, text = flag.bounding_box(), words.bounding_box()
        for thing in (box, text):
            assert thing["y"] >= 0
            assert thing["y"] + thing["height"] <= height
            assert thing["x"] + thing["width"] <= width
        assert text["x"] >= box["x"] + box["width"] + 4, "the words do not touch the flag"
        logos = [logo.bounding_box() for logo in page.locator(".logo-plate img, .logo-strip li img, .wordmark").all()]
        assert all(box["height"] >= logo["height"] or box["width"] >= logo["width"] for logo in logos)
    family, *plain = words.evaluate(
        "words => { const s = getComputedStyle(words); return [s.fontFamily, s.fontStyle, s.textDecorationLine] }"
    )
    assert family.split(",")[0].strip('" ') in TYPEFACES
    assert plain == ["normal", "none"]
    assert flag.evaluate("flag => getComputedStyle(flag).filter") == "none", "always in colour"


def test_what_was_typed_neither_turns_the_words_around_it_nor_widens_the_page(open_page):
    page = open_page(f"{PAGES['search']['en']}?q=%E2%80%AE{'x' * 200}", width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{PAGES['search']['en']}?q=%E2%80%AExyz")
    typed, full_stop = page.locator(".count q").evaluate(
        """q => { const range = document.createRange(); range.selectNodeContents(q.nextSibling)
        return [q, range].map(part => part.getBoundingClientRect().left) }"""
    )
    assert typed < full_stop, "a sign that turns the direction of writing ends with the question"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("kind", ["home", "tartu", "partner"])
def test_nothing_moves_while_the_page_loads(chromium, site, kind, code):
    context = chromium.new_context(base_url=site.address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())
        window.moved += entry.value }).observe({type: 'layout-shift', buffered: true})"""
    )
    page.goto(PAGES[kind][code], wait_until="networkidle")
    assert page.evaluate("window.moved") == 0
    context.close()


@pytest.mark.parametrize("code", CODES)
def test_article_read_to_its_end_is_light_enough_for_a_slow_line(chromium, site, code):
    first, whole = weigh(chromium, site.address + PAGES["tartu"][code])
    assert first <= 14_600
    assert whole <= 150_000


LINES = """text => {
  const lines = [], walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), range = document.createRange()
  for (let node; (node = walker.nextNode()); )
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      const box = range.getClientRects()[0]
      if (!box?.width) continue
      const bottom = Math.round(box.bottom)
      if (lines.at(-1)?.bottom !== bottom) lines.push({bottom, length: 0})
      lines.at(-1).length++
    }
  return lines.slice(0, -1).map(line => line.length)
}"""


@pytest.mark.parametrize("kind", ["tartu", "privacy"])
@pytest.mark.parametrize("code", CODES)
def test_running_text_has_60_to_70_characters_a_line(open_page, kind, code):
    page = open_page(PAGES[kind][code], width=1440, height=900)
    page.reload(wait_until="networkidle")  # the text's own face is at hand now
    lines = [length for text in page.locator(".prose > p").all() for length in text.evaluate(LINES)]
    assert len(lines) >= 5
    assert 60 <= median(lines) <= 70
    assert max(lines) <= 75
