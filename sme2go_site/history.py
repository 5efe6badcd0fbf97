"""The history of everything that staff write: each save is a version, in the same transaction, whoever saves and however.

A version holds all values of an object as drafts.value_of() gives them, so that versions, working copies and forms speak of
fields in the same words. django-reversion was rejected: it keeps serialised rows, which know neither languages nor working
copies, and forgets what is deleted in the same breath.
"""

from contextlib import suppress
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.signals import m2m_changed, post_save, pre_delete
from django.dispatch import Signal, receiver
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator

from . import deeds, drafts
from .checks import AboutAnyObject, AboutAnyQuerySet, TranslationCheck
from .languages import CODES, name_of
from .old_addresses import OldAddress

stored = Signal()  # instance, before (as it was; None for what was not there), changed (names): the audit log listens
CARRIED = {}  # model -> names of the lists that live and die with an object: attachments, logos
CHECKED = ("language", "field", "source_text", "source_digest", "outdated_since", "by", "at")


class VersionQuerySet(AboutAnyQuerySet):
    def deleted(self, model):
        """The last version of each object of the model that is no longer there, the newest first."""
        gone = self.about_any(model).filter(kind=Version.Kind.DELETED)
        last = gone.filter(object_id=OuterRef("object_id")).order_by("-pk").values("pk")[:1]
        return gone.filter(pk=Subquery(last)).exclude(object_id__in=model._base_manager.values("pk"))


