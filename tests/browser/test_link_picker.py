"""Links in the editor: pages of this site picked from a list by keyboard and kept by identity, and addresses elsewhere."""

import re

import pytest

from tests.browser.test_accessibility import findings
from tests.pages import PAGES

pytestmark = pytest.mark.browser
WORDS = "sanat linkille"
PARTNER = {"name": "Baltic partner, name to be confirmed (2)", "fi": "/fi/kumppanit/itameren-kumppani-2/"}


def open_partner(page):
    """The editor of a partner's Finnish description, with nothing but some words in it, and these selected."""
    page.goto("/admin/partners/partner/")
    page.get_by_role("link", name=PARTNER["name"], exact=True).click()
    page.locator(".language-bar button[value=fi]").click()
    box = page.locator(".field-description_fi .ProseMirror[contenteditable=true]")
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(WORDS)
    box.evaluate("box => box.editor.commands.selectAll()")
    return box


@pytest.fixture
def box(desk):
    return open_partner(desk)


def open_dialog(box):
    with box.page.expect_response(re.compile("link-targets")):
        box.page.keyboard.press("Control+k")
    box.page.locator(".link-picker[open] [role=option]").first.wait_for()


def look_for(page, words):
    """Type into the dialog, and wait for the list of just these words."""
    with page.expect_response(lambda answer: "link-targets" in answer.url):
        page.keyboard.type(words)
    page.locator("[role=option], .link-picker__told").first.wait_for()
    page.wait_for_timeout(100)


def pick(box, words):
    open_dialog(box)
    look_for(box.page, words)
    box.page.keyboard.press("ArrowDown")
    box.page.keyboard.press("Enter")
    box.page.locator(".link-picker").wait_for(state="detached")


def href(box):
    return box.locator("a", has_text=WORDS).get_attribute("href")


def save(page):
    page.locator("input[name=_save]").click()
    page.locator(".success").wait_for()


def leads_to(open_page):
    return open_page(PARTNER["fi"]).locator(".prose a", has_text=WORDS).get_attribute("href")


def test_article_picked_by_keyboard_is_linked_by_identity_and_follows_a_new_slug(box, open_page):
    pick(box, "Synocus")
    assert re.fullmatch(r"/go/article/\d+/", href(box))
    number = href(box).split("/")[3]
    save(box.page)
    before = leads_to(open_page)
    assert before.startswith("/fi/uutiset/")
    box.page.goto(f"/admin/news/article/{number}/change/?language=fi")
    assert box.page.locator("#id_slug_fi").input_value() in before
    box.page.fill("#id_slug_fi", "synocus-uudessa-osoitteessa")
    save(box.page)
    assert leads_to(open_page) == "/fi/uutiset/synocus-uudessa-osoitteessa/"


def test_address_of_this_site_becomes_its_identity_whatever_its_language(box, site):
    open_dialog(box)
    box.page.keyboard.insert_text(site.address + PAGES["partner"]["sv"])
    box.page.keyboard.press("Enter")  # at once, before the list has come
    box.page.locator(".link-picker").wait_for(state="detached")
    assert re.fullmatch(r"/go/partner/\d+/", href(box))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://keep.eu/projects/", "https://keep.eu/projects/"),
        ("keep.eu", "https://keep.eu"),
        ("desk@sme2go.example", "mailto:desk@sme2go.example"),
        ("tel:+46 21 000", "tel:+46 21 000"),
    ],
)
def test_address_elsewhere_is_taken_as_it_is(box, typed, kept):
    open_dialog(box)
    box.page.keyboard.type(typed)
    box.page.keyboard.press("Enter")
    box.page.locator(".link-picker").wait_for(state="detached")
    assert href(box) == kept


@pytest.mark.parametrize("typed", ["words of no page", "javascript:alert(1)", ""])
def test_what_is_no_address_is_refused_with_a_sentence(box, typed):
    open_dialog(box)
    box.page.keyboard.type(typed)
    box.page.keyboard.press("Enter")
    box.page.get_by_role("status").get_by_text("Choose from the list").wait_for()
    assert box.page.locator(".link-picker input").get_attribute("aria-invalid") == "true"


def test_escape_leaves_the_text_and_what_was_selected(box):
    before = box.inner_html()
    open_dialog(box)
    box.page.keyboard.press("Escape")
    box.page.locator(".link-picker").wait_for(state="detached")
    assert box.inner_html() == before
    box.page.wait_for_function("words => getSelection().toString() === words", arg=WORDS)
    box.page.keyboard.type("typed over it")
    assert WORDS not in box.inner_text()
    assert "typed over it" in box.inner_text()


def test_link_that_is_there_says_where_it_leads_and_can_be_removed(box):
    pick(box, "flyttar in i Expectrum")
    open_dialog(box)
    leads = box.page.locator(".link-picker__leads")
    leads.get_by_text("Järnvägsklustret flyttar in i Expectrum").wait_for()
    assert "not public in this language" in leads.inner_text()
    assert leads.locator("[lang=sv]").count()
    box.page.get_by_role("button", name="Remove link", exact=True).click()
    box.page.locator(".link-picker").wait_for(state="detached")
    assert not box.locator("a", has_text=WORDS).count()
    assert WORDS in box.inner_text()


def test_link_without_selected_words_is_the_title_of_its_page(box):
    box.evaluate("box => box.editor.commands.setTextSelection(box.editor.state.doc.content.size - 1)")
    pick(box, "Synocus")
    assert "Synocus" in box.locator("a[href^='/go/article/']").last.inner_text()


def test_arrows_go_round_the_list_and_the_text_box_says_which_is_meant(box):
    open_dialog(box)
    look_for(box.page, "Weifang")
    field, options = box.page.locator(".link-picker input"), box.page.locator(".link-picker [role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    assert not field.get_attribute("aria-activedescendant")
    for key, number in (("ArrowUp", -1), ("ArrowDown", 0), ("ArrowDown", 1)):
        box.page.keyboard.press(key)
        meant = options.nth(number)
        assert field.get_attribute("aria-activedescendant") == meant.get_attribute("id")
        assert meant.get_attribute("aria-selected") == "true"
    assert box.page.locator("[aria-selected=true]").count() == 1


def test_list_that_cannot_be_reached_says_so_and_an_address_is_still_taken(box):
    box.page.route("**/link-targets/**", lambda route: route.abort())
    box.page.keyboard.press("Control+k")
    box.page.get_by_text("The list cannot be reached").wait_for()
    box.page.keyboard.type("https://keep.eu/")
    box.page.keyboard.press("Enter")
    box.page.locator(".link-picker").wait_for(state="detached")
    assert href(box) == "https://keep.eu/"


def test_axe_finds_nothing_in_the_open_dialog_in_light_and_dark_and_at_360_px(site, desk, chromium):
    context = chromium.new_context(
        base_url=site.address, bypass_csp=True, storage_state=desk.context.storage_state(), reduced_motion="reduce"
    )
    page = context.new_page()
    open_partner(page)
    page.locator(".field-description_fi [data-name=link]").click()
    page.locator(".link-picker [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    for width, scheme in ((1366, "light"), (1366, "dark"), (360, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)
        assert not [one for one in findings(page) if "link-picker" in one], (width, scheme)
        assert page.locator(".link-picker").evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    context.close()
