"""The promise of the whole thing: the Tartu report is read in four languages, with its pictures and its partners."""

import pytest

from tests.pages import CODES, PAGES

DATES = {
    "sv": "19 juni 2018 16:44",
    "en": "19 June 2018, 16:44",
    "et": "19. juuni 2018 kell 16.44",
    "fi": "19. kesäkuuta 2018 klo 16.44",
}
NAMES = ("Youngwha Of", "Jenny Pikkarainen", "Petra Ärlsjö", "Pangyo Zero City")

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("code", CODES)
def test_report_is_read_with_its_date_and_speakers(open_page, code):
    page = open_page(PAGES["tartu"][code])
    words = page.locator("main").inner_text()
    assert page.locator(".article-head time").inner_text() == DATES[code]
    assert not [name for name in NAMES if name not in words]


@pytest.mark.parametrize("code", CODES)
def test_report_shows_its_pictures_with_words_and_credit(open_page, code):
    page = open_page(PAGES["tartu"][code])
    for figure in (page.locator(".hero"), page.locator(".prose .figure")):
        figure.scroll_into_view_if_needed()
        image = figure.locator("img")
        image.evaluate("image => image.decode()")
        assert image.evaluate("image => image.naturalWidth") >= 320
        assert len(image.get_attribute("alt")) > 20
        assert "SME2GO" in figure.locator(".credit").inner_text()


@pytest.mark.parametrize("code", CODES)
def test_report_carries_the_strip_of_logos_with_the_largest_thing_being_the_flag(open_page, code):
    strip = open_page(PAGES["tartu"][code]).locator(".article-strip")
    strip.scroll_into_view_if_needed()
    flag = strip.locator(".logo-strip-eu img").bounding_box()
    logos = [logo.bounding_box() for logo in strip.locator("li img").all()]
    assert len(logos) == 4, "the project and the partners whose names are known"
    assert all(flag["height"] >= logo["height"] for logo in logos)


@pytest.mark.parametrize("code", CODES)
def test_reader_walks_from_the_report_to_the_partner_and_back(open_page, code):
    page = open_page(PAGES["tartu"][code])
    page.locator(".article-aside a", has_text="Västerås").first.click()
    assert page.url.endswith(PAGES["partner"][code])
    title = page.locator(".card-title a[href='" + PAGES["tartu"][code] + "']")
    title.click()
    assert page.url.endswith(PAGES["tartu"][code])


def test_reader_changes_language_and_stays_with_the_report(open_page):
    page = open_page(PAGES["tartu"]["sv"])
    for name, code in (("Suomi", "fi"), ("Eesti", "et"), ("English", "en"), ("Svenska", "sv")):
        page.locator(".language-menu").get_by_text(name).click()
        assert page.url.endswith(PAGES["tartu"][code])
        assert page.locator("html").get_attribute("lang") == code


@pytest.mark.parametrize("code", CODES)
def test_report_leads_to_more_about_the_project(open_page, code):
    page = open_page(PAGES["tartu"][code])
    page.locator(f".prose a[href='{PAGES['about'][code]}']").click()
    assert page.url.endswith(PAGES["about"][code])
