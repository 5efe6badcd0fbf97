"""The audit log: who signed in, published, withdrew, deleted, gave rights and took data away; in the deed's own transaction.

Lines are written where deeds end up and not where they begin, so that no button, command or shell goes round them:
audit_signin.py, audit_rights.py and audit_content.py listen. No password, code or key of a session is ever handed to it; a
name that was typed is kept only if an account has it, since people type passwords into the wrong field.
"""

from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied

from . import deeds
from .audit_entry import Action, AuditEntry
from .credentials import account_meant

COMMAND_LINE = "(manage.py)"  # who did what no request asked for; no account can be called so


def record(action, *, by=None, about=None, request=None, **details):
    """Write a line; who did it is `by`, else whose deed is being done, else whoever sent the request."""
    request = request or context.request
    by = by or deeds.current().by or getattr(request, "user", None)
    by = by if getattr(by, "pk", None) else None
    AuditEntry.objects.create(
        action=Action(action),
        by=by,
        by_name=by.get_username() if by else "" if request else COMMAND_LINE,
        kind=ContentType.objects.get_for_model(about) if about else None,
        object_id=str(about.pk) if about and about.pk else "",
        title=str(about)[:200] if about else "",
        address=address(request),
        details={name: value for name, value in details.items() if value not in ("", None, [])},
    )


def address(request):
    """Where the request came from; '' where the proxies do not say, since no deed fails for that."""
    try:
        return get_adapter().get_client_ip(request) if request and "REMOTE_ADDR" in request.META else ""
    except PermissionDenied:
        return ""


def account_named(credentials):
    """The account that was meant; None where there is none of that name."""
    typed = next((value for name, value in credentials.items() if name in {"username", "email", "login"} and value), "")
    return account_meant(typed)
