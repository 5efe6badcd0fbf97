"""What somebody typed in a form and has not saved, as the browser sent it."""

import re
from contextlib import suppress

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import CharField, ManyToManyField, TextField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import drafts, history, richtext
from .checks import AboutAnyObject, AboutAnyQuerySet
from .fields import RichTextField

# A box of a row beside the form: the title of the third attachment.
OF_ROW = re.compile(r"(?P<list>\w+)-(?P<row>[0-9]{1,4})-(?P<name>\w+)")
LONGEST_NUMBER = 16  # figures of what any database takes for an object's number


class TypedQuerySet(AboutAnyQuerySet):
    def unsaved(self, user):
        """What this user typed somewhere and has not saved, the newest first."""
        return self.filter(by=user, saved_at=None).exclude(data={})


class Typed(AboutAnyObject):
    """One opening of one form: `data` is {name: [strings]} of what was changed in it, `object_id` 0 for a new object.

    A saved opening is remembered without its data, so that a browser which did not hear of the save offers nothing stale.
    """

    opening = models.UUIDField(_("opening"), unique=True)
    page = models.CharField(_("form's page"), max_length=40, blank=True)
    data = models.JSONField(_("form"), default=dict)
    opened = models.TextField(_("stored when opened"), blank=True)
    seen_at = models.DateTimeField(_("browser last heard of"), null=True)
    saved_at = models.DateTimeField(_("form saved"), null=True)

    objects = TypedQuerySet.as_manager()

    class Meta:
        verbose_name = _("typed text")
        verbose_name_plural = _("typed texts")
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="typed_about")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.at:%Y-%m-%d %H:%M}"


def end(opening, user, instance):
    """The form of this opening has been saved, with everything that was typed in it."""
    ended = {"data": {}, "seen_at": None, "saved_at": timezone.now()}
    if not Typed.objects.filter(opening=opening).exclude(by=user).exists():
        new = ended | {"about": instance}
        Typed.objects.update_or_create(opening=opening, by=user, defaults=ended, create_defaults=new)


def values(instance, sent):
    """What was typed ({name: [strings]}), as values; without what is no field of its own, or is not a value yet."""
    found = _moments(instance, sent)
    for name, strings in sent.items():
        try:
            field = instance._meta.get_field(name)
            if isinstance(field, ManyToManyField):
                found[name] = sorted(int(one) for one in strings if len(one) < LONGEST_NUMBER)
            elif not isinstance(field, models.FileField) and field.editable:
                found[name] = _value(field, strings[0] if strings else "")
        except (FieldDoesNotExist, ValidationError, ValueError, TypeError):
            continue
    return found


def rows(instance, sent):
    """What was typed in rows beside the form, and is not stored: [(list, child, {field: value})]."""
    found = {}
    for box, strings in sent.items():
        at = OF_ROW.fullmatch(box)
        if at and at["list"] in history.CARRIED.get(type(instance), ()):
            found.setdefault((at["list"], int(at["row"])), {})[at["name"]] = strings
    return [(name, *_row(instance, name, number, boxes)) for (name, number), boxes in found.items()]


def _row(instance, name, number, boxes):
    relation = instance._meta.get_field(name)
    stored = list(getattr(instance, name).all()) if instance.pk else []
    child = stored[number] if number < len(stored) else relation.related_model()
    keys = {relation.field.name, child._meta.pk.name}
    typed = values(child, {box: strings for box, strings in boxes.items() if box not in keys})
    return child, {field: value for field, value in typed.items() if drafts.value_of(child, field) != value}


def _moments(instance, sent):
    """The dates with a time: a form has two boxes for each, and the one that nobody touched is as it is stored.

    They are on the clock that the object names as its `zone`, else on the desk's.
    """
    with timezone.override(getattr(instance, "zone", None)):
        return _moments_on_this_clock(instance, sent)


def _moments_on_this_clock(instance, sent):
    found = {}
    for field in instance._meta.concrete_fields:
        boxes = [sent.get(f"{field.name}_{number}") for number in (0, 1)]
        if not (isinstance(field, models.DateTimeField) and any(boxes)):
            continue
        stored = getattr(instance, field.attname)
        as_stored = [timezone.localtime(stored).date(), timezone.localtime(stored).time()] if stored else ["", ""]
        parts = [box[0] if box else half for box, half in zip(boxes, as_stored, strict=True)]
        with suppress(ValidationError):
            found[field.name] = drafts.plain(forms.SplitDateTimeField(required=False).clean(parts))
    return found


def _value(field, string):
    if isinstance(field, models.BooleanField):
        return bool(string)
    if isinstance(field, RichTextField):
        return richtext.clean(string)
    if isinstance(field, CharField | TextField):
        return string[: field.max_length]
    if isinstance(field, models.DateField) and string:
        string = forms.DateField().to_python(string)  # written as the desk's language writes dates
    return drafts.plain(field.get_prep_value(field.to_python(string))) if string else None
