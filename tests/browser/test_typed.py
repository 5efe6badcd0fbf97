"""What is typed is kept: over a killed browser, an ended session, a lost network and a sleeping server."""

import pytest

from sme2go_site.management.commands.serve import SAMPLE_NAME, SAMPLE_PASSWORD

pytestmark = pytest.mark.browser
FORMS = ["news/article/1/change/?language=fi", "news/article/1/translate/fi/"]
KEPT = "() => /^Kept/.test(document.querySelector('.typed-state').textContent)"
PROBLEM = "() => document.querySelector('.typed-state').classList.contains('is-problem')"


def opened(page, form):
    page.goto(f"/admin/{form}")
    box = page.locator(".field-body_fi .ProseMirror[contenteditable=true]")
    box.wait_for()
    return box


def type_into(page, box, title, sentence):
    page.locator("#id_title_fi").fill(title)
    box.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.type(f" {sentence}")


def put_back(page, title, sentence):
    """What was left behind is shown before it replaces anything, then stands in the form and can be saved."""
    offer = page.locator(".typed-offer").first
    offer.wait_for()
    assert title in offer.inner_text()
    assert page.locator("#id_title_fi").input_value() != title
    offer.locator("[data-put-back]").click()
    page.wait_for_function("title => document.querySelector('#id_title_fi').value === title", arg=title)
    assert sentence in page.locator(".field-body_fi .ProseMirror[contenteditable=true]").inner_text()


@pytest.mark.parametrize("form", FORMS)
def test_what_was_typed_comes_back_after_the_browser_was_killed(sign_in, form):
    page = sign_in()
    box = opened(page, form)
    with page.expect_response(lambda answer: "Lause säilyi." in (answer.request.post_data or "")):
        type_into(page, box, "Tallessa tapon jälkeen", "Lause säilyi.")
    page.wait_for_function(KEPT)
    page.context.close()  # no question, no farewell
    page = sign_in()
    opened(page, form)
    put_back(page, "Tallessa tapon jälkeen", "Lause säilyi.")
    page.wait_for_function(KEPT)
    assert not page.told


def test_new_article_that_was_never_saved_comes_back_and_stands_on_the_first_screen(sign_in):
    page = sign_in()
    page.goto("/admin/news/article/add/?language=fi")
    page.locator(".field-body_fi .ProseMirror[contenteditable=true]").wait_for()
    page.locator("#id_title_fi").fill("Uusi juttu, jota ei tallennettu")
    page.wait_for_function(KEPT)
    page.context.close()
    page = sign_in()
    page.get_by_role("link", name="Uusi juttu, jota ei tallennettu").click()
    page.locator(".typed-offer [data-put-back]").first.click()
    page.wait_for_function("() => document.querySelector('#id_title_fi').value.startsWith('Uusi juttu')")


@pytest.mark.parametrize("form", FORMS)
def test_save_that_meets_an_ended_session_asks_for_sign_in_and_goes_on_with_the_text(desk, form):
    title = f"Istunto loppui ({FORMS.index(form)})"
    type_into(desk, opened(desk, form), title, "Tämäkin jäi talteen.")
    desk.context.clear_cookies(name="sessionid")
    with desk.expect_navigation():
        desk.locator("[name=_continue]").first.click()
    desk.fill("#id_login", SAMPLE_NAME)
    desk.fill("#id_password", SAMPLE_PASSWORD)
    desk.click("[type=submit]")
    desk.locator(".typed-back").wait_for()
    desk.wait_for_function("title => document.querySelector('#id_title_fi')?.value === title", arg=title)
    assert "Tämäkin jäi talteen." in desk.locator(".field-body_fi .ProseMirror[contenteditable=true]").inner_text()
    assert "Save it now" in desk.locator(".typed-back").inner_text()
    with desk.expect_navigation():
        desk.locator("[name=_continue]").first.click()
    desk.locator(".success").wait_for()
    assert desk.locator("#id_title_fi").input_value() == title


def test_network_that_drops_for_a_minute_loses_nothing_and_delivers_when_it_is_back(sign_in):
    page = sign_in()
    box = opened(page, FORMS[1])
    page.context.set_offline(True)
    type_into(page, box, "Verkko katkesi", "Kirjoitin silti.")
    page.wait_for_function(PROBLEM)
    page.wait_for_timeout(60_000)
    page.keyboard.type(" Vielä minuutin päästä.")
    page.context.set_offline(False)
    page.wait_for_function(KEPT, timeout=40_000)
    page.context.close()
    page = sign_in()
    opened(page, FORMS[1])
    put_back(page, "Verkko katkesi", "Kirjoitin silti. Vielä minuutin päästä.")


def test_text_that_never_reached_the_server_comes_back_from_the_browser(desk):
    box = opened(desk, FORMS[1])
    desk.context.set_offline(True)
    type_into(desk, box, "Vain selaimessa", "Palvelin ei tiedä tästä.")
    desk.wait_for_function(PROBLEM)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.context.set_offline(False)
    opened(desk, FORMS[1])
    put_back(desk, "Vain selaimessa", "Palvelin ei tiedä tästä.")


def test_whoever_signs_in_again_in_another_tab_goes_on_in_the_first(desk):
    box = opened(desk, FORMS[1])
    desk.context.clear_cookies()
    type_into(desk, box, "Toinen välilehti", "Jatkan tästä.")
    desk.wait_for_function(PROBLEM)
    other = desk.context.new_page()
    other.goto("/admin/")
    other.fill("#id_login", SAMPLE_NAME)
    other.fill("#id_password", SAMPLE_PASSWORD)
    other.click("[type=submit]")
    other.locator("#user-tools").wait_for()
    desk.wait_for_function(KEPT, timeout=40_000)
    desk.locator("[name=_continue]").first.click()
    desk.locator(".success").wait_for()
    assert desk.locator("#id_title_fi").input_value() == "Toinen välilehti"


def test_what_was_saved_is_not_offered_again(desk):
    type_into(desk, opened(desk, FORMS[1]), "Tallennettu tavallisesti", "Ja valmis.")
    desk.wait_for_function(KEPT)
    with desk.expect_navigation():
        desk.locator("[name=_save]").first.click()
    with desk.expect_response("**/typed/offer/**"):
        opened(desk, FORMS[1])
    desk.wait_for_function("() => document.querySelector('.typed-state')")
    assert not desk.locator(".typed-offer .pair > :last-child", has_text="Tallennettu tavallisesti").count()
    assert desk.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('typed')).length") == 0


def test_two_who_write_are_told_of_each_other(sign_in):
    one, other = sign_in(), sign_in()
    opened(one, FORMS[0])
    opened(other, FORMS[1])
    other.locator(".typed-told p", has_text="whole form").first.wait_for()
    one.locator(".typed-told p", has_text="Finnish").first.wait_for(timeout=40_000)
