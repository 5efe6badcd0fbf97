"""What a reader on a narrow screen meets first, and what does not fit."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat

from tests.pages import CODES, PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("code", CODES)
def test_headline_stands_in_the_upper_third_of_a_telephone(open_page, code):
    page = open_page(PAGES["tartu"][code], width=360, height=740)
    assert page.locator("h1").bounding_box()["y"] <= 740 / 3
    for link in page.locator(".masthead li a").all():
        assert link.bounding_box()["height"] >= 24, "a finger must hit it"


@pytest.mark.parametrize("code", CODES)
def test_languages_stand_beside_the_name_and_the_menu_on_one_line_of_a_tablet(open_page, code):
    page = open_page(PAGES["events"][code])
    for width in (700, 768, 900, 1024, 1100, 1200, 1366):
        page.set_viewport_size({"width": width, "height": 700})
        entries, languages = (
            [link.bounding_box()["y"] for link in page.locator(f"{menu} a").all()]
            for menu in (".site-nav", ".language-menu")
        )
        name = page.locator(".wordmark").bounding_box()
        assert len(set(entries)) == len(set(languages)) == 1, width
        assert name["y"] < languages[0] < name["y"] + name["height"], width


@pytest.mark.parametrize("width", [360, 1440])
def test_what_a_search_leads_to_stands_in_line_with_its_hits(open_page, width):
    page = open_page(f"{PAGES['search']['sv']}?q=Posintra", width=width)
    named, hits = (page.locator(part).bounding_box() for part in (".search-named h2", ".search-hit h2 >> nth=0"))
    panel = page.locator(".search-named > :has(h2), .search-named:has(> h2)").bounding_box()
    assert panel["x"] == hits["x"] < named["x"]


@pytest.mark.parametrize(("width", "is_beside"), [(360, False), (1440, True)])
def test_reports_of_an_event_come_before_what_stands_beside_them(open_page, width, is_beside):
    page = open_page(PAGES["event"]["sv"], width=width)
    reports, beside = (page.locator(part).bounding_box() for part in (".article-card", ".article-aside"))
    assert (beside["x"] > reports["x"] + reports["width"]) is is_beside
    assert (beside["y"] > reports["y"]) is not is_beside


@pytest.mark.parametrize("width", [360, 768, 1366])
def test_names_on_the_map_touch_nothing(open_page, width):
    page = open_page(PAGES["home"]["sv"], width=width)
    frame = page.locator(".map svg").bounding_box()
    names = [name.bounding_box() for name in page.locator(".map .place-name").all()]
    dots = [dot.bounding_box() for dot in page.locator(".map .place").all()]
    for number, name in enumerate(names):
        assert frame["x"] <= name["x"] <= name["x"] + name["width"] <= frame["x"] + frame["width"]
        others = names[:number] + dots[:number] + dots[number + 1 :]
        assert not [other for other in others if overlap(name, other)]


def overlap(one, other):
    return all(
        one[start] < other[start] + other[length] and other[start] < one[start] + one[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_table_shows_at_its_edge_that_it_goes_on(open_page, scheme):
    page = open_page(PAGES["tartu"]["sv"], width=360, height=740, color_scheme=scheme)
    table = page.locator(".table-scroll")
    table.scroll_into_view_if_needed()

    def edge():
        shot = Image.open(BytesIO(table.screenshot())).convert("L")
        return ImageStat.Stat(shot.crop((shot.width - 3, 0, shot.width, 12))).mean[0]

    before = edge()
    table.evaluate("table => { table.scrollLeft = table.scrollWidth }")
    assert abs(edge() - before) >= 8
