"""Signing in: by django-allauth under /admin/account/, closed to newcomers, with a second factor for those who publish."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_reset
from allauth.core import context, ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.internal.usersessionkit import track_activity
from allauth.usersessions.models import UserSession
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.dispatch import receiver
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from . import audit
from .checks import digest

logger = logging.getLogger(__name__)
SAMPLE_PASSWORD = "tartu-2018"  # noqa: S105 - the laptop's, printed by `make run`; a server refuses to start with it
SAMPLE_STAFF = {"sample-editor": None, "sample-publisher": "publisher", "sample-writer": "editor",
                "sample-translator-fi": "translator-fi", "sample-partner": "partner-contributor"}  # fmt: skip
SAMPLE_NAME = next(iter(SAMPLE_STAFF))
WRONG = _lazy("The name or the password is not right.")
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of them
SEEN_EVERY = 300  # seconds
ACCOUNT_PAGES = "/admin/account/"
NOT_OFFERED = ["signup/", "email/", "confirm-email/", "confirm-email/<path:key>/", "password/set/", "login/code/confirm/",
               "reauthenticate/code/", "reauthenticate/code/confirm/"]  # fmt: skip
# Scripts of passkeys come from files; the code of the authenticator app is an image in the page.
POLICY = {"script-src": ["'self'"], "img-src": ["'self'", "data:"], "connect-src": ["'self'"]}


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": _lazy("The password is not right."),
        "enter_current_password": _lazy("The password is not right."),
        "too_many_login_attempts": _lazy("Too many failed attempts. Wait five minutes, then try again."),
        "rate_limited": _lazy("Too many failed attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Accounts are made at the desk, by those who may."""
        return False

    def is_safe_url(self, url):
        """Only addresses of this site, without a host: whatever host the request names is somebody else's word."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """By what was typed alone; allauth's own key names the host, whose port whoever asks may choose."""
        return limit_key(credentials.get("email") or credentials.get("username") or "")

    def pre_authenticate(self, request, **credentials):
        self.meant = audit.account_named(credentials)
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code, *args):
        """A lock is told to the log, whether it shuts before the password or before the code."""
        if code == "too_many_login_attempts":
            tell_lock(getattr(self, "meant", None) or whose_code(self.request))
        return super().validation_error(code, *args)


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        super().end_sessions(sessions)
        if sessions:
            audit.record("session_ended", about=sessions[0].user, number=len(sessions))


def whose_code(request):
    """Whoever is asked for a second factor, signed in or on the way; None where nobody is."""
    stage = getattr(request, "_login_stage", None)
    if stage:
        return stage.login.user
    return request.user if request and request.user.is_authenticated else None


def tell_lock(account=None):
    """One line a minute for each address and account: who knocks without end does not fill the log."""
    key = f"locked:{digest(f'{audit.address(context.request)} {account and account.pk}')}"
    if cache.add(key, True, 60):
        audit.record("locked_out", about=account)


def limit_key(typed):
    return typed.strip().lower()


@receiver(password_reset)
def _open_again(request, user, **_signal):
    """Whoever has read the account's e-mail and chosen a new password does not wait for the lock to end."""
    for typed in {user.get_username(), user.email}:
        ratelimit.clear(request, action="login_failed", key=limit_key(typed))


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _lazy("This code or passkey is not right, or has been used already."),
    }

    def validation_error(self, code, *args):
        """A wrong code, or a passkey that opens nothing, is a failure of signing in, except where one is being set up."""
        room = self.request.resolver_match.url_name if self.request and self.request.resolver_match else ""
        if code == "incorrect_code" and not room.startswith(("mfa_activate", "mfa_add")):
            audit.record("sign_in_failed", about=whose_code(self.request), what="second_factor")
        return super().validation_error(code, *args)

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"{_('Passkey')} {number}" if number > 1 else _("Passkey")


def needs_second_factor(user):
    """Whoever may publish or manage accounts."""
    return user.is_superuser or any(
        ".publish_" in right or right.startswith("auth.") for right in user.get_all_permissions()
    )


def lacks_second_factor(user):
    return user.is_authenticated and needs_second_factor(user) and not is_mfa_enabled(user, SECOND_FACTORS)


def session_activity(get_response):
    """Middleware: when a session was last used, to a few minutes, for its owner; readers' pages never look for one."""

    def answered(request):
        is_desk = request.path.startswith("/admin/") and request.session.session_key
        if is_desk and cache.add(f"seen:{digest(request.session.session_key)}", True, SEEN_EVERY):
            try:
                track_activity(request, user=request.user, session=request.session)
            except DatabaseError as error:  # a full disk: whoever reads is answered all the same
                logger.warning("When a session was last used could not be noted: %s", error)
        return get_response(request)

    return answered


def second_factor(get_response):
    """Middleware: nothing of the desk opens to those who need a second factor before they have one."""

    def answered(request):
        if request.path.startswith("/admin/"):
            request.must_set_up = settings.SECOND_FACTOR_REQUIRED and lacks_second_factor(request.user)
            if request.must_set_up and not request.path.startswith((ACCOUNT_PAGES, "/admin/i18n/")):
                return redirect("mfa_index")
        response = get_response(request)
        if request.path.startswith(ACCOUNT_PAGES):
            if response.status_code == 429:
                tell_lock(request.user if request.user.is_authenticated else None)
            response = csp_replace(POLICY)(lambda: response)()
            response["Cache-Control"] = "no-store"
        return response

    return answered


def not_offered(request, **_path):
    """What allauth could do and this site does not: whoever comes is told who does it instead."""
    return render(request, "account/not_offered.html", status=403)


@login_required
@require_POST
def end_session(request, pk):
    """One of the sessions of whoever asks."""
    end_sessions(request, [get_object_or_404(UserSession, pk=pk, user=request.user)])
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")


def sample_logins():
    """The names of accounts that still have the sample's password; none while the database cannot be asked."""
    try:
        found = list(get_user_model().objects.filter(username__in=SAMPLE_STAFF, is_active=True))
    except DatabaseError:
        return []
    return [user.username for user in found if user.check_password(SAMPLE_PASSWORD)]


def refuse_sample_login():
    """A server does not start with a sign-in that stands in the README."""
    if settings.IS_SERVER and (names := sample_logins()):
        raise ImproperlyConfigured(
            f"The sample sign-in is still there ({', '.join(names)}): delete these accounts or change their passwords."
        )


@register(Tags.security)
def no_sample_login(app_configs, **_kwargs):
    try:
        refuse_sample_login()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="sme2go.E001")]
    return []
