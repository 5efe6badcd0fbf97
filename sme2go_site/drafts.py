"""The working copy of what readers see: it is changed as a draft while the old text stays public.

It is sparse: {column: value} for what differs from the stored row, one for all languages and for everybody. So
what does not concern readers (a language that is not approved, say) goes on being saved to the row beside it.
"""

from copy import copy as shallow_copy
from datetime import UTC, datetime
from math import isfinite

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models, transaction
from django.db.models import CharField, Exists, ManyToManyField, OuterRef, TextField
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from . import richtext, steps
from .checks import AboutAnyObject, AboutAnyQuerySet, digest
from .fields import RichTextField
from .languages import CODES
from .old_addresses import holders, refusal

kept_as_draft = Signal()  # instance, values, before (the copy's until now), by: the history listens


class WorkingCopy(AboutAnyObject):
    """`data` is {column: value} as value_of() gives it.

    `seen` says for what digest of the original a translation was written: {column: digest}.
    """

    data = models.JSONField(_("changes"), default=dict)
    seen = models.JSONField(_("originals seen"), default=dict)
    small_edit = models.BooleanField(_("small edit"), default=False)

    objects = AboutAnyQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of changes")
        verbose_name_plural = _("drafts of changes")
        ordering = ["-at", "pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_working_copy_an_object")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.at:%Y-%m-%d %H:%M}"


# --- Values ---------------------------------------------------------------------------------------------------------------


def value_of(instance, name):
    """A field's value as JSON keeps it: '' for no text, sorted numbers for a list of others, times in UTC to the second."""
    field = instance._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return sorted(other.pk for other in getattr(instance, name).all()) if instance.pk else []
    value = field.get_prep_value(getattr(instance, field.attname))
    if value is None and isinstance(field, CharField | TextField):
        return ""
    return plain(value)


