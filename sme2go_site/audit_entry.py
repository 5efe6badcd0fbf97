"""A line of the audit log: written once, changed and deleted by nobody."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOT_REWRITTEN = "The audit log is not rewritten."
KEPT = "The audit log keeps what it holds."


class Action(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("too many attempts")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    SECOND_FACTOR_CHANGED = "second_factor_changed", _("second factor changed")
    SESSION_ENDED = "session_ended", _("session ended")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    DELETED = "deleted", _("deleted")
    RESTORED = "restored", _("restored")
    RIGHTS_CHANGED = "rights_changed", _("rights changed")
    EXPORTED = "exported", _("exported")
    PREVIEW_LINK_MADE = "preview_link_made", _("preview link made")
    PREVIEW_LINK_REVOKED = "preview_link_revoked", _("preview link revoked")


class AuditEntryQuerySet(models.QuerySet):
    """Adds lines and reads them. The base manager is made of it, too, so that nothing else of Django's goes round it."""

    def forget_addresses(self, before):
        """The network addresses of what is older go; the deeds stay. Gives the number of lines."""
        return models.QuerySet.update(self.filter(at__lt=before).exclude(address=""), address="")

    def update(self, **_values):
        raise PermissionDenied(NOT_REWRITTEN)

    def _update(self, values):
        """A save asks for this where a line has a number; a backup that is read into an empty table may have that."""
        if self.exists():
            raise PermissionDenied(NOT_REWRITTEN)
        return 0

    def bulk_create(self, entries, *args, update_conflicts=False, **kwargs):
        if update_conflicts:
            raise PermissionDenied(NOT_REWRITTEN)
        return super().bulk_create(entries, *args, **kwargs)

    def delete(self):
        raise PermissionDenied(KEPT)

    def _raw_delete(self, using):
        raise PermissionDenied(KEPT)


class AuditEntry(models.Model):
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what"), max_length=24, choices=Action)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    by_name = models.CharField(_("who"), max_length=150, blank=True)
    kind = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("kind"))
    object_id = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("of what"), max_length=200, blank=True)
    address = models.CharField(_("network address"), max_length=45, blank=True, help_text=_("Kept for 90 days."))
    details = models.JSONField(_("details"), default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        base_manager_name = "objects"

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}, {self.get_action_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise PermissionDenied(NOT_REWRITTEN)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise PermissionDenied(KEPT)


@receiver(pre_delete, sender=AuditEntry)
def _refuse(**_signal):
    """Whatever collects lines to delete them."""
    raise PermissionDenied(KEPT)
