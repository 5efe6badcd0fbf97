"""Forgotten passwords: a letter to the address that the account has, written and sent after the answer.

So neither the answer nor its time depends on whether an account has the address, nor on a mail server that is slow or down.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from allauth.account.forms import ResetPasswordForm as AllauthForm
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

logger = logging.getLogger(__name__)
postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postman")


class ResetPasswordForm(AllauthForm):
    def clean_email(self):
        typed = self.cleaned_data["email"]
        self.users = list(get_user_model().objects.filter(email__iexact=typed, is_active=True)[:5])
        return typed

    def save(self, request, **_kwargs):
        make_password(self.cleaned_data["email"])  # as much work as any other sign-in, whoever is meant
        home = settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
        postman.submit(send, self.users, home, translation.get_language())
        return self.cleaned_data["email"]


def send(users, home, language):
    """In the language of the form that was filled in; a letter that cannot be sent is told to the log."""
    for user in users:
        try:
            with translation.override(language):
                letter(user, home).send()
        except Exception:
            logger.exception("The letter for a forgotten password could not be sent.")


def letter(user, home):
    """Plain text; its link leads to the site's own address, whatever host the request was sent to."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    context = {
        "home": home,
        "link": home + reverse("account_reset_password_from_key", kwargs=key),
        "name": user.get_username(),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    subject = render_to_string("account/email/password_reset_key_subject.txt", context).strip()
    text = render_to_string("account/email/password_reset_key_message.txt", context).strip() + "\n"
    return EmailMessage(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject, text, to=[user.email])
