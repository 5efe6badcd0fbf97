"""Attacking drawings, once clean, in a real browser without any policy: opened by themselves, in a page, as images."""

import pytest

from partners import svg
from tests.partners.svg_attacks import CLEANED
from tests.partners.uploads import SAMPLES

pytestmark = [pytest.mark.browser]
HOST = "http://logos.test/"
DRAWINGS = {name: data for name, (_told, data) in CLEANED.items()} | SAMPLES


@pytest.fixture
def watched(chromium):
    """A page that writes down what it was made to do: dialogs, calls of attacked(), requests and navigations elsewhere."""
    context = chromium.new_context()
    page = context.new_page()
    page.did, page.served = [], {}

    def answer(route):
        name = route.request.url.removeprefix(HOST)
        if name in page.served:
            kind, body = page.served[name]
            return route.fulfill(content_type=kind, body=body)
        page.did.append(f"asked for {route.request.url}")
        return route.abort()

    context.route("**/*", answer)
    context.expose_function("attacked", lambda *_words: page.did.append("ran a script"))
    page.on("dialog", lambda dialog: (page.did.append("opened a dialog"), dialog.dismiss()))
    context.on("page", lambda _page: page.did.append("opened a window"))
    yield page
    context.close()


def show(page, kind, body, name="it"):
    page.served = {name: (kind, body)} | {key: value for key, value in page.served.items() if key.endswith(".svg")}
    page.goto(HOST + name)
    page.mouse.click(20, 20)
    page.wait_for_timeout(20)


def test_drawing_opened_by_itself_does_nothing(watched):
    for name, data in DRAWINGS.items():
        show(watched, "image/svg+xml", svg.clean(data).text)
        assert watched.evaluate("document.documentElement.namespaceURI") == "http://www.w3.org/2000/svg"
        assert watched.did == [], name


def test_drawings_inside_of_one_page_do_nothing_and_keep_to_their_boxes(watched):
    inside = "".join(svg.clean(data).inlined(f"n{number}") for number, data in enumerate(DRAWINGS.values()))
    show(watched, "text/html", f"<!doctype html><title>Logos</title><p>{inside}")
    assert watched.did == []
    assert watched.locator("svg").count() >= len(DRAWINGS)
    assert watched.evaluate(
        "[...document.querySelectorAll('svg')].every(one => getComputedStyle(one).position == 'static')"
    )
    names = watched.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(names) == len(set(names)) > 0


def test_drawings_as_images_are_seen_and_do_nothing(watched):
    cleaned = [svg.clean(data).text for data in DRAWINGS.values()]
    watched.served = {f"{number}.svg": ("image/svg+xml", text) for number, text in enumerate(cleaned)}
    images = "".join(f'<img src="{HOST}{number}.svg" alt="">' for number in range(len(cleaned)))
    show(watched, "text/html", f"<!doctype html><title>Logos</title>{images}")
    assert watched.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    assert watched.did == []


@pytest.mark.parametrize(
    ("name", "deed"),
    [
        ("script", "ran a script"),
        ("onload", "ran a script"),
        ("event of a page's element", "ran a script"),
        ("sheet imports", "asked for http://evil.example/x.css"),
        ("style fetches", "asked for http://evil.example/x"),
    ],
)
def test_deeds_of_the_upload_itself_would_be_seen(watched, name, deed):
    show(watched, "image/svg+xml", CLEANED[name][1].decode())
    watched.wait_for_timeout(300)
    assert deed in watched.did
