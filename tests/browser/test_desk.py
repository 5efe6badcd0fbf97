"""The desk in a real browser: under its strict policy, with the editor, in the editor's own language."""

import pytest

from tests.factories import picture_file
from tests.pages import PAGES

pytestmark = pytest.mark.browser


def open_report(page):
    page.goto("/admin/news/article/1/change/")
    page.locator(".field-body_fi .ProseMirror[contenteditable=true]").wait_for(state="attached")


FORMS = ["news/article", "news/picture", "news/topic", "news/event", "partners/partner", "partners/project",
         "partners/programme", "sme2go_site/page", "sme2go_site/fact"]  # fmt: skip


@pytest.mark.parametrize("model", FORMS)
def test_list_and_form_break_no_policy_and_ask_no_other_host(desk, site, model):
    desk.goto(f"/admin/{model}/")
    desk.click("#result_list tbody th a")
    desk.locator(".language-bar").wait_for()
    desk.wait_for_timeout(300)
    assert not desk.told
    assert not [url for url in desk.asked if not url.startswith((site.address, "data:", "blob:"))]


def test_saving_the_report_unchanged_changes_no_word_of_it(desk):
    open_report(desk)
    body = desk.locator("#id_body_sv")
    before = body.input_value()
    desk.locator("input[name=_continue]").click()
    desk.locator(".success").wait_for()
    assert desk.locator("#id_body_sv").input_value() == before
    assert "<table>" in before
    assert "/go/picture/" in before
    assert not desk.told


def test_what_is_typed_in_the_editor_is_read_on_the_page_with_picture_and_table_kept(desk, open_page):
    open_report(desk)
    desk.locator(".language-bar button[value=en]").click()
    box = desk.locator(".field-body_en .ProseMirror[contenteditable=true]")
    box.locator("p").first.click()
    desk.keyboard.press("End")
    desk.keyboard.type(" Typed by a test.")
    desk.locator("input[name=_save]").click()
    desk.locator(".success").wait_for()
    page = open_page(PAGES["tartu"]["en"])
    assert "Typed by a test." in page.locator(".prose").inner_text()
    for kept in ("figure.figure img", ".table-scroll thead th", "ul li strong"):
        assert page.locator(f".prose {kept}").count(), kept


def test_quotation_with_its_speaker_is_written_by_keyboard_and_read_on_the_page(desk, open_page):
    open_report(desk)
    desk.locator(".language-bar button[value=en]").click()
    box = desk.locator(".field-body_en .ProseMirror[contenteditable=true]")
    box.locator("p").last.click()
    desk.keyboard.press("End")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Shift+q")
    desk.keyboard.type("What was said.")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.type("Who, role")
    desk.locator("input[name=_save]").click()
    desk.locator(".success").wait_for()
    quote = open_page(PAGES["tartu"]["en"]).locator(".prose figure.quote")
    assert quote.locator("blockquote").inner_text() == "What was said."
    assert quote.locator("figcaption").inner_text() == "Who, role"


def test_language_bar_shows_one_language_and_brings_a_wrong_one_into_sight(desk):
    open_report(desk)
    desk.locator(".language-bar button[value=fi]").click()
    assert desk.locator("#id_title_fi").is_visible()
    assert not desk.locator("#id_title_sv").is_visible()
    assert desk.locator("#id_title_fi").get_attribute("lang") == "fi"
    desk.fill("#id_slug_fi", "not a slug")
    desk.locator(".language-bar button[value=sv]").click()
    desk.locator("input[name=_save]").click()
    desk.locator(".errorlist").first.wait_for()
    assert desk.locator("#id_slug_fi").is_visible()
    assert desk.locator("#id_slug_fi").input_value() == "not a slug"


@pytest.mark.parametrize(("code", "word"), [("sv", "Fetstil"), ("et", "Paks kiri"), ("fi", "lihavointi")])
def test_toolbar_of_the_editor_speaks_the_editors_language(desk, code, word):
    desk.select_option("#desk-language", code)
    desk.locator(".desk-language button").click()
    open_report(desk)
    button = desk.locator(".field-body_fi .prose-menubar [data-name=bold]")
    desk.wait_for_function("word => document.querySelector('[data-name=bold]').title === word", arg=word)
    assert button.get_attribute("aria-label") == word


@pytest.mark.parametrize(
    ("code", "word"), [("sv", "Artiklar"), ("en", "Articles"), ("et", "Artiklid"), ("fi", "Artikkelit")]
)
def test_desk_speaks_the_editors_language(desk, code, word):
    desk.select_option("#desk-language", code)
    desk.locator(".desk-language button").click()
    assert desk.locator("html").get_attribute("lang") == code
    assert desk.locator(".model-article").first.get_by_text(word).count()


def test_upload_that_is_no_picture_is_refused_with_a_sentence_and_the_words_typed_are_kept(desk):
    desk.goto("/admin/news/picture/add/")
    desk.fill("#id_alt_en", "What it shows")
    desk.set_input_files("#id_file", {"name": "a.png", "mimeType": "image/png", "buffer": b"no picture"})
    desk.locator("input[name=_save]").click()
    desk.locator(".field-file .errorlist", has_text="no picture that the site can read").wait_for()
    assert desk.locator("#id_alt_en").input_value() == "What it shows"


def test_uploaded_picture_is_in_the_library(desk):
    desk.goto("/admin/news/picture/add/")
    buffer = picture_file(size=(700, 400)).read()
    desk.set_input_files("#id_file", {"name": "new.png", "mimeType": "image/png", "buffer": buffer})
    desk.fill("#id_alt_en", "A dark square")
    desk.fill("#id_caption_en", "Uploaded by a test")
    desk.locator("input[name=_save]").click()
    desk.locator("#result_list").get_by_text("Uploaded by a test").wait_for()
