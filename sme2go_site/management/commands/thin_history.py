"""Old versions thin out: all of a month, then weekly, never what readers saw. Run it daily."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from sme2go_site import audit
from sme2go_site.models import AuditEntry
from sme2go_site.thinning import thin

ADDRESSES_KEPT = timedelta(days=90)


class Command(BaseCommand):
    help = (
        "Delete old versions by rule: all of the last 31 days stay, then one a week; what readers saw stays for ever."
    )

    def handle(self, **_options):
        deleted = thin()
        forgotten = AuditEntry.objects.forget_addresses(timezone.now() - ADDRESSES_KEPT)
        for what, number in (("versions", deleted), ("addresses", forgotten)):
            if number:
                audit.record("deleted", what=what, number=number)
        self.stdout.write(f"{deleted} old versions deleted.")
        self.stdout.write(f"{forgotten} network addresses forgotten in the audit log.")
