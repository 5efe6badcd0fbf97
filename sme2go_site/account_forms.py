"""The forms of signing in and of one's own account: allauth's, with labels that say what to type."""

import logging

from allauth.account import forms as account
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as app
from allauth.mfa.webauthn import forms as passkey
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .password_reset import ResetPasswordForm as ByLetter

logger = logging.getLogger(__name__)
PASSWORD_RULES = _(
    "At least 8 characters; not digits alone, no common password, and nothing like your name or address."
)


class Labelled:
    """`labels` and `helps` by field; no words inside the boxes, which vanish with the first letter typed."""

    labels, helps = {}, {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")


class LoginForm(Labelled, account.LoginForm):
    labels = {"login": _("Name or e-mail address"), "password": _("Password")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        self.fields["login"].widget.attrs |= plain


class NewPassword(Labelled):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    helps = {"password1": PASSWORD_RULES}

    def clean(self):
        cleaned = super(account.PasswordVerificationMixin, self).clean()
        if {"password1", "password2"} <= cleaned.keys() and cleaned["password1"] != cleaned["password2"]:
            self.add_error("password2", _("This is not the same as the new password above."))
        return cleaned


class ChangePasswordForm(NewPassword, account.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(NewPassword, account.ResetPasswordKeyForm):
    pass


class ResetPasswordForm(Labelled, ByLetter):
    labels = {"email": _("E-mail address of your account")}


class ReauthenticateForm(Labelled, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class Code(Labelled):
    labels = {"code": _("Code from the app, or a recovery code")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class AuthenticateForm(Code, code.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(Code, code.ReauthenticateForm):
    pass


class ActivateTOTPForm(Code, app.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows now")}


def _or_refused(clean):
    """What is no answer of a passkey at all is refused like a wrong one, not reported as a fault of the site."""

    def cleaned(self):
        try:
            return clean(self)
        except ValidationError:
            raise
        except Exception as error:
            logger.info("No answer of a passkey: %r", error)
            raise code.get_adapter().validation_error("incorrect_code") from error

    return cleaned


class LoginWebAuthnForm(passkey.LoginWebAuthnForm):
    clean_credential = _or_refused(passkey.LoginWebAuthnForm.clean_credential)


class AuthenticateWebAuthnForm(passkey.AuthenticateWebAuthnForm):
    clean_credential = _or_refused(passkey.AuthenticateWebAuthnForm.clean_credential)


class ReauthenticateWebAuthnForm(passkey.ReauthenticateWebAuthnForm):
    clean_credential = _or_refused(passkey.ReauthenticateWebAuthnForm.clean_credential)


class AddWebAuthnForm(Labelled, passkey.AddWebAuthnForm):
    labels = {"name": _("Name of the passkey"), "passwordless": _("Sign in with it alone, without a password")}
    helps = {
        "name": _("So that you know it among others: “telephone”, “key ring”."),
        "passwordless": _("The device then asks for a fingerprint, a face or its own code each time."),
    }
    clean = _or_refused(passkey.AddWebAuthnForm.clean)


class EditWebAuthnForm(Labelled, passkey.EditWebAuthnForm):
    labels = {"name": _("Name of the passkey")}
