"""Signing in: hard for whoever should not, without a difference that tells anything, and over for whoever ends it."""

import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model, hashers
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sme2go_site import audit_signin, signin
from sme2go_site.signin import SAMPLE_PASSWORD, no_sample_login, refuse_sample_login
from tests.conftest import ROOT

from .door import LOGIN, PASSWORD, is_in, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


@pytest.mark.parametrize("name", ["anna", "Anna ", "anna@sme2go.example", "ANNA@SME2GO.example"])
def test_staff_sign_in_by_name_or_address(client, anna, name):
    assert sign_in(client, name).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_of_two_names_that_differ_by_capitals_each_signs_in_by_its_own(anna):
    get_user_model().objects.create_user("Anna", password="another one, long and good", is_staff=True)
    client = Client()
    sign_in(client)
    assert int(client.session["_auth_user_id"]) == anna.pk


def test_address_of_two_accounts_signs_in_neither(client, anna):
    get_user_model().objects.create_user("other", anna.email, PASSWORD, is_staff=True)
    sign_in(client, anna.email)
    assert not is_in(client)


def test_desk_asks_for_sign_in_and_leads_back(client, anna):
    first = client.get("/admin/news/article/")
    door = client.get(first.url)
    assert door.url == f"{LOGIN}?next=%2Fadmin%2Fnews%2Farticle%2F"
    assert sign_in(client, next="/admin/news/article/").url == "/admin/news/article/"


FOREIGN = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example",
           "http://localhost:6666/",
           "http://testserver/admin/", "https://testserver:6666/", "\thttps://evil.example"]  # fmt: skip


@pytest.mark.parametrize("address", FOREIGN)
def test_nobody_is_led_away_after_signing_in_or_out(client, anna, address):
    assert sign_in(client, next=address).url == "/admin/"
    assert client.get(LOGIN, {"next": address}).url == "/admin/"
    assert client.post("/admin/account/logout/", {"next": address}).url == LOGIN


def stored(name, **values):
    return get_user_model().objects.create_user(name, f"{name}@sme2go.example", PASSWORD, is_staff=True, **values)


KNOWN_AND_NOT = [("anna", "nobody"), ("anna@sme2go.example", "nobody@sme2go.example"), ("closed", "nobody"),
                 ("mail@sme2go.example", "nobody@sme2go.example"), ("keyless", "nobody")]  # fmt: skip


@pytest.fixture
def everybody(anna):
    stored("closed", is_active=False)
    get_user_model().objects.create_user("mail@sme2go.example", "mail@sme2go.example", PASSWORD)
    get_user_model().objects.create_user("keyless", is_staff=True)


@pytest.mark.parametrize(("known", "unknown"), KNOWN_AND_NOT)
@pytest.mark.usefixtures("everybody")
def test_unknown_user_and_wrong_password_get_the_same_answer(known, unknown):
    wrong, nobody = sign_in(Client(), known, "wrong"), sign_in(Client(), unknown, "wrong")
    assert wrong.status_code == nobody.status_code == 200
    assert words(wrong) == words(nobody)
    assert {*wrong.headers} == {*nobody.headers}
    assert {*wrong.cookies} == {*nobody.cookies}


@pytest.mark.parametrize(("known", "unknown"), KNOWN_AND_NOT)
@pytest.mark.usefixtures("everybody")
def test_unknown_user_and_wrong_password_cost_one_hash_and_as_many_queries(known, unknown, monkeypatch):
    """Time by its causes; a clock would make a test that fails by chance."""
    hashed, encode = [], hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    queries = []
    for name in (known, unknown):
        with CaptureQueriesContext(connection) as asked:
            sign_in(Client(), name, "wrong")
        queries.append(len(asked))
    assert len(hashed) == 2
    assert queries[0] == queries[1]


def test_form_without_the_sites_token_signs_nobody_in(anna):
    """Else somebody could be signed in to another's account without noticing, and write there."""
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    assert not is_in(client)


def test_session_that_was_there_before_is_another_one_after_signing_in(client, anna):
    client.get("/admin/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    before = client.cookies["sessionid"].value
    sign_in(client)
    assert client.cookies["sessionid"].value != before
    stranger = Client()
    stranger.cookies["sessionid"] = before
    assert stranger.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "confirm-email/a:b/", "password/set/",
                                  "login/code/confirm/", "reauthenticate/code/"])  # fmt: skip
def test_what_the_site_does_not_offer_says_so(client, anna, path):
    sign_in(client)
    for answer in (
        client.get(f"/admin/account/{path}"),
        client.post(f"/admin/account/{path}", {"email": "x@x.example"}),
    ):
        assert answer.status_code == 403
        assert "whoever manages the accounts" in answer.content.decode()


