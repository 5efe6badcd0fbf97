"""A page on paper: backgrounds are not printed, so what matters must be legible in ink on white."""

import pytest

from tests.browser.test_accessibility import contrast
from tests.pages import CODES, PAGES

pytestmark = pytest.mark.browser
WHITE = "rgb(255, 255, 255)"
PAPER = {"width": 658, "height": 1000}  # A4 without its margins


@pytest.fixture
def printed(open_page):
    """printed(kind, code): the page as it is laid out for paper."""

    def open_it(kind, code):
        page = open_page(PAGES[kind][code], **PAPER)
        page.emulate_media(media="print")
        return page

    return open_it


def colour(thing, name="color"):
    return thing.evaluate(f"thing => getComputedStyle(thing).{name}")


@pytest.mark.parametrize("code", CODES)
def test_project_at_a_glance_is_legible(printed, code):
    page = printed("home", code)
    for words in page.locator(".glance :is(h2, dt, dd)").all():
        assert contrast(colour(words), WHITE) >= 7


def test_map_shows_land_coast_and_places_without_a_background(printed):
    page = printed("home", "fi")
    land = page.locator(".map .land").first
    assert contrast(colour(land, "stroke"), WHITE) >= 3
    assert contrast(colour(land, "fill"), WHITE) > 1.1
    assert contrast(colour(page.locator(".map .place").first, "fill"), WHITE) >= 7
    assert colour(page.locator(".map svg"), "borderTopStyle") == "solid"


@pytest.mark.parametrize("code", CODES)
def test_logos_stand_in_one_row_no_higher_than_the_flag(printed, code):
    footer = printed("tartu", code).locator(".site-footer")
    logos = [logo.bounding_box() for logo in footer.locator("li img").all()]
    assert len({logo["y"] for logo in logos}) == 1
    assert footer.locator(".logo-strip-eu img").bounding_box()["height"] >= max(logo["height"] for logo in logos)


@pytest.mark.parametrize("code", CODES)
def test_article_says_its_address_and_source_and_nothing_to_click(printed, site, code):
    page = printed("tartu", code)
    address, source = page.locator(".address").all()
    assert address.inner_text() == site.address + PAGES["tartu"][code]
    assert address.is_visible()
    assert source.is_visible()
    assert not [name for name in (".share ul", ".masthead nav", ".related") if page.locator(name).first.is_visible()]


@pytest.mark.parametrize(("kind", "pages"), [("tartu", 3), ("home", 3), ("partner", 2)])
def test_page_takes_no_sheet_for_the_strip_of_logos_alone(open_page, kind, pages):
    page = open_page(PAGES[kind]["sv"])
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= pages
