"""The preview beside the form, in a real browser: with what is typed, at three widths, in each language."""

import pytest

from tests.browser.test_accessibility import findings, findings_in_light_and_dark
from tests.browser.test_translating import tab_to

pytestmark = pytest.mark.browser
FORMS = ["news/article/1/change/?language=fi", "news/article/1/translate/fi/"]


def open_form(desk, form=FORMS[0]):
    desk.goto(f"/admin/{form}")
    desk.locator(".field-body_fi .ProseMirror[contenteditable=true]").wait_for()


def open_preview(desk):
    desk.get_by_role("button", name="Preview beside the form").click()
    page_in(desk).locator(".preview-banner").wait_for()


@pytest.fixture(params=FORMS)
def previewed(desk, request):
    open_form(desk, request.param)
    open_preview(desk)
    return desk


def page_in(desk):
    return desk.frame_locator(".preview-stage iframe")


def test_preview_shows_what_is_typed_and_not_saved_in_the_language_of_the_form(previewed):
    page_in(previewed).locator("html[lang=fi] .preview-banner").wait_for()
    previewed.locator("#id_title_fi").fill("Kirjoitettu juuri nyt")
    page_in(previewed).get_by_role("heading", name="Kirjoitettu juuri nyt").wait_for()
    assert "typed and not saved" in page_in(previewed).locator(".preview-banner").inner_text()
    assert not previewed.told


def test_what_is_typed_renews_the_page_in_its_place(previewed):
    page_in(previewed).locator("body").evaluate("() => { scrollTo(0, 300); document.isTheSame = true }")
    picture = page_in(previewed).locator(".hero img").element_handle()
    previewed.locator("#id_title_fi").fill("Hiljaa")
    page_in(previewed).get_by_role("heading", name="Hiljaa").wait_for()
    assert page_in(previewed).locator("body").evaluate("() => [scrollY, document.isTheSame]") == [300, True]
    assert picture.evaluate("picture => picture.isConnected")


@pytest.mark.parametrize("width", ["360", "768", "1440"])
def test_page_is_laid_out_at_the_width_of_the_device_and_fits_the_panel(previewed, width):
    previewed.locator(f"[name=preview-width][value='{width}']").check()
    assert page_in(previewed).locator("html").evaluate("() => innerWidth") == int(width)
    box = previewed.locator(".preview-stage iframe").bounding_box()
    stage = previewed.locator(".preview-stage").bounding_box()
    assert stage["x"] <= box["x"] <= box["x"] + box["width"] <= stage["x"] + stage["width"]


@pytest.mark.parametrize("width", ["360", "768", "1440"])
@pytest.mark.parametrize("window", [1440, 1024])
def test_form_stays_readable_beside_every_width(desk, window, width):
    desk.set_viewport_size({"width": window, "height": 900})
    open_form(desk)
    open_preview(desk)
    desk.locator(f"[name=preview-width][value='{width}']").check()
    title, panel = desk.locator("#id_title_fi").bounding_box(), desk.locator("#preview").bounding_box()
    assert title["width"] >= 400
    assert title["x"] + title["width"] < panel["x"]
    assert panel["x"] + panel["width"] <= window
    assert desk.evaluate("document.documentElement.scrollWidth") <= window


def test_preview_follows_the_window_as_the_form_is_scrolled(desk):
    open_form(desk)
    open_preview(desk)
    desk.mouse.move(200, 500)
    desk.mouse.wheel(0, 600)
    desk.wait_for_function("scrollY > 500")
    sheet = desk.locator(".preview-sheet")
    desk.wait_for_function(
        "Math.abs(document.querySelector('.preview-sheet').getBoundingClientRect().height - innerHeight) < 1"
    )
    assert sheet.bounding_box()["y"] == 0


def test_preview_stands_below_the_form_on_a_narrow_screen(desk):
    desk.set_viewport_size({"width": 360, "height": 740})
    open_form(desk)
    open_preview(desk)
    assert desk.locator("#preview").bounding_box()["y"] >= desk.locator(".submit-row").bounding_box()["y"]
    assert desk.evaluate("document.activeElement.id") == "preview-title"
    assert desk.evaluate("document.documentElement.scrollWidth") <= 360


def test_preview_is_opened_used_and_closed_by_keyboard_alone(desk):
    open_form(desk)
    desk.locator(".preview-open button").focus()
    desk.keyboard.press("Enter")
    page_in(desk).locator(".preview-banner").wait_for()
    tab_to(desk, ".preview-language", 2)
    tab_to(desk, ".preview-alone", 2)
    tab_to(desk, ".preview-close", 2)
    tab_to(desk, "[name=preview-width]", 2)
    desk.keyboard.press("ArrowRight")
    assert desk.locator(".preview-scale").inner_text().startswith("768 px")
    desk.keyboard.press("Escape")
    assert desk.locator("#preview").is_hidden()
    assert desk.evaluate("document.activeElement.matches('.preview-open button')")


def test_preview_is_closed_from_within_its_page_too(desk):
    open_form(desk)
    open_preview(desk)
    page_in(desk).locator(".wordmark").focus()
    desk.keyboard.press("Escape")
    assert desk.locator("#preview").is_hidden()
    assert desk.evaluate("document.activeElement.matches('.preview-open button')")


def test_other_language_is_chosen_in_the_panel_and_in_the_page_itself(previewed):
    previewed.locator(".preview-language").select_option(label="Swedish")
    page_in(previewed).locator("html[lang=sv] .preview-banner").wait_for()
    before = previewed.evaluate("history.length")
    page_in(previewed).locator(".language-menu").get_by_text("Eesti").click()
    page_in(previewed).locator("html[lang=et] .preview-banner").wait_for()
    assert previewed.locator(".preview-language option:checked").inner_text() == "Estonian"
    assert previewed.evaluate("history.length") == before, "no step of the way back"


def test_other_links_of_the_page_open_beside_the_desk(previewed):
    with previewed.context.expect_page() as opened:
        page_in(previewed).locator(".masthead .wordmark").click()
    opened.value.wait_for_url("**/fi/")
    assert page_in(previewed).locator(".preview-banner").count()


def test_preview_opens_in_a_tab_of_its_own_with_what_is_typed(previewed):
    previewed.locator("#id_title_fi").fill("Omassa välilehdessä")
    page_in(previewed).get_by_role("heading", name="Omassa välilehdessä").wait_for()
    with previewed.context.expect_page() as opened:
        previewed.locator(".preview-alone").click()
    opened.value.get_by_role("heading", name="Omassa välilehdessä").wait_for()


def test_preview_is_still_open_when_the_form_comes_back(desk):
    open_form(desk)
    open_preview(desk)
    desk.locator("[name=preview-width][value='768']").check()
    desk.reload()
    page_in(desk).locator(".preview-banner").wait_for()
    assert desk.locator(".preview-scale").inner_text().startswith("768 px")


@pytest.mark.parametrize("form", FORMS)
def test_axe_finds_nothing_on_a_form_with_its_preview(sign_in, form):
    desk = sign_in(bypass_csp=True)
    for width in (1440, 360):
        desk.set_viewport_size({"width": width, "height": 900})
        open_form(desk, form)
        if desk.locator("#preview").is_hidden():
            open_preview(desk)
        page_in(desk).locator(".preview-banner").wait_for()
        assert not findings_in_light_and_dark(desk), width


@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_on_the_page_of_the_links(sign_in, width):
    desk = sign_in(bypass_csp=True)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto("/admin/news/article/1/preview-links/")
    desk.locator("[name=_make]").click()
    desk.locator(".preview-link-list").wait_for()
    assert not findings(desk)
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
