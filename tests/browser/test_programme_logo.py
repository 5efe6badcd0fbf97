"""A logo that staff upload for the programme stands beside the flag, and never above it in rank."""

import pytest

from partners.models import Logo
from tests.factories import make_project, picture_file
from tests.pages import CODES, FUND, UNION

PLATE = 4  # px of white round it
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("logo", [(600, 900), (3000, 300), (500, 500)], ids=["tall", "wide", "square"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740)])
@pytest.mark.parametrize("code", CODES)
def test_flag_is_as_large_as_the_logo_and_all_is_seen_at_once(chromium, live_server, logo, width, height, code):
    programme = make_project().programme
    Logo.objects.create(programme=programme, original=picture_file(size=logo))
    page = chromium.new_page(viewport={"width": width, "height": height})
    moved = watch_movement(page)
    page.goto(f"{live_server.url}/{code}/", wait_until="networkidle")
    flag, shown = (page.locator(name).bounding_box() for name in (".funding-flag", ".funding-programme img"))
    assert flag["height"] >= shown["height"] > 0
    assert abs(shown["width"] / shown["height"] - logo[0] / logo[1]) < 0.4, "not squeezed"
    block = page.locator(".funding")
    for thing in (shown, *(block.get_by_text(words[code], exact=True).bounding_box() for words in (UNION, FUND))):
        assert 0 <= thing["x"] <= thing["x"] + thing["width"] <= width
        assert 0 <= thing["y"] <= thing["y"] + thing["height"] <= 150
    assert page.evaluate(moved) == 0
    page.close()


@pytest.mark.parametrize("width", [1440, 360])
def test_logo_keeps_its_distance_and_its_plate_is_no_larger_than_the_flag(chromium, live_server, width):
    Logo.objects.create(programme=make_project().programme, original=picture_file(size=(800, 200)))
    page = chromium.new_page(viewport={"width": width, "height": 740}, color_scheme="dark")
    page.goto(f"{live_server.url}/en/", wait_until="networkidle")
    names = (".funding-flag", ".funding-programme img", ".funding-project")
    flag, logo, project = (page.locator(name).bounding_box() for name in names)
    plate = logo["height"] + 2 * PLATE
    across = [max(one["x"] - logo["x"] - logo["width"], logo["x"] - one["x"] - one["width"]) for one in (flag, project)]
    assert plate <= flag["height"]
    assert across[1] >= 2 * PLATE
    assert max(across[0], logo["y"] - flag["y"] - flag["height"]) >= 2 * PLATE
    edge = flag["x"] - logo["x"] if width == 360 else logo["x"] + logo["width"] - (width - flag["x"])
    assert abs(edge) <= PLATE, "it begins below the flag, or ends where the page does"
    page.close()


def watch_movement(page):
    """What to evaluate for the layout shift of the page that is opened next."""
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => { for (const entry of list.getEntries())
        window.moved += entry.value }).observe({type: 'layout-shift', buffered: true})"""
    )
    return "window.moved"
