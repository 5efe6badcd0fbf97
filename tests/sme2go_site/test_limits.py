"""Limits of signing in: by account and by address, whatever else changes, and while the cache fails."""

import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client

from sme2go_site import limits
from tests.conftest import ROOT, free_port

from .door import CHALLENGE, PASSWORD, activate, is_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


def tried(answers):
    """How many passwords were looked at: the others were refused before."""
    return len([answer for answer in answers if "is not right" in answer.content.decode()])


def test_two_hundred_wrong_passwords_are_throttled_and_then_the_right_one_too(anna):
    assert tried([sign_in(Client(), "anna", f"wrong {number}") for number in range(200)]) <= 20
    last = Client()
    sign_in(last)
    assert not is_in(last)


@pytest.mark.parametrize("name", ["anna", "ANNA", " anna", "Anna  ", "\u00a0anna"])
def test_spelling_a_name_otherwise_gives_no_more_tries(anna, name):
    for number in range(5):
        sign_in(Client(), "anna", "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    assert tried([sign_in(Client(), name, "wrong", REMOTE_ADDR="198.51.100.1")]) == 0


def test_two_hundred_tries_from_all_over_the_world_are_throttled(anna):
    names = ["anna", "Anna", "anna@sme2go.example", " ANNA@sme2go.example "]
    spread = [sign_in(Client(), names[n % 4], f"wrong {n}", REMOTE_ADDR=f"192.0.{n}.7") for n in range(200)]
    assert tried(spread) <= 10


def test_another_port_in_the_name_of_the_host_gives_no_more_tries(anna):
    ports = [
        sign_in(Client(), "anna", "wrong", REMOTE_ADDR=f"192.0.2.{n}", HTTP_HOST=f"localhost:{n}") for n in range(1, 20)
    ]
    assert tried(ports) == 5


def test_locked_account_is_locked_from_every_address_and_others_are_not(anna):
    get_user_model().objects.create_user("berit", password=PASSWORD, is_staff=True)
    for number in range(8):
        sign_in(Client(), "anna", "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    anna_again, berit = Client(), Client()
    sign_in(anna_again, REMOTE_ADDR="198.51.100.1")
    sign_in(berit, "berit", REMOTE_ADDR="198.51.100.1")
    assert not is_in(anna_again)
    assert is_in(berit)


def test_lock_says_the_same_of_an_account_that_there_is_not(anna):
    locked = [
        [sign_in(Client(), name, "wrong", REMOTE_ADDR=f"192.0.2.{n}") for n in range(6)][-1]
        for name in ("anna", "nobody")
    ]
    assert all("Too many failed attempts" in answer.content.decode() for answer in locked)


def test_one_address_that_tries_many_names_is_throttled(anna):
    for number in range(40):
        sign_in(Client(), f"name-{number}", "wrong", REMOTE_ADDR="192.0.2.9")
    same, other = Client(), Client()
    assert sign_in(same, REMOTE_ADDR="192.0.2.9").status_code == 429
    sign_in(other, REMOTE_ADDR="192.0.2.10")
    assert is_in(other)


@pytest.mark.parametrize(
    ("proxies", "forwarded"),
    [(0, "203.0.113.{}"), (1, "203.0.113.{}, 192.0.2.1"), (2, "203.0.113.{}, 192.0.2.1, 10.0.0.1")],
)
def test_forged_address_does_not_help(anna, settings, proxies, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for number in range(40):
        sign_in(Client(), f"name-{number}", "wrong", headers={"x-forwarded-for": forwarded.format(number)})
    client = Client()
    sign_in(client, headers={"x-forwarded-for": forwarded.format(99)})
    assert not is_in(client)


def test_neighbours_behind_one_proxy_are_counted_each_by_the_address_that_the_proxy_saw(anna, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(40):
        sign_in(Client(), f"name-{number}", "wrong", headers={"x-forwarded-for": "192.0.2.1"})
    client = Client()
    sign_in(client, headers={"x-forwarded-for": "192.0.2.2"})
    assert is_in(client)


def test_codes_of_the_second_factor_are_throttled_from_every_address(anna):
    activate(anna)
    answers = []
    for number in range(12):
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        sign_in(client)
        answers.append(client.post(CHALLENGE, {"code": f"{number:06}"}))
    assert tried(answers) == 5


def test_workers_share_what_is_counted(settings):
    """What this process has set, another one reads."""
    cache.set("shared", "by all")
    read = (
        "from pathlib import PosixPath; from django.conf import settings; from django.core.cache import cache;"
        f"settings.configure(CACHES={settings.CACHES!r}); print(cache.get('shared'))"
    )
    done = subprocess.run([sys.executable, "-c", read], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "by all"


def test_of_many_who_come_at_once_one_has_added_it(tmp_path):
    stores = [limits.FileCacheOrMemory(tmp_path, {}) for _worker in range(16)]
    with ThreadPoolExecutor(16) as workers:
        for number in range(20):
            assert sum(workers.map(lambda store, key=number: store.add(str(key), 1), stores)) == 1


def full_disk(*_args, **_kwargs):
    raise OSError(28, "No space left on device")


@pytest.fixture(params=["files on a full disk", "Redis that is down"])
def failing_cache(own_cache, request, settings, monkeypatch):
    monkeypatch.setattr(limits, "_asked_again_at", {})
    if request.param == "Redis that is down":
        address = f"redis://127.0.0.1:{free_port()}/0"
        settings.CACHES = {"default": {"BACKEND": "sme2go_site.limits.RedisCacheOrMemory", "LOCATION": address}}
    else:
        monkeypatch.setattr(FileBasedCache, "set", full_disk)


@pytest.mark.usefixtures("failing_cache")
def test_while_the_cache_fails_staff_sign_in_and_it_is_said_once(anna, caplog):
    client = Client()
    with caplog.at_level(logging.WARNING, logger="sme2go_site.limits"):
        assert sign_in(client).url == "/admin/"
        assert client.get("/admin/").status_code == 200
    assert len([line for line in caplog.records if "shared cache fails" in line.message]) == 1


@pytest.mark.usefixtures("failing_cache")
def test_while_the_cache_fails_guessing_is_still_throttled(anna):
    assert tried([sign_in(Client(), "anna", f"wrong {n}", REMOTE_ADDR=f"192.0.{n}.7") for n in range(30)]) == 5
    last = Client()
    sign_in(last)
    assert not is_in(last)


def test_cache_that_has_failed_is_asked_again_after_a_while(monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "_asked_again_at", {})
    store = limits.FileCacheOrMemory(tmp_path, {})
    with monkeypatch.context() as failing:
        failing.setattr(FileBasedCache, "set", full_disk)
        store.set("key", "in memory")
    assert store.get("key") == "in memory"
    monkeypatch.setattr(limits, "_asked_again_at", {})
    store.set("key", "in a file")
    assert limits.FileCacheOrMemory(tmp_path, {}).get("key") == "in a file"
