"""What the tests of the audit log share: its lines, and the addresses where deeds are done."""

import json

from django.core import mail

from sme2go_site import password_reset
from sme2go_site.audit_words import said
from sme2go_site.models import AuditEntry

LOG = "/admin/sme2go_site/auditentry/"
LOGIN = "/admin/account/login/"
PASSWORD = "a long and good one"


def lines(action, **about):
    """The lines of one action, the newest first."""
    return list(AuditEntry.objects.filter(action=action, **about))


def told(action):
    """[(who, of what, details)] of one action, the newest first."""
    return [(line.by_name, line.title, line.details) for line in lines(action)]


def whole_log():
    """All that stands in it, stored and in words."""
    entries = AuditEntry.objects.select_related("kind")
    return json.dumps([*entries.values("details", "title", "by_name", "object_id", "address"), *map(said, entries)])


def sign_in(client, password=PASSWORD, login="anna", **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def letter():
    """The text of the last letter, once it has been sent: that happens after the answer."""
    password_reset.postman.submit(int).result()
    return mail.outbox[-1].body
