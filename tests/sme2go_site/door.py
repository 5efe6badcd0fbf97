"""What the tests of signing in share: the door, a password, and ways in."""

import re

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

LOGIN = "/admin/account/login/"
CHALLENGE = "/admin/account/2fa/authenticate/"
PASSWORD = "a long and good one"


def sign_in(client, name="anna", password=PASSWORD, next=None, **extra):
    typed = {"login": name, "password": password} | ({"next": next} if next else {})
    return client.post(LOGIN, typed, **extra)


def is_in(client):
    return "_auth_user_id" in client.session


def words(answer):
    """The page without its tokens and without what was typed."""
    return re.sub(r'(csrfmiddlewaretoken" value|name="login" value|value)="[^"]*"', "", answer.content.decode())


def activate(user):
    totp = TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    return totp.instance


def code_now(secret="JBSWY3DPEHPK3PXP"):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