def plain(value):
    """As JSON keeps it: times in UTC to the second, and what has no kind of its own there as a string."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(microsecond=0).isoformat()
    is_number = isinstance(value, float) and isfinite(value)  # JSON knows neither NaN nor infinity
    return value if is_number or isinstance(value, str | int | bool | list | dict | None) else str(value)


def columns(instance):
    """The names of what a form may change: the columns of each language, and what they share."""
    fields = [*instance._meta.concrete_fields, *instance._meta.many_to_many]
    translated = set(translator.get_options_for_model(type(instance)).fields)
    return [field.name for field in fields if field.editable and not field.primary_key and field.name not in translated]


def put_on(instance, values):
    """Set these values on an object, its lists as if they had been prefetched; what it has no field for is passed over."""
    lists = instance.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, value in values.items():
        try:
            field = instance._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, ManyToManyField):
            lists[name] = field.related_model._default_manager.filter(pk__in=value)
        else:
            setattr(instance, field.attname, field.to_python(value))


def overlaid(instance, values=None):
    """A copy of the object with these values (default: its working copy's) on it; it is for reading and not to be saved.

    What they name and has been deleted since is left out.
    """
    if values is None:
        draft = working_copy(instance)
        values = draft.data if draft else {}
    changed = shallow_copy(instance)
    changed._prefetched_objects_cache = {}
    put_on(changed, still_there(instance, values))
    return changed


def still_there(instance, values):
    """These values without what they name and has been deleted since: no link, a shorter list."""
    found = dict(values)
    for field in [*instance._meta.concrete_fields, *instance._meta.many_to_many]:
        if not (field.is_relation and values.get(field.name)):
            continue
        there = field.related_model._base_manager
        if isinstance(field, ManyToManyField):
            numbers = set(there.filter(pk__in=values[field.name]).values_list("pk", flat=True))
            found[field.name] = [pk for pk in values[field.name] if pk in numbers]
        elif not there.filter(pk=values[field.name]).exists():
            found[field.name] = None
    return found


# --- The working copy -----------------------------------------------------------------------------------------------------


def working_copy(instance):
    return WorkingCopy.objects.about(instance).select_related("by").first() if instance.pk else None


def with_working_copy(queryset):
    """Annotates `has_working_copy`."""
    copies = WorkingCopy.objects.about_any(queryset.model).filter(object_id=OuterRef("pk"))
    return queryset.annotate(has_working_copy=Exists(copies))


def locked(instance):
    """The row as it is stored now; nobody else writes it, or its working copy, before the transaction ends."""
    model = type(instance)
    model._base_manager.select_for_update().get(pk=instance.pk)
    return model._base_manager.get(pk=instance.pk)


@transaction.atomic
def save(instance, values, by, is_draft, take_over=(), **how):
    """Save these values, as a draft or not, and give the row; what readers do not see is never kept from the row.

    What is not a draft publishes a working copy that there is, too: `take_over` and what is raised are publish()'s.
    `how` as InStep.save() takes it.
    """
    row = locked(instance)
    if not is_draft and working_copy(row):
        put(row, values, by, **how)
        return publish(row, by, take_over)
    kept = {name: value for name, value in values.items() if is_draft and row.is_read(name)}
    if kept:
        put(row, kept, by, **how)
    direct = {name: value for name, value in values.items() if name not in kept}
    if direct or not is_draft:
        save_beside(row, direct, by, **how)
    return row


def save_beside(row, values, by, unfinished=frozenset(), **how):
    """Save to the row what its working copy, if any, leaves alone: it may translate an original that only the copy has."""
    if draft := working_copy(row):
        draft.seen |= originals_seen(overlaid(row, draft.data), values, unfinished)
        # Begun while readers saw this column, which they do no longer: the copy would hide what is typed now.
        draft.data = {name: value for name, value in draft.data.items() if name not in values}
        draft.save(update_fields=["seen", "data"]) if draft.data else draft.delete()
        unfinished = unfinished | {(field, code) for field in ahead(row, draft) for code in CODES}
    store(row, values, by, unfinished=unfinished, **how)


@transaction.atomic
def bring_in(instance, language, by=None):
    """What its working copy holds of a language that readers do not see goes to the row: forms have shown it as the text.

    A word in the address that leads to something else by now waits until the copy is published.
    """
    row = locked(instance)
    draft = working_copy(row)
    values = {name: value for name, value in (draft.data if draft else {}).items() if name.endswith(f"_{language}")}
    values = {name: value for name, value in values.items() if not row.is_read(name)}
    if values := {name: value for name, value in values.items() if name not in holders(row, values)}:
        save_beside(row, values, by)


def ahead(row, draft):
    """The fields whose original the working copy has changed: what translates it does not match what readers see yet."""
    return {field for field in steps.text_fields(type(row)) if f"{field}_{row.source_language}" in draft.data}


@transaction.atomic
def put(instance, values, by=None, small_edit=False, unfinished=frozenset()):
    """Change these columns in the working copy and give it: begun if there is none, gone (None) once nothing differs.

    `small_edit`: what it changes of the original leaves the translations in step when it is published. `unfinished`:
    {(field, code)} of translations that do not match their original yet.
    """
    row, values = locked(instance), _sanitised(instance, values)
    draft = working_copy(row) or WorkingCopy(
        content_type=ContentType.objects.get_for_model(row), object_id=row.pk, small_edit=True
    )
    originals = {f"{field}_{row.source_language}" for field in steps.text_fields(type(row))}
    draft.small_edit = draft.small_edit and (small_edit or not originals & values.keys())
    before, draft.data = draft.data, _differing(row, draft.data | values)
    draft.seen |= originals_seen(overlaid(row, draft.data), values, unfinished)
    if not draft.data:
        if draft.pk:
            draft.delete()
        return None
    draft.by, draft.at = by, timezone.now()
    draft.save()
    kept_as_draft.send(type(row), instance=row, values=draft.data, before=before, by=by)
    return draft


@transaction.atomic
def add_to_list(instance, name, other, by=None):
    """What has been added to a list of the row is added to that of its working copy, which would take it away again."""
    draft = working_copy(locked(instance))
    if draft and name in draft.data:
        put(instance, {name: sorted({*draft.data[name], other.pk})}, by)


def _sanitised(instance, values):
    """What a working copy holds is shown in previews before it meets the database's own sanitising."""
    rich = {name for name in values if isinstance(instance._meta.get_field(name), RichTextField)}
    return values | {name: richtext.clean(values[name]) for name in rich}


def _differing(instance, values):
    return {name: value for name, value in values.items() if value_of(instance, name) != value}


def originals_seen(instance, names, unfinished=frozenset()):
    """{column: digest of the original} for the translations among these columns; '' for what is not finished."""
    seen = {}
    for field in steps.text_fields(type(instance)):
        original = digest(value_of(instance, f"{field}_{instance.source_language}"))
        for code in set(CODES) - {instance.source_language}:
            if f"{field}_{code}" in names:
                seen[f"{field}_{code}"] = "" if (field, code) in unfinished else original
    return seen


@transaction.atomic
def still_correct(instance, code, fields, by=None):
    """These translations say what the working copy's original says; they are confirmed when it is published."""
    row = locked(instance)
    if draft := working_copy(row):
        draft.seen |= originals_seen(overlaid(row, draft.data), {f"{field}_{code}" for field in fields})
        draft.by, draft.at = by, timezone.now()
        draft.save()


@transaction.atomic
def publish(instance, by=None, take_over=()):
    """Write the working copy to the row, in one step, and give the row; readers see it from now on.

    Raises ValidationError when what is stored has become such that the copy no longer fits: its address is taken, or leads
    to something else as an old one and its column is not in `take_over` …
    """
    row = locked(instance)
    draft = working_copy(row)
    if not draft:
        return row
    values = still_there(row, draft.data)
    others = holders(row, values)
    if refused := [refusal(name, values[name], others[name]) for name in others if name not in take_over]:
        raise ValidationError(refused)
    put_on(row, values)
    row.full_clean()
    now = originals_seen(row, {*draft.data, *draft.seen})
    stale = {name for name, original in now.items() if draft.seen.get(name) != original}
    unfinished = {tuple(name.rsplit("_", 1)) for name in stale}
    store(row, values, by, small_edit=draft.small_edit, unfinished=unfinished)
    for name in now.keys() - stale - draft.data.keys():
        field, _line, code = name.rpartition("_")
        steps.confirm(row, code, [field], by)
    draft.delete()
    return row


@transaction.atomic
def throw_away(instance, by=None):
    """The working copy goes; its versions stay in the history."""
    if draft := working_copy(locked(instance)):
        draft.delete()


def store(row, values, by=None, **how):
    """Save these values to the row, its lists included; `how` as InStep.save() takes it."""
    put_on(row, values)
    row.save(by=by, **how)
    for name in values:
        if isinstance(row._meta.get_field(name), ManyToManyField):
            row._prefetched_objects_cache.pop(name)
            getattr(row, name).set(values[name])