class InHistoryQuerySet(models.QuerySet):
    """What goes round save() is a version all the same, and so a line of the audit log."""

    def update(self, **values):
        with transaction.atomic(savepoint=False):
            keys = list(self.values_list("pk", flat=True))
            count = super().update(**values)
            self._store(self.model._base_manager.filter(pk__in=keys))
        return count

    def bulk_create(self, objects, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            made = super().bulk_create(objects, *args, **kwargs)
            self._store(self.model._base_manager.filter(pk__in=[one.pk for one in made if one.pk]))
        return made

    @staticmethod
    def _store(found):
        for instance in found:
            _saved(instance)


class InHistory(models.Model):
    """A row that is stored with its version or not at all; InStep and Addressed see to it for their own."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)


class Version(AboutAnyObject):
    """What an object held after a save, in its working copy, or when it was deleted."""

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        DRAFT = "draft", _("draft")
        DELETED = "deleted", _("deleted")

    kind = models.CharField(_("kind of version"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    reason = models.CharField(_("reason for the change"), max_length=200, blank=True)
    read_in = models.CharField(_("read in"), max_length=40, blank=True)  # languages that readers saw it in: "sv,en"
    changed = models.TextField(_("changed fields"), blank=True)  # ",title_fi,lead_fi,": against the version before
    data = models.JSONField(_("values"))
    around = models.JSONField(_("what pointed at it"), default=dict)  # of what was deleted

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-at"], name="version_about")]

    def __str__(self):
        return f"{self.title}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def changed_names(self):
        return [name for name in self.changed.split(",") if name]

    @property
    def languages(self):
        return self.read_in.split(",") if self.read_in else []


def register(*kinds, carries=()):
    """Keep versions of these models, with what lives and dies with their objects."""
    for model in kinds:
        CARRIED[model] = carries
        post_save.connect(_saved, model, dispatch_uid=f"history {model._meta.label}")
        pre_delete.connect(_deleted, model, dispatch_uid=f"history {model._meta.label}")
        for field in model._meta.local_many_to_many:
            m2m_changed.connect(_list_changed, field.remote_field.through, dispatch_uid=f"history {field}")
        for name in carries:
            child = model._meta.get_field(name)
            receiver = partial(_child_changed, name=child.field.name)
            CHILDREN.append(receiver)
            for signal in (post_save, models.signals.post_delete):
                signal.connect(
                    receiver, child.related_model, dispatch_uid=f"history {model._meta.label} {name} {id(signal)}"
                )


CHILDREN = []  # signals keep weak references


def fields(model):
    """What a version holds: the lists, and every column but the number, what counts or dates saves, and the base columns."""
    try:
        translated = set(translator.get_options_for_model(model).fields)
    except NotRegistered:
        translated = set()
    found = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in found if not (field.primary_key or field.name in translated or is_counter(field))]


def is_counter(field):
    return not field.editable and (field.name == "version" or getattr(field, "auto_now", False))


def data_of(instance):
    """All values of an object: {name: value}, and what it carries as {name: [{name: value, "pk": number}]}."""
    data = {field.name: drafts.value_of(instance, field.name) for field in fields(type(instance))}
    for name in CARRIED.get(type(instance), ()):
        data[name] = [data_of(child) | {"pk": child.pk} for child in getattr(instance, name).all()]
    return data


def label_of(model, name):
    """A field as staff know it: “title (Finnish)”; its name where there is no such field any more."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if name in CARRIED.get(model, ()):
        return str(field.related_model._meta.verbose_name_plural)
    code = getattr(field, "language", None)
    label = str(field.translated_field.verbose_name if code else field.verbose_name)
    return f"{label} ({name_of(code)})" if code else label


def record(instance, kind=Version.Kind.SAVED, before=None, around=None):
    """Make a version of what the object is now; a deed makes one of each object, what changes nothing makes none.

    `before` is what its data are compared with: by default those of the version before it, drafts apart.
    """
    deed, content_type = deeds.current(), ContentType.objects.get_for_model(instance)
    data, key = data_of(instance), (content_type.pk, instance.pk, kind)
    made = Version.objects.filter(pk=deed.versions[key]).first() if key in deed.versions else None
    newest = (
        Version.objects.about(instance).exclude(pk=(made and made.pk) or 0).exclude(kind=Version.Kind.DRAFT).first()
    )
    if before is None:
        before = newest.data if newest else {}
    read_in = "" if kind == Version.Kind.DRAFT else ",".join(read_languages(instance, data))
    said_before = newest and (newest.kind, newest.data, newest.read_in) == (kind, data, read_in)
    if said_before and not made and kind == Version.Kind.SAVED:
        return
    last = made or newest
    known_data = last.data if last and last.kind != Version.Kind.DELETED else None
    made = made or Version(content_type=content_type, object_id=instance.pk, kind=kind, by=deed.by)
    known = made.changed_names if kind == Version.Kind.DRAFT else []
    made.changed = _names({*known, *_changed(type(instance), before, data)}, data)
    made.data, made.read_in, made.title, made.reason = data, read_in, str(instance)[:200], deed.reason[:200]
    made.around = around or {}
    made.save()
    deed.versions[key] = made.pk
    if kind == Version.Kind.SAVED:
        _tell(instance, known_data, data)


def _tell(instance, before, data):
    """What has changed against the data before; what it carries that has a history of its own tells that itself."""
    model = type(instance)
    own = {name for name in CARRIED.get(model, ()) if model._meta.get_field(name).related_model in CARRIED}
    changed = [name for name in _changed(model, before or {}, data) if name not in own]
    was = None if before is None else _as_it_was(model, before)
    stored.send(model, instance=instance, before=was, changed=changed)


def _as_it_was(model, data):
    """An object as these data have it, to be asked and not to be saved; what cannot be read any more is left out."""
    instance = model()
    for name in data.keys() - {*CARRIED.get(model, ())}:
        with suppress(ValidationError, ValueError, TypeError):
            drafts.put_on(instance, {name: data[name]})
    return instance


def _changed(model, old, new):
    """The names of what differs; what the site makes of a file goes with the file."""
    unspoken = {field.name for field in fields(model) if not field.editable}
    return [name for name, value in new.items() if value != old.get(name, "") and name not in unspoken]


def _names(changed, data):
    names = [name for name in data if name in changed]
    return f",{','.join(names)}," if names else ""


def read_languages(instance, data):
    """The languages in which readers see the object, or will at its time: such versions are kept for ever.

    What says nothing of it is public with what shows it, in the languages that it has words in.
    """
    if hasattr(instance, "read_languages"):
        return instance.read_languages()
    words = {name.rpartition("_")[2] for name, value in data.items() if value}
    return [code for code in CODES if code in words] or CODES


@receiver(drafts.kept_as_draft)
def _kept_as_draft(instance, values, before, by, **_signal):
    if values != before:
        with deeds.deed(by):
            record(drafts.overlaid(instance, values), Version.Kind.DRAFT, data_of(drafts.overlaid(instance, before)))


def _saved(instance, **_signal):
    with transaction.atomic(savepoint=False):
        record(type(instance)._base_manager.get(pk=instance.pk))


def _list_changed(instance, action, reverse, pk_set, model, **_signal):
    """The far end of a list may be changed from the near one: partner.articles.add(article) changes the article."""
    if not action.startswith("post_"):
        return
    changed = model._base_manager.filter(pk__in=pk_set or ()) if reverse else [instance]
    for one in changed:
        if type(one) in CARRIED:
            _saved(one)


def _child_changed(instance, name, origin=None, **_signal):
    """What is deleted with its parent says nothing of the parent, whose last version holds it."""
    if origin is not None and getattr(origin, "model", type(origin)) is not type(instance):
        return
    parents = type(instance)._meta.get_field(name).related_model._base_manager
    if parent := parents.filter(pk=getattr(instance, f"{name}_id")).first():
        record(parent)


def _deleted(instance, **_signal):
    if stored := type(instance)._base_manager.filter(pk=instance.pk).first():
        record(stored, Version.Kind.DELETED, around=_around(stored))


def _around(instance):
    """What an object's deletion takes away elsewhere: links to it, checks of its translations, old addresses."""
    links = {
        f"{relation.related_model._meta.label}.{relation.field.name}": sorted(
            relation.related_model._base_manager.filter(**{relation.field.name: instance.pk}).values_list(
                "pk", flat=True
            )
        )
        for relation in instance._meta.get_fields(include_hidden=True)  # a project's lead partner has no way back
        if relation.auto_created and not relation.concrete
        if relation.many_to_many or relation.on_delete is models.SET_NULL
    }
    checks = TranslationCheck.objects.about(instance).values(*CHECKED)
    return {
        "links": {name: numbers for name, numbers in links.items() if numbers},
        "checks": [{name: drafts.plain(value) for name, value in check.items()} for check in checks],
        "old_addresses": [list(old) for old in OldAddress.objects.about(instance).values_list("language", "slug")],
    }
