"""Signing in with a real browser: passkeys under the strict policy, every page of an account, and nothing for axe to find."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from tests.browser.test_accessibility import findings, findings_in_light_and_dark

pytestmark = pytest.mark.browser
PAGES = ["2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "password/change/", "sessions/", "logout/"]
OPEN = ["login/", "login/?next=/admin/news/article/", "password/reset/", "password/reset/done/", "inactive/", "signup/",
        "password/reset/key/1-abc/", "password/reset/key/done/"]  # fmt: skip
CODES = ["sv", "en", "et", "fi"]


def authenticator(page, **more):
    """A passkey that the browser keeps, as a telephone or a computer does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options | more})
    return session, made["authenticatorId"]


@pytest.fixture
def signed_in(open_page, site):
    """signed_in(name): the sample's account at the desk, under the name that passkeys know a laptop by."""

    def enter(name, **options):
        page = open_page("/", **options)
        page.home = site.address.replace("127.0.0.1", "localhost")
        page.goto(page.home + "/admin/")
        page.told = []
        page.on("console", lambda told: page.told.append(told.text) if told.type in {"error", "warning"} else None)
        page.fill("#id_login", name)
        page.fill("#id_password", "tartu-2018")
        page.keyboard.press("Enter")
        page.locator("#user-tools").wait_for()
        return page

    return enter


def go(page, path):
    """To a page of the account, past the question who it is."""
    page.goto(f"{page.home}/admin/account/{path}")
    if "reauthenticate" in page.url:
        page.fill("#id_password", "tartu-2018")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def leave(page):
    go(page, "logout/")
    with page.expect_navigation():
        page.locator("#content [type=submit]").click()


def add_passkey(page):
    go(page, "2fa/webauthn/add/")
    page.fill("#id_name", "My laptop")
    page.check("#id_passwordless")
    with page.expect_navigation():
        page.click("#mfa_webauthn_add")


def remove_factors(page):
    go(page, "2fa/webauthn/")
    while page.locator("a[href$='/remove/']").count():
        page.locator("a[href$='/remove/']").first.click()
        page.locator("#content .danger").click()
        page.goto(f"{page.home}/admin/account/2fa/webauthn/")
    if not page.goto(f"{page.home}/admin/account/2fa/totp/deactivate/").ok or page.locator("#content .danger").count():
        page.locator("#content .danger").click()


def test_passkey_is_made_and_then_signs_in_without_a_password(signed_in):
    page = signed_in("sample-translator-fi")
    authenticator(page)
    add_passkey(page)
    leave(page)
    page.goto(page.home + "/admin/account/login/?next=/admin/news/article/")
    page.click("#passkey_login")
    page.wait_for_url(page.home + "/admin/news/article/")
    assert not page.told


def test_passkey_of_a_device_that_nobody_unlocked_does_not_sign_in(signed_in):
    """Whoever has found the key ring has only the one factor; the site asks the device, and looks at what it says."""
    page = signed_in("sample-partner")
    session, which = authenticator(page)
    add_passkey(page)
    leave(page)
    page.add_init_script("""const get = navigator.credentials.get.bind(navigator.credentials)
        navigator.credentials.get = asked => { asked.publicKey.userVerification = "discouraged"; return get(asked) }""")
    page.goto(page.home + "/admin/account/login/")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": which, "isUserVerified": False})
    with page.expect_navigation():
        page.click("#passkey_login")
    assert page.url.startswith(page.home + "/admin/account/login/")
    assert page.locator(".messagelist .error").count() == 1


def test_passkey_that_is_refused_is_told_where_the_button_is(open_page, site):
    page = open_page("/")
    page.goto(site.address.replace("127.0.0.1", "localhost") + "/admin/account/login/")
    authenticator(page)  # empty: no passkey of this site
    page.click("#passkey_login")
    page.locator("#passkey-problem:visible").wait_for()
    assert "was not used" in page.locator("#passkey-problem").inner_text()


def test_passkey_at_an_address_of_numbers_says_why_it_cannot_work(open_page):
    page = open_page("/admin/account/login/")
    page.click("#passkey_login")
    page.locator("#passkey-problem:visible").wait_for()
    assert "localhost" in page.locator("#passkey-problem").inner_text()


