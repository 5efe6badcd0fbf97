"""The focal point of a picture in its form, by click, keys and numbers, with the crops that follow."""

import pytest

from tests.factories import picture_file

pytestmark = pytest.mark.browser
STAGE, MARK = ".focal-stage", ".focal-mark"


def file(name="new.png"):
    return {"name": name, "mimeType": "image/png", "buffer": picture_file(size=(700, 400)).read()}


def open_picture(page, words="Turku"):
    page.goto(f"/admin/news/picture/?q={words}")
    page.click("#result_list tbody th a")
    page.locator(f"{STAGE}[role=slider]").wait_for()


def point(page):
    return int(page.input_value("#id_focal_x")), int(page.input_value("#id_focal_y"))


def is_seen(image):
    image.evaluate("image => image.decode()")
    return image.evaluate("image => image.naturalWidth") > 0


def crops(page):
    """Where each of the three crops looks."""
    return page.locator(".crop img").evaluate_all("crops => crops.map(crop => getComputedStyle(crop).objectPosition)")


def test_focal_point_is_set_by_a_click_and_the_three_crops_follow(desk):
    open_picture(desk)
    stage = desk.locator(STAGE)
    size = stage.bounding_box()
    stage.click(position={"x": size["width"] * 0.2, "y": size["height"] * 0.75})
    assert point(desk) == (20, 75)
    assert crops(desk) == ["20% 75%"] * 3
    assert stage.get_attribute("aria-valuetext") == "20 per cent from the left, 75 per cent from the top"
    mark = desk.locator(MARK).bounding_box()
    assert mark["x"] + mark["width"] / 2 == pytest.approx(size["x"] + size["width"] * 0.2, abs=4)
    assert not desk.told


def test_focal_point_is_moved_by_keys_within_the_picture_and_is_kept(desk):
    open_picture(desk)
    desk.fill("#id_focal_x", "50")
    desk.fill("#id_focal_y", "5")
    desk.locator(STAGE).focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowLeft", "ArrowRight", "ArrowDown", "Shift+ArrowUp"):
        desk.keyboard.press(key)
    assert point(desk) == (61, 0)
    assert crops(desk) == ["61% 0%"] * 3
    desk.locator("input[name=_continue]").click()
    desk.locator(".success").wait_for()
    assert point(desk) == (61, 0)
    assert crops(desk) == ["61% 0%"] * 3


def test_number_typed_moves_the_mark(desk):
    open_picture(desk)
    desk.fill("#id_focal_x", "10")
    assert desk.locator(MARK).evaluate("mark => mark.style.left") == "10%"


def test_crops_have_the_shapes_that_they_are_named_by(desk):
    open_picture(desk)
    sizes = [crop.bounding_box() for crop in desk.locator(".crop img").all()]
    assert [round(size["width"] / size["height"], 2) for size in sizes] == [1.78, 1.33, 1.0]
    assert desk.locator(".crop span").all_inner_texts() == ["16:9", "4:3", "1:1"]


def test_new_file_is_seen_with_its_focal_point_before_it_is_stored(desk):
    desk.goto("/admin/news/picture/add/")
    assert not desk.locator(STAGE).is_visible()
    desk.set_input_files("#id_file", file())
    desk.locator(STAGE).wait_for()
    assert is_seen(desk.locator(f"{STAGE} img"))
    desk.locator(STAGE).press("Shift+ArrowLeft")
    assert crops(desk) == ["40% 50%"] * 3
    desk.fill("#id_alt_en", "Seen before it was stored")
    desk.locator("input[name=_continue]").click()
    desk.locator(".success").wait_for()
    assert point(desk) == (40, 50)
    assert not desk.told


def test_without_script_the_numbers_set_the_focal_point(sign_in):
    page = sign_in(java_script_enabled=False)
    page.goto("/admin/news/picture/?q=Turku")
    page.click("#result_list tbody th a")
    assert page.locator("#id_focal_x").is_visible()
    page.locator(f"{STAGE} img").wait_for()
    assert not page.locator(".crops").is_visible()