def test_signing_up_is_closed(client):
    client.post(
        "/admin/account/signup/",
        {"username": "x", "email": "x@x.example", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not get_user_model().objects.exists()
    assert "signup" not in client.get(LOGIN).content.decode()


def two_sessions():
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, headers={"user-agent": "Test browser"})
    return here, there, UserSession.objects.get(session_key=there.session.session_key)


def test_sessions_are_listed_and_ended_by_their_owner(anna):
    here, there, session = two_sessions()
    page = here.get("/admin/account/sessions/", headers={"user-agent": "Test browser"})
    assert page.content.decode().count("Test browser") == 2
    here.post(f"/admin/account/sessions/{session.pk}/end/")
    assert (there.get("/admin/").status_code, here.get("/admin/").status_code) == (302, 200)


def test_all_other_sessions_are_ended_at_once(anna):
    here, there, _session = two_sessions()
    here.post("/admin/account/sessions/")
    assert (there.get("/admin/").status_code, here.get("/admin/").status_code) == (302, 200)


def test_nobody_ends_a_session_of_somebody_else_or_by_a_link(anna):
    here, there, session = two_sessions()
    stranger = Client()
    stranger.force_login(stored("eva"))
    assert stranger.post(f"/admin/account/sessions/{session.pk}/end/").status_code == 404
    assert here.get(f"/admin/account/sessions/{session.pk}/end/").status_code == 405
    stranger.post("/admin/account/sessions/")
    assert there.get("/admin/").status_code == 200


@pytest.mark.parametrize("weak", ["x7#q", "8264019375", "password1", "anna@sme2go"])
def test_weak_passwords_are_refused(client, anna, weak):
    """Too short, digits alone, common, like the account's own address."""
    sign_in(client)
    change = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    assert client.post("/admin/account/password/change/", change).status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_readers_pages_know_nothing_of_sessions(client, anna):
    sign_in(client)
    page = client.get("/en/")
    assert not page.cookies
    assert "Cookie" not in page.get("Vary", "")


def test_account_pages_have_their_own_strict_policy_and_are_not_kept(client):
    page = client.get(LOGIN)
    assert "script-src 'self';" in page["Content-Security-Policy"] + ";"
    assert "unsafe" not in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"


def test_desk_is_read_when_the_database_cannot_note_when_it_was_used(client, anna, monkeypatch):
    sign_in(client)

    def full(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(signin, "track_activity", full)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("words", ["database or disk is full", "could not extend file: No space left on device"])
def test_sign_in_that_cannot_be_stored_says_that_the_disk_is_full(anna, monkeypatch, words):
    def full(*_args, **_kwargs):
        raise OperationalError(words)

    monkeypatch.setattr(audit_signin, "record", full)
    answer = sign_in(Client(raise_request_exception=False))
    assert answer.status_code == 503
    assert "disk is full" in answer.content.decode()


def on_a_server(words, **more):
    """What a process does that runs as a server would."""
    server = {"SITE_ADDRESS": "https://sme2go.example", "SECRET_KEY": "x" * 60}
    settings = {"DJANGO_SETTINGS_MODULE": "sme2go_site.settings"}
    run = [sys.executable, "-c", words]
    everything = os.environ | settings | server | more
    return subprocess.run(run, cwd=ROOT, env=everything, capture_output=True, text=True, check=False)


def test_cookies_of_a_server_travel_encrypted_and_no_script_reads_them():
    read = "from django.conf import settings as s; print(*(getattr(s, c + '_COOKIE_' + f)"
    read += " for c in ('SESSION', 'CSRF', 'LANGUAGE') for f in ("
    assert set(on_a_server(read + "'SECURE', 'HTTPONLY')))").stdout.split()) == {"True"}
    assert set(on_a_server(read + "'SAMESITE', 'PATH')))").stdout.split()) == {"Lax", "/admin/"}


@pytest.mark.parametrize(("password", "refuses"), [(SAMPLE_PASSWORD, True), (PASSWORD, False)])
def test_server_refuses_to_start_with_the_sample_login(settings, password, refuses):
    settings.IS_SERVER = True
    get_user_model().objects.create_user("sample-publisher", password=password)
    assert bool(no_sample_login(None)) == refuses
    with pytest.raises(ImproperlyConfigured, match="sample-publisher") if refuses else nullcontext():
        refuse_sample_login()


def test_door_of_a_server_does_not_open_with_the_sample_login(tmp_path):
    """The whole way: a database as `make run` leaves it, then the server's own module."""
    home = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}", "SITE_ADDRESS": ""}
    make = "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0);"
    make += (
        "from django.contrib.auth.models import User; User.objects.create_user('sample-editor', password='tartu-2018')"
    )
    assert on_a_server(make, **home).returncode == 0
    door = on_a_server("import sme2go_site.wsgi", **home | {"SITE_ADDRESS": "https://sme2go.example"})
    assert door.returncode != 0
    assert "sample-editor" in door.stderr
