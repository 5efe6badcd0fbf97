"""The translator's page in a real browser: by keyboard alone, under the strict policy, with nothing for axe to find."""

import time

import pytest

from tests.browser.test_accessibility import findings, findings_in_light_and_dark
from tests.pages import PAGES

pytestmark = pytest.mark.browser
NEWS = {
    "en": "Conditions are better now.",
    "et": "Tingimused on nüüd paremad.",
    "fi": "Edellytykset ovat nyt paremmat.",
}
LONGEST = 90  # seconds, from the list of articles to the last save


def tab_to(page, selector, most=200):
    """Press Tab until the focus stands on what the selector names."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


def change_original(page):
    page.goto("/admin/news/article/1/change/?language=sv")
    box = page.locator(".field-body_sv .ProseMirror[contenteditable=true]")
    box.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" Förutsättningarna är bättre nu.")
    page.locator("input[name=_save]").click()
    page.locator(".success").wait_for()


def test_changed_paragraph_reaches_the_other_languages_by_keyboard_alone(desk, open_page):
    change_original(desk)
    begun = time.monotonic()
    desk.goto("/admin/news/article/?q=Slutkonferens")
    tab_to(desk, "[href='/admin/news/article/1/translate/en/'].state-outdated")
    desk.keyboard.press("Enter")
    for code, sentence in NEWS.items():
        desk.locator(f".side-by-side[data-language={code}]").wait_for()
        marked = desk.locator(".what-changed ins").all_inner_texts()
        assert any("Förutsättningarna är bättre nu." in words for words in marked)
        desk.locator(f".field-body_{code} .ProseMirror[contenteditable=true]").wait_for()
        tab_to(desk, f".field-body_{code} .ProseMirror")
        desk.keyboard.press("Control+Home")
        desk.keyboard.press("End")
        desk.keyboard.type(f" {sentence}")
        with desk.expect_navigation():
            desk.keyboard.press("Control+Shift+s")
    assert time.monotonic() - begun < LONGEST
    desk.goto("/admin/news/article/?q=Slutkonferens")
    row = desk.locator("#result_list tr", has=desk.locator("[href='/admin/news/article/1/translate/en/']"))
    assert row.locator(".state-live").count() == 4
    for code, sentence in NEWS.items():
        assert sentence in open_page(PAGES["tartu"][code]).locator(".prose").inner_text()
    assert not desk.told


NAME_OF_FOCUS = """word => { const { activeElement: at } = document
  return (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? "").includes(word) }"""


@pytest.mark.parametrize(("field", "name"), [("lead", "Lead"), ("body", "Text")])
def test_line_of_the_checklist_puts_the_caret_into_its_field(desk, field, name):
    for address in (f"translate/fi/#id_{field}_fi", f"change/?language=sv#id_{field}_sv"):
        desk.goto("/admin/")
        desk.goto(f"/admin/news/article/1/{address}")
        desk.wait_for_function(NAME_OF_FOCUS, arg=name)


@pytest.mark.parametrize("form", ["translate/fi/", "change/?language=fi"])
def test_words_typed_and_not_saved_are_not_left_without_a_question(desk, form):
    desk.goto(f"/admin/news/article/1/{form}")
    desk.locator("#id_title_fi").fill("Typed")
    asked = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with desk.expect_event("dialog"):
        desk.locator("#site-name a").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    assert desk.locator("#id_title_fi").input_value() == "Typed"


DESK_PAGES = {
    "first screen": "/admin/",
    "list": "/admin/news/article/",
    "form": "/admin/news/article/1/change/",
    "translation": "/admin/news/article/1/translate/fi/",
    "publication": "/admin/news/article/1/publish/",
    "history": "/admin/news/article/1/history/",
    "deleted": "/admin/news/article/deleted/",
    "preview links": "/admin/news/article/1/preview-links/",
    "pages": "/admin/sme2go_site/page/",
    "partner": "/admin/partners/partner/1/translate/sv/",
    "project": "/admin/partners/project/1/change/",
    "event": "/admin/news/event/1/change/",
    "facts": "/admin/sme2go_site/fact/",
}


@pytest.mark.parametrize("path", DESK_PAGES.values(), ids=DESK_PAGES.keys())
def test_axe_finds_nothing_at_the_desk(sign_in, path):
    page = sign_in(bypass_csp=True)
    page.goto(path, wait_until="networkidle")
    assert not findings_in_light_and_dark(page)


def test_axe_finds_nothing_where_two_versions_are_compared(sign_in):
    page = sign_in(bypass_csp=True)
    page.goto("/admin/news/article/1/history/")
    page.locator(".history-table a").last.click()
    page.locator(".compare").wait_for()
    assert not findings_in_light_and_dark(page)


def test_axe_finds_nothing_where_something_is_deleted_and_can_be_brought_back(sign_in):
    page = sign_in(bypass_csp=True)
    page.goto("/admin/news/topic/add/?language=en")
    page.locator("[id^=id_name_]:visible").first.fill("To be deleted")
    page.locator("[name=_continue]").click()
    page.locator("a.deletelink").click()
    page.locator("#content [type=submit]").click()
    page.locator("#result_list").wait_for()
    page.goto("/admin/news/topic/deleted/")
    assert not findings_in_light_and_dark(page)
    page.get_by_role("button", name="Bring back: To be deleted").click()
    page.locator("#id_slug_en").wait_for(state="attached")
    assert "/change/" in page.url


@pytest.mark.parametrize("width", [360, 768])
def test_history_fits_a_small_screen(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto("/admin/news/article/1/history/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    desk.locator(".history-table td:last-child a").last.click()
    desk.locator(".compare").wait_for()
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_where_editors_sign_in(open_page):
    assert not findings(open_page("/admin/login/", bypass_csp=True))


@pytest.mark.parametrize("width", [360, 768])
def test_translators_page_fits_a_small_screen(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto("/admin/news/article/1/translate/fi/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
