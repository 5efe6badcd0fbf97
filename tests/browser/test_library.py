"""The picture library in a real browser: the focal point, and pictures chosen or brought in from inside an article."""

import base64
import re

import pytest

from tests.browser.test_accessibility import findings_in_light_and_dark
from tests.browser.test_focal_point import file, is_seen, open_picture

pytestmark = pytest.mark.browser
PUBLIC = "/fi/uutiset/vuositapahtuma-turussa/"
DIALOG, OFFERED = "dialog.library", ".library-picture:not([aria-disabled])"


def open_article(page, code="fi", words="Turussa"):
    """An article with one language's text in sight; returns its text box, the cursor at the end of its first paragraph."""
    page.goto(f"/admin/news/article/?q={words}")
    page.click("#result_list tbody th a")
    page.locator(f".language-bar button[value={code}]").click()
    box = page.locator(f".field-body_{code} .ProseMirror[contenteditable=true]")
    first = box.locator("p").first
    first.click()
    first.evaluate("p => getSelection().collapse(p, p.childNodes.length)")
    return box


def open_dialog(page):
    page.locator(".prose-editor:visible button[data-name=figure]").first.click()
    page.locator(OFFERED).first.wait_for()


def carrying(page, upload):
    """A DataTransfer of the page's own that carries the file, as a drop or the clipboard would."""
    return page.evaluate_handle(
        """([name, type, base64]) => {
          const carrier = new DataTransfer()
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
          carrier.items.add(new File([bytes], name, { type }))
          return carrier
        }""",
        [upload["name"], upload["mimeType"], base64.b64encode(upload["buffer"]).decode()],
    )


def drop(page, box, upload):
    where = box.locator("p").first.bounding_box()
    at = {"clientX": where["x"] + 5, "clientY": where["y"] + where["height"] - 3}
    box.dispatch_event("drop", {"dataTransfer": carrying(page, upload)} | at)


def paste(page, box, upload):
    box.evaluate(
        """(box, clipboardData) => box.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))""",
        carrying(page, upload),
    )


def pick(page, _box, upload):
    open_dialog(page)
    page.set_input_files(f"{DIALOG} input[type=file]", upload)


def insert_new(page, box, bring, alt, **words):
    bring(page, box, file())
    page.fill(f"{DIALOG} [name^=alt_]", alt)
    for name, value in words.items():
        page.fill(f"{DIALOG} [name={name}]", value)
    page.locator(f"{DIALOG} [type=submit]").click()
    page.locator(DIALOG).wait_for(state="detached")


def pictures_in(box):
    return box.locator("figure img").evaluate_all("images => images.map(image => image.getAttribute('src'))")


# Chosen from the library


def test_picture_is_found_and_inserted_by_keyboard_alone_and_seen_at_once(desk):
    box = open_article(desk)
    before = pictures_in(box)
    open_dialog(desk)
    desk.keyboard.type("Weifang")
    desk.locator(".library-count", has_text="1 picture").wait_for()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.locator(DIALOG).wait_for(state="detached")
    assert len(pictures_in(box)) == len(before) + 1
    assert re.fullmatch(r"/go/picture/\d+/", pictures_in(box)[0])
    assert is_seen(box.locator("figure img").first)
    desk.keyboard.type("Typed on.")
    assert "Typed on." in box.inner_text()
    assert not desk.told


def test_arrow_keys_walk_the_grid_and_tab_reaches_the_upload(desk):
    open_article(desk)
    open_dialog(desk)
    desk.keyboard.press("ArrowDown")
    columns = desk.locator(".library-grid").evaluate(
        "grid => getComputedStyle(grid).gridTemplateColumns.split(' ').length"
    )
    position = "[...document.querySelectorAll('.library-picture')].indexOf(document.activeElement)"
    for key, place in [
        ("ArrowRight", 1),
        ("ArrowDown", 1 + columns),
        ("ArrowLeft", columns),
        ("ArrowUp", 0),
        ("Tab", 1),
    ]:
        desk.keyboard.press(key)
        assert desk.evaluate(position) == place, key
    for _step in range(desk.locator(".library-picture").count() + 1):
        desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('.library-upload') !== null")


