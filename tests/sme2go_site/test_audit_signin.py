"""The audit log of signing in: who came and went, who failed and where, and what opens an account was changed."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client

from tests.log import PASSWORD, letter, lines, sign_in, told, whole_log

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "another long and good one"
CODE_PAGE = "/admin/account/2fa/authenticate/"


def add_factor(user):
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user)


def test_sign_in_and_out_and_failure_are_logged_with_address(client, anna):
    sign_in(client, "wrong")
    sign_in(client)
    client.post("/admin/account/logout/")
    [failed], [entered], [left] = lines("sign_in_failed"), lines("signed_in"), lines("signed_out")
    assert (failed.by_name, failed.title) == ("", "anna")
    assert (entered.by_name, entered.address, left.by_name) == ("anna", "127.0.0.1", "anna")


def test_name_that_no_account_has_is_not_kept_since_it_may_be_a_password(client, anna):
    sign_in(client, "anna", login=PASSWORD)
    [failed] = lines("sign_in_failed")
    assert (failed.title, failed.details) == ("", {})


def test_lock_is_logged_once_a_minute_and_not_once_a_try(client, anna):
    for _try in range(9):
        sign_in(client, "wrong")
    assert [line.title for line in lines("locked_out")] == ["anna"]


def test_address_that_asks_too_often_is_logged_on_every_page_that_turns_it_away(client):
    for number in range(25):
        client.post("/admin/account/password/reset/", {"email": f"{number}@sme2go.example"})
    assert [(line.title, line.address) for line in lines("locked_out")] == [("", "127.0.0.1")]


def test_wrong_second_factor_is_a_failure_and_too_many_are_a_lock(client, anna):
    add_factor(anna)
    sign_in(client)
    for _try in range(7):
        client.post(CODE_PAGE, {"code": "000000"})
    assert {(line.title, line.details["what"]) for line in lines("sign_in_failed")} == {("anna", "second_factor")}
    assert [line.title for line in lines("locked_out")] == ["anna"]


def test_passkey_that_opens_nothing_is_a_failure(client):
    client.post("/admin/account/2fa/webauthn/login/", {"credential": '{"id": "x", "rawId": "y"}'})
    assert told("sign_in_failed") == [("", "", {"what": "second_factor"})]


def test_own_new_password_is_logged(client, anna):
    sign_in(client)
    client.post("/admin/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert told("password_changed") == [("anna", "anna", {})]


def test_password_set_by_a_letters_link_is_logged_as_nobodys_who_was_signed_in(client, anna):
    client.post("/admin/account/password/reset/", {"email": anna.email})
    link = urlsplit(re.search(r"http\S+/key/\S+", letter())[0]).path
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert told("password_changed") == [("", "anna", {"how": "letter"})]


@pytest.mark.parametrize("form", [{"password1": NEW, "password2": NEW, "usable_password": "true"},
                                  {"usable_password": "false", "unset-password": "1"}])  # fmt: skip
def test_password_that_an_administrator_sets_or_takes_is_logged(desk, anna, form):
    desk.post(f"/admin/auth/user/{anna.pk}/password/", form)
    assert told("password_changed") == [("Desk", "anna", {})]


def test_stronger_digest_of_the_same_password_is_no_change(client, anna, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    sign_in(client)
    anna.refresh_from_db()
    assert anna.password.startswith("pbkdf2")
    assert not lines("password_changed")


def test_second_factor_that_is_added_or_removed_by_an_administrator_is_logged(desk, anna):
    add_factor(anna)
    desk.post("/admin/auth/user/", {"action": "remove_second_factor", "_selected_action": [anna.pk]})
    changes = lines("second_factor_changed", title="anna")
    found = {(line.by_name, line.details["factor"], line.details["deed"]) for line in changes}
    assert found == {
        ("(manage.py)", "totp", "added"),
        ("(manage.py)", "recovery_codes", "added"),
        ("Desk", "totp", "removed"),
        ("Desk", "recovery_codes", "removed"),
    }


def test_sessions_that_are_ended_one_by_one_and_all_at_once_are_logged(anna):
    here, *_others = clients = [Client() for _number in range(4)]
    for client in clients:
        sign_in(client)
    page = here.get("/admin/account/sessions/")
    numbers = re.findall(r"sessions/(\d+)/end/", page.content.decode())
    here.post(f"/admin/account/sessions/{max(map(int, numbers))}/end/")
    here.post("/admin/account/sessions/")
    assert told("session_ended") == [("anna", "anna", {"number": 2}), ("anna", "anna", {"number": 1})]


def test_no_password_code_key_or_link_stands_in_the_log(client, anna):
    codes = add_factor(anna).get_unused_codes()
    sign_in(client, PASSWORD, login=PASSWORD)
    sign_in(client)
    client.post(CODE_PAGE, {"code": "918273"})
    client.post(CODE_PAGE, {"code": codes[0]})
    keys = [client.session.session_key]
    client.post("/admin/account/password/reset/", {"email": anna.email})
    link = re.search(r"http\S+/key/(\S+)", letter())[1].strip("/")
    client.post("/admin/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    anna.refresh_from_db()
    assert lines("signed_in")
    assert lines("password_changed")
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    for secret in (PASSWORD, NEW, "918273", *codes, *keys, link, SECRET, seed, anna.password, make_password(NEW)[:12]):
        assert secret not in whole_log()


def test_account_made_by_a_command_is_the_command_lines():
    get_user_model().objects.create_superuser("root", password=NEW)
    assert [line[:2] for line in told("rights_changed")] == [("(manage.py)", "root")]
    assert not lines("password_changed")