def test_app_is_set_up_asked_for_and_every_page_on_the_way_is_sound(signed_in):
    page = signed_in("sample-writer", bypass_csp=True)
    seen = [look(page, "2fa/totp/activate/")]
    key = page.locator(".account-key").inner_text()
    page.fill("#id_code", code(key))
    page.keyboard.press("Enter")
    page.locator(".account-codes").wait_for()
    spare = page.locator(".account-codes code").first.inner_text()
    seen += [
        look(page, at) for at in ("2fa/recovery-codes/", "2fa/recovery-codes/generate/", "2fa/", "2fa/totp/deactivate/")
    ]
    leave(page)
    page.fill("#id_login", "sample-writer")
    page.fill("#id_password", "tartu-2018")
    page.keyboard.press("Enter")
    page.locator("#id_code").wait_for()
    seen.append(findings(page))
    page.fill("#id_code", spare)
    page.keyboard.press("Enter")
    page.locator("#user-tools a").first.wait_for()
    remove_factors(page)
    assert seen == [[]] * len(seen)


def code(key):
    return format_hotp_value(hotp_value(key, next(yield_hotp_counters_from_time())))


def look(page, path):
    go(page, path)
    return findings(page)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_the_pages_of_an_account(sign_in, path):
    page = sign_in(bypass_csp=True)
    page.goto(f"/admin/account/{path}", wait_until="networkidle")
    assert not findings_in_light_and_dark(page)


@pytest.mark.parametrize("path", OPEN)
def test_axe_finds_nothing_where_nobody_is_signed_in(open_page, path):
    page = open_page(f"/admin/account/{path}", bypass_csp=True)
    assert not findings_in_light_and_dark(page)


@pytest.mark.parametrize("language", CODES)
def test_error_is_told_at_the_top_and_at_the_field_and_axe_finds_nothing(sign_in, language):
    page = sign_in(bypass_csp=True)
    page.select_option("#desk-language", language)
    page.locator(".desk-language button").click()
    page.goto("/admin/account/password/change/")
    for name in ("oldpassword", "password1", "password2"):
        page.fill(f"#id_{name}", "123")
    page.keyboard.press("Enter")
    page.locator("[role=alert].errornote").wait_for()
    assert page.locator(".errornote a[href='#id_password1']").count()
    assert page.locator("#id_password1").get_attribute("aria-describedby") == "id_password1_helptext id_password1_error"
    assert page.locator("html").get_attribute("lang") == language
    assert not findings(page)


def test_keyboard_goes_through_the_door_in_the_order_that_one_reads(open_page):
    page = open_page("/admin/account/login/")
    seen = []
    for _step in range(5):
        seen.append(
            page.evaluate("document.activeElement.id || document.activeElement.type || document.activeElement.href")
        )
        page.keyboard.press("Tab")
    assert seen[:4] == ["id_login", "id_password", "submit", "passkey_login"]
    assert re.search("password/reset/$", page.evaluate("document.querySelector('#content form + p a').href"))


@pytest.mark.parametrize(
    ("path", "expected"), [("login/", ["username", "current-password"]), ("password/reset/", ["email"])]
)
def test_password_managers_know_what_to_fill_in(open_page, path, expected):
    page = open_page(f"/admin/account/{path}")
    boxes = page.locator("#content form:first-of-type input:visible")
    assert [box.get_attribute("autocomplete") for box in boxes.all()] == expected


def test_language_is_chosen_before_signing_in_and_kept(open_page):
    page = open_page("/admin/account/login/", locale="en")
    page.select_option("#desk-language", "fi")
    page.locator(".desk-language button").click()
    page.wait_for_function("document.documentElement.lang === 'fi'")
    page.reload()
    assert page.locator("h1").inner_text() == "Kirjaudu sisään"


@pytest.mark.parametrize("width", [320, 360, 768])
def test_pages_of_an_account_fit_a_small_screen(sign_in, width):
    page = sign_in()
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(f"/admin/account/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