def test_escape_leaves_the_text_as_it_was_and_the_cursor_in_it(desk):
    box = open_article(desk)
    before = box.inner_html()
    open_dialog(desk)
    desk.keyboard.press("Escape")
    desk.locator(DIALOG).wait_for(state="detached")
    assert box.inner_html() == before
    assert box.evaluate("box => box === document.activeElement")


def test_exchanged_picture_keeps_the_caption_written_in_the_text(desk):
    box = open_article(desk)
    insert_new(desk, box, pick, "Vanha kuva")
    box.locator("figure img").first.click()
    desk.get_by_role("button", name="Add caption").filter(visible=True).click()
    desk.keyboard.type("Written in the text")
    [old, *_rest] = pictures_in(box)
    open_dialog(desk)
    assert desk.locator("#library-title").inner_text() == "Choose another picture"
    desk.locator(OFFERED).nth(3).click()
    assert pictures_in(box)[0] != old
    assert box.locator("figure figcaption").first.inner_text() == "Written in the text"
    assert is_seen(box.locator("figure img").first)


def test_caption_taken_away_leaves_the_figure(desk):
    box = open_article(desk)
    insert_new(desk, box, pick, "Kuva")
    box.locator("figure img").first.click()
    desk.get_by_role("button", name="Add caption").filter(visible=True).click()
    desk.get_by_role("button", name="Remove caption").filter(visible=True).click()
    assert box.locator("figure img").count() == 1
    assert not box.locator("figcaption").count()


def test_picture_whose_right_of_use_has_ended_cannot_be_chosen_and_says_so_in_the_text(desk):
    insert_new(desk, open_article(desk, "sv", "Expectrum"), pick, "Vanhentuva")
    desk.locator("input[name=_continue]").click()
    desk.locator(".success").wait_for()
    open_picture(desk, "Vanhentuva")
    desk.fill("#id_rights_until", "2018-12-31")
    desk.locator("input[name=_save]").click()
    desk.locator(".success").wait_for()
    open_article(desk, "sv", "Expectrum")
    desk.locator(".field-body_sv figure[data-gone^='Readers do not see']").wait_for()
    open_dialog(desk)
    desk.fill("[type=search]", "Vanhentuva")
    desk.locator(".library-count", has_text="1 picture").wait_for()
    desk.get_by_text("The right of use ended on").wait_for()
    desk.locator(".library-picture").press("Enter")
    assert desk.locator(DIALOG).is_visible()


# Brought in from inside the article


@pytest.mark.parametrize("bring", [pick, drop, paste])
def test_picture_brought_into_the_text_is_read_on_the_page_with_its_words_in_the_language(desk, open_page, bring):
    box = open_article(desk)
    words = f"Kuva: {bring.__name__}"
    insert_new(desk, box, bring, words, caption_fi=f"Teksti: {bring.__name__}", credit_fi="Maija")
    assert is_seen(box.locator("figure img").first)
    assert box.locator("> *").nth(1).evaluate("element => element.matches('figure')"), "between two paragraphs"
    desk.locator("input[name=_save]").click()
    desk.locator(".success").wait_for()
    page = open_page(PUBLIC)
    figure = page.locator(".prose figure", has=page.get_by_alt_text(words, exact=True))
    assert figure.locator("figcaption").inner_text() == f"Teksti: {bring.__name__} Maija"
    kinds = figure.locator("source").evaluate_all("sources => sources.map(source => source.type)")
    assert kinds == ["image/avif", "image/webp"]
    assert figure.locator("img").get_attribute("lang") is None
    assert not desk.told


