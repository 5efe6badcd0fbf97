"""The second factor: asked for, good for one use, and before anything else of the desk."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import URLPattern, get_resolver

from sme2go_site import groups
from sme2go_site.signin import needs_second_factor

from .door import CHALLENGE, LOGIN, activate, code_now, is_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_cache")]


def test_second_factor_is_asked_for_after_the_password(anna):
    activate(anna)
    client = Client()
    assert sign_in(client).url.startswith(CHALLENGE)
    assert client.get("/admin/").status_code == 302
    assert client.post(CHALLENGE, {"code": "000000"}).status_code == 200
    client.post(CHALLENGE, {"code": code_now()})
    assert client.get("/admin/").status_code == 200


def with_code(code):
    client = Client()
    sign_in(client)
    client.post(CHALLENGE, {"code": code})
    return is_in(client)


def test_recovery_code_opens_once(anna):
    activate(anna)
    code = RecoveryCodes(Authenticator.objects.get(user=anna, type="recovery_codes")).get_unused_codes()[0]
    assert [with_code(code), with_code(code)] == [True, False]


def test_code_of_an_app_opens_once(anna):
    activate(anna)
    code = code_now()
    assert [with_code(code), with_code(code), with_code(f"{code[:3]} {code[3:]}")] == [True, False, False]


def test_new_password_by_letter_does_not_open_past_the_second_factor(anna):
    activate(anna)
    anna.set_password("another long and good one")
    anna.save()
    client = Client()
    sign_in(client, password="another long and good one")
    assert not is_in(client)


@pytest.mark.parametrize(
    ("role", "needs"), [("publisher", True), ("editor", False), ("translator-fi", False), (None, True)]
)
def test_whoever_may_publish_or_manage_accounts_needs_a_second_factor_on_a_server(anna, settings, role, needs):
    groups.make(Group, Permission)
    settings.SECOND_FACTOR_REQUIRED = True
    anna.groups.set(Group.objects.filter(name=role))
    anna.is_superuser = role is None
    anna.save()
    assert needs_second_factor(get_user_model().objects.get()) == needs
    client = Client()
    client.force_login(anna)
    assert (client.get("/admin/").status_code == 302) == needs
    assert client.get("/admin/account/2fa/").status_code == 200
    activate(anna)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("right", ["auth.change_user", "auth.add_user", "auth.change_group"])
def test_right_to_manage_accounts_asks_for_a_second_factor_whoever_has_it(anna, right):
    anna.user_permissions.add(Permission.objects.get(content_type__app_label="auth", codename=right.partition(".")[2]))
    assert needs_second_factor(anna)


def addresses(patterns, before=""):
    """Every address that these patterns lead to, with something in the place of what varies."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            for name, converter in pattern.pattern.converters.items():
                here = here.replace(f"<{type_of(converter)}{name}>", "1")
            yield "/" + here.replace("^", "").replace("$", "").replace("\\Z", "").replace("(?P<url>.*)", "x")
        else:
            yield from addresses(pattern.url_patterns, here)


def type_of(converter):
    name = type(converter).__name__.removesuffix("Converter").lower()
    return {"string": "str:"}.get(name, f"{name}:")


def test_no_address_of_the_desk_opens_before_the_second_factor_is_set_up(desk, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    desk_pages = [at for at in addresses(get_resolver().url_patterns) if at.startswith("/admin/")]
    behind = [at for at in desk_pages if not at.startswith(("/admin/account/", "/admin/i18n/"))]
    assert len(behind) > 60
    opened = [
        at for at in behind for ask in (desk.get, desk.post) if ask(at).headers.get("Location") != "/admin/account/2fa/"
    ]
    assert opened == []


def test_on_a_laptop_nobody_is_asked_for_a_second_factor(desk):
    assert desk.get("/admin/").status_code == 200


def test_desk_shows_no_second_factors_and_a_superuser_removes_a_lost_one(desk, anna):
    activate(anna)
    assert desk.get("/admin/mfa/authenticator/").status_code == 404
    desk.post("/admin/auth/user/", {"action": "remove_second_factor", "_selected_action": [anna.pk]})
    assert not Authenticator.objects.exists()


NONSENSE = [[], "x", 1, None, {}, {"response": []}, {"response": {"userHandle": "/w"}},
            {"id": 1, "response": {"userHandle": ""}},
            {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ", "authenticatorData": "AA",
             "clientDataJSON": "AA", "signature": "AA"}}]  # fmt: skip


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_instead_of_a_passkey_is_refused_and_no_error(client, anna, credential):
    client.get("/admin/account/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = client.post("/admin/account/2fa/webauthn/login/", {"credential": json.dumps(credential)})
    assert (answer.status_code, answer.url) == (302, LOGIN)
    assert not is_in(client)
