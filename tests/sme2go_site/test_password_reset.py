"""Forgotten passwords: one letter, to the account's own address, and nothing to learn from it."""

import email
import re
from email import policy
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from sme2go_site import password_reset
from tests.conftest import free_port

from .door import LOGIN, is_in, sign_in, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]
RESET = "/admin/account/password/reset/"
NEW = "another long and good one"


class Letterbox:
    def __init__(self):
        self.found = []

    async def handle_DATA(self, server, session, envelope):
        self.found.append(email.message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def letters(settings):
    """A real SMTP server on loopback, and the site set to send there; calling it waits for what is on its way."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", controller.port, False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield lambda: delivered() or box.found
    controller.stop()


def delivered():
    password_reset.postman.submit(int).result()


def ask(address="anna@sme2go.example", client=None, **extra):
    return (client or Client()).post(RESET, {"email": address}, follow=True, **extra)


def link_in(letter):
    return re.search(r"https?://\S+/password/reset/key/\S+", letter.get_content())[0]


def choose(letter, password=NEW):
    client = Client()
    page = client.get(urlsplit(link_in(letter)).path, follow=True)
    address = page.redirect_chain[-1][0] if page.redirect_chain else LOGIN
    return client.post(address, {"password1": password, "password2": password})


def test_forgotten_password_is_set_anew_by_a_letter_and_ends_the_sessions(anna, letters):
    elsewhere, again = Client(), Client()
    sign_in(elsewhere)
    ask()
    [letter] = letters()
    assert (letter["To"], letter.get_content_type()) == ("anna@sme2go.example", "text/plain")
    choose(letter)
    assert elsewhere.get("/admin/").status_code == 302
    sign_in(again, password=NEW)
    assert is_in(again)


def test_link_in_a_letter_works_once(anna, letters):
    ask()
    choose(letters()[0])
    choose(letters()[0], "a third long and good one")
    anna.refresh_from_db()
    assert anna.check_password(NEW)


def test_new_password_ends_the_lock_of_the_account(anna, letters):
    for number in range(6):
        sign_in(Client(), "anna", "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    ask()
    choose(letters()[0])
    client = Client()
    sign_in(client, password=NEW)
    assert is_in(client)


@pytest.mark.parametrize("language", ["sv", "en", "et", "fi"])
def test_letter_is_in_the_language_that_was_chosen_at_the_desk(anna, letters, language):
    client = Client()
    client.cookies["desk_language"] = language
    ask(client=client)
    expected = {"sv": "lösenord", "en": "password", "et": "parool", "fi": "salasana"}[language]
    [letter] = letters()
    assert expected in letter["Subject"].lower()
    assert expected in letter.get_content().lower()


@pytest.mark.parametrize("host", ["localhost:6666", "sme2go.example:6666", "sme2go.example"])
def test_link_leads_to_the_sites_own_address_whatever_host_was_asked(anna, letters, settings, host):
    settings.SITE_ADDRESS = "https://sme2go.example"
    settings.ALLOWED_HOSTS = ["sme2go.example", "localhost"]
    ask(HTTP_HOST=host, headers={"x-forwarded-host": "evil.example"})
    [letter] = letters()
    assert set(re.findall(r"https?://[^/\s]+", letter.get_content().replace(". ", " "))) == {"https://sme2go.example"}
    assert "6666" not in letter.as_string()
    assert "evil" not in letter.as_string()


def test_foreign_host_gets_no_letter_sent(anna, letters):
    assert ask(HTTP_HOST="evil.example").status_code == 400
    assert letters() == []


def test_address_that_nobody_has_gets_the_same_answer_and_no_letter(anna, letters):
    known, unknown = ask(), ask("nobody@sme2go.example")
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    assert {*known.headers} == {*unknown.headers}
    assert [letter["To"] for letter in letters()] == ["anna@sme2go.example"]


def test_both_get_it_in_the_same_way_hashing_one_password_and_sending_nothing_before_the_answer(anna, monkeypatch):
    """Time by its causes: hashes, queries, letters; a clock would make a test that fails by chance."""
    done = []
    monkeypatch.setattr(password_reset, "make_password", lambda _words: done.append("hash"))
    monkeypatch.setattr(password_reset.postman, "submit", lambda *_args: done.append("submit"))
    ask()
    ask("nobody@sme2go.example")
    assert done == ["hash", "submit"] * 2


def test_mail_server_that_is_down_gives_the_same_answer(anna, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    known, unknown = ask(), ask("nobody@sme2go.example")
    assert (known.status_code, words(known)) == (unknown.status_code, words(unknown))
    delivered()
    assert "could not be sent" in caplog.text


def test_address_that_was_replaced_at_the_desk_gets_no_letter(anna):
    ask()
    anna.email = "anna.new@sme2go.example"
    anna.save()
    delivered()
    mail.outbox.clear()
    ask()
    ask("Anna.New@SME2GO.example")
    delivered()
    assert [letter.to for letter in mail.outbox] == [["anna.new@sme2go.example"]]


def test_address_typed_in_capitals_at_the_desk_gets_its_letter():
    get_user_model().objects.create_user("berit", "Berit@sme2go.example", NEW, is_staff=True)
    ask("berit@sme2go.example")
    delivered()
    assert [letter.to for letter in mail.outbox] == [["Berit@sme2go.example"]]


def test_letters_to_one_address_are_limited_whoever_asks_and_whether_there_is_an_account(anna):
    for address in ("anna@sme2go.example", "nobody@sme2go.example"):
        asked = [ask(address, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(5)]
        assert asked == [200, 200, 200, 429, 429]
    delivered()
    assert len(mail.outbox) == 3


def test_one_address_that_asks_for_many_is_limited():
    assert 429 in [ask(f"name-{number}@sme2go.example").status_code for number in range(15)]


def test_form_without_the_sites_token_sends_nothing(anna):
    assert Client(enforce_csrf_checks=True).post(RESET, {"email": anna.email}).status_code == 403
    delivered()
    assert mail.outbox == []