def test_several_files_are_asked_for_one_after_the_other(desk):
    box = open_article(desk)
    carrier = carrying(desk, file())
    carrier.evaluate("carrier => carrier.items.add(new File([carrier.files[0]], 'second.png', { type: 'image/png' }))")
    where = box.locator("p").first.bounding_box()
    box.dispatch_event("drop", {"dataTransfer": carrier, "clientX": where["x"] + 5, "clientY": where["y"] + 5})
    for alt, name in (("Eka", "new.png"), ("Toka", "second.png")):
        desk.locator(".library-drop", has_text=name).wait_for()
        desk.fill(f"{DIALOG} [name=alt_fi]", alt)
        desk.locator(f"{DIALOG} [type=submit]").click()
        desk.locator(".library-drop", has_text=name).wait_for(state="detached")
    first, second, *_rest = [int(address.split("/")[3]) for address in pictures_in(box)]
    assert second == first + 1


def test_refused_file_is_answered_by_a_sentence_and_the_words_typed_are_kept(desk):
    box = open_article(desk)
    drop(desk, box, {"name": "bad.png", "mimeType": "image/png", "buffer": b"no picture"})
    desk.fill(f"{DIALOG} [name=alt_fi]", "Kirjoitettu")
    desk.locator(f"{DIALOG} [type=submit]").click()
    desk.locator(f"{DIALOG} [role=alert]", has_text="no picture that the site can read").wait_for()
    assert desk.input_value(f"{DIALOG} [name=alt_fi]") == "Kirjoitettu"
    assert desk.locator(f"{DIALOG} [type=file]").get_attribute("aria-invalid") == "true"
    desk.set_input_files(f"{DIALOG} [type=file]", file())
    desk.locator(f"{DIALOG} [type=submit]").click()
    desk.locator(DIALOG).wait_for(state="detached")
    assert len(pictures_in(box))


def test_picture_without_words_is_refused_until_it_is_described_or_decorative(desk):
    box = open_article(desk)
    paste(desk, box, file())
    desk.locator(f"{DIALOG} [type=submit]").click()
    desk.locator(f"{DIALOG} [role=alert]", has_text="Say what the picture shows").wait_for()
    assert desk.evaluate("document.activeElement.name") == "alt_fi"
    desk.check(f"{DIALOG} [name=decorative]")
    desk.locator(f"{DIALOG} [type=submit]").click()
    desk.locator(DIALOG).wait_for(state="detached")
    assert len(pictures_in(box))


def test_signed_out_editor_loses_nothing_that_was_typed(desk):
    box = open_article(desk)
    drop(desk, box, file())
    desk.fill(f"{DIALOG} [name=alt_fi]", "Kirjoitettu")
    desk.context.clear_cookies()
    desk.locator(f"{DIALOG} [type=submit]").click()
    desk.locator(f"{DIALOG} [role=alert]", has_text="Are you still signed in?").wait_for()
    assert desk.input_value(f"{DIALOG} [name=alt_fi]") == "Kirjoitettu"


def test_text_pasted_with_a_picture_of_itself_stays_text(desk):
    box = open_article(desk)
    carrier = carrying(desk, file())
    carrier.evaluate("carrier => carrier.setData('text/plain', 'From a word processor.')")
    box.evaluate(
        "(box, clipboardData) => box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))",
        carrier,
    )
    assert "From a word processor." in box.inner_text()
    assert not desk.locator(DIALOG).count()


def test_file_dropped_beside_the_text_does_not_make_the_browser_leave(desk):
    open_article(desk)
    is_taken = "carrier => !document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer: carrier, cancelable: true, bubbles: true }))"  # noqa: E501
    assert carrying(desk, file()).evaluate(is_taken)


# For everybody


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_in_list_forms_and_open_dialog(sign_in, width):
    page = sign_in(bypass_csp=True, width=width)
    page.goto("/admin/news/picture/")
    assert not findings_in_light_and_dark(page)
    page.goto("/admin/news/picture/add/")
    assert not findings_in_light_and_dark(page)
    open_picture(page)
    assert not findings_in_light_and_dark(page)
    open_article(page)
    open_dialog(page)
    page.evaluate("scrollTo(0, 0)")  # the bar of languages sticks to the top, over what is scrolled away
    assert not findings_in_light_and_dark(page)
    assert page.evaluate("document.querySelector('dialog').scrollWidth <= document.querySelector('dialog').clientWidth")
