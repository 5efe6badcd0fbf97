"""A line of the audit log as people read it: its details in words of the active language."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import history
from .languages import CODES, name_of

LABELS = {  # in the order in which a line says them
    "deed": gettext_lazy("change"),
    "what": gettext_lazy("concerns"),
    "factor": gettext_lazy("second factor"),
    "how": gettext_lazy("how"),
    "languages": gettext_lazy("languages"),
    "language": gettext_lazy("language"),
    "approved": gettext_lazy("approval"),
    "fields": gettext_lazy("fields"),
    "at": gettext_lazy("at"),
    "given": gettext_lazy("given"),
    "taken": gettext_lazy("taken away"),
    "members": gettext_lazy("members"),
    "was": gettext_lazy("former name"),
    "number": gettext_lazy("how many"),
    "along_with": gettext_lazy("together with"),
    "filters": gettext_lazy("filtered by"),
}
WORDS = {
    "created": gettext_lazy("created"),
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "letter": gettext_lazy("by the link in a letter"),
    "second_factor": gettext_lazy("second factor"),
    "totp": gettext_lazy("authenticator app"),
    "webauthn": gettext_lazy("passkey"),
    "recovery_codes": gettext_lazy("recovery codes"),
    "draft": gettext_lazy("draft of changes"),
    "versions": gettext_lazy("old versions"),
    "addresses": gettext_lazy("network addresses of this log"),
    "audit_log": gettext_lazy("audit log"),
    "downloads": gettext_lazy("downloads of logos"),
}


def kind_of(entry):
    """What kind of thing a line is about: 'Article'; '' where it is about none."""
    model = entry.kind and entry.kind.model_class()
    return capfirst(model._meta.verbose_name) if model else entry.kind.model if entry.kind else ""


def said(entry):
    """The details: 'languages: Swedish, Finnish; at: 1 May 2018 14:00'."""
    model, details = entry.kind and entry.kind.model_class(), entry.details
    names = [name for name in LABELS if name in details] + sorted(details.keys() - LABELS.keys())
    return "; ".join(f"{_label(name)}: {_words(name, details[name], model)}" for name in names)


def _label(name):
    return str(LABELS[name]) if name in LABELS else history.label_of(get_user_model(), name)


def _words(name, value, model):
    if isinstance(value, list):
        return ", ".join(str(_words(name, one, model)) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in {"languages", "language", "approved"}:
        return name_of(value) if value in CODES else _("all languages")
    if name == "at":
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if name in {"fields", "what"} and value not in WORDS:
        return history.label_of(model, value) if model else value
    return WORDS.get(value, value) if name in {"what", "deed", "how", "factor"} else value
