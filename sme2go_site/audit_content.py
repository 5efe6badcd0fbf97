"""What the audit log hears of content: what came before readers' eyes and left them, what was deleted and brought back.

It compares what the history stores, which sees each save, list and attachment, whoever saves and however.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from . import deeds, history
from .audit import record
from .audit_entry import Action
from .groups import LED, PUBLISHED
from .languages import CODES
from .restoring import brought_back

TIMES = ("published_at", "public_from", "withdrawn_at")
NOT_READ = {"withdrawn_at", "contributors"}  # told as a withdrawal, and as a right


@receiver(history.stored)
def _stored(sender, instance, before, changed, **_signal):
    """What needs the right to publish, or to lead: the rest is public with what shows it."""
    if sender._meta.label_lower not in {*PUBLISHED, *LED} or (before is None and not hasattr(sender, "read_languages")):
        return
    _came(instance, before, changed)
    _left(instance, before, changed)


def _came(instance, before, changed):
    deed, key = deeds.current(), (ContentType.objects.get_for_model(instance).pk, instance.pk)
    if new := _more(_read(instance), _read(before)):
        record(Action.PUBLISHED, about=instance, languages=new, at=_ahead(instance, new))
        deed.published.add(key)
    elif approved := _more(_approved(instance), _approved(before)):
        record(Action.PUBLISHED, about=instance, approved=approved)
    elif _read(instance) and key not in deed.published:
        names = [name for name in changed if name not in NOT_READ]
        seen = [name for name in names if not hasattr(instance, "is_read") or instance.is_read(name)]
        at = _ahead(instance, CODES) if any(name.startswith(TIMES) for name in seen) else ""
        if seen:
            record(Action.PUBLISHED, about=instance, fields=seen, at=at)


def _left(instance, before, changed):
    if gone := _more(_read(before), _read(instance)):
        record(Action.WITHDRAWN, about=instance, languages=gone)
    elif taken_back := _more(_approved(before), _approved(instance)):
        record(Action.WITHDRAWN, about=instance, approved=taken_back)
    elif "withdrawn_at" in changed and instance.withdrawn_at:
        at = instance.withdrawn_at if instance.withdrawn_at > timezone.now() else None
        record(Action.WITHDRAWN, about=instance, at=at.isoformat() if at else "")


def _read(instance):
    """The languages that readers see it in, or will at its time."""
    return [] if instance is None else instance.read_languages() if hasattr(instance, "read_languages") else CODES


def _approved(instance):
    return [code for code in CODES if getattr(instance, f"approved_{code}", False)]


def _more(these, those):
    return [code for code in these if code not in those]


def _ahead(instance, languages):
    """The last moment at which readers come to see these languages; '' where they see all of them already."""
    times = [instance.public_at(code) for code in languages] if hasattr(instance, "public_at") else []
    ahead = [moment for moment in times if moment and moment > timezone.now()]
    return max(ahead).isoformat() if ahead else ""


@receiver(pre_delete)
def _deleted(sender, instance, origin=None, **_signal):
    """Also what goes with something else: its logos, its attachments. Of a group, whose rights go with it."""
    carried = {model._meta.get_field(name).related_model for model, names in history.CARRIED.items() for name in names}
    if sender not in {get_user_model(), Group, *history.CARRIED, *carried}:
        return
    is_cascade = origin is not None and getattr(origin, "model", type(origin)) is not sender
    whole = origin if isinstance(origin, Model) else is_cascade and origin.model._meta.verbose_name_plural
    members = sorted(map(str, instance.user_set.all())) if sender is Group else []
    record(Action.DELETED, about=instance, along_with=str(whole) if is_cascade else "", members=members)


@receiver(brought_back)
def _restored(instance, **_signal):
    record(Action.RESTORED, about=instance)
