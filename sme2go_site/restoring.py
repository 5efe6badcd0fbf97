"""Bringing back what the history holds: a field, a language, a whole version, or what has been deleted."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import FileField, ManyToManyField
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from . import deeds, drafts, history
from .checks import TranslationCheck
from .languages import CODES
from .old_addresses import OldAddress, free_slug, holders
from .steps import InStep

brought_back = Signal()  # instance: a version of it, or what had been deleted, has come back
# Who may read when: a deed of its own, which restoring is not.
PUBLICATION = {"approved", "public_from", "published_at", "withdrawn_at", "version", "is_approved", "superseded_by"}


def restorable(version, instance):
    """(values, left out): of a version, what can be written to the object now, and the fields that cannot, each with why."""
    carried = history.CARRIED.get(type(instance), ())
    data = {name: value for name, value in version.data.items() if name not in carried}
    values, left_out = _readable(type(instance), data)
    known = {field.name for field in history.fields(type(instance))}
    return values, left_out | dict.fromkeys(known - version.data.keys(), _("the version is older than this field"))


def _readable(model, data):
    """(values, left out) of {name: value}."""
    values, left_out = {}, {}
    for name, value in data.items():
        try:
            field = model._meta.get_field(name)
            wanted = value if isinstance(field, ManyToManyField) else [value]
            there = _still_there(field, wanted) if field.is_relation and value else wanted
            drafts.put_on(model(), {name: value})
        except FieldDoesNotExist:
            left_out[name] = _("this field no longer exists")
            continue
        except (ValidationError, ValueError, TypeError):
            left_out[name] = _("its value cannot be read")
            continue
        if len(there) < len(wanted):
            left_out[name] = _("what it named has been deleted")
        if there or not wanted:
            values[name] = there if isinstance(field, ManyToManyField) else there[0]
    return values, left_out


def _still_there(field, numbers):
    found = set(field.related_model._base_manager.filter(pk__in=numbers).values_list("pk", flat=True))
    return [number for number in numbers if number in found]


def is_publication(name):
    """Whether a field says who may read when."""
    field, _line, code = name.rpartition("_")
    return name in PUBLICATION or (code in CODES and field in PUBLICATION)


def follows_a_file(field):
    """Whether a field is nobody's to write: what the site has made of a file goes with it, and never alone."""
    return not field.editable and not is_publication(field.name)


def attached(model):
    """The lists that come back with a version: of what it carries, those that have no history of their own."""
    carried = history.CARRIED.get(model, ())
    return [name for name in carried if model._meta.get_field(name).related_model not in history.CARRIED]


def names_of(model, data):
    """What of a version may be asked for: its fields and lists, but not who may read them, nor what follows a file."""
    fields = [field for field in history.fields(model) if not is_publication(field.name) and not follows_a_file(field)]
    return {field.name for field in fields} & data.keys() | {*attached(model)} & data.keys()


def _with_followers(model, names):
    """A file comes back with what the site has made of it, which may be made of several: they come back together."""
    files = {field.name for field in history.fields(model) if isinstance(field, FileField)}
    made = {field.name for field in history.fields(model) if follows_a_file(field)}
    return names | files | made if names & files else names


@transaction.atomic
def restore(instance, version, names=None, by=None):
    """Put the fields of a version (default: all of its texts and facts) back, and give what could not be.

    What readers see goes to the working copy. Raises ValidationError where the values no longer fit; nothing changes then.
    """
    found, left_out = restorable(version, instance)
    asked = names_of(type(instance), version.data)
    wanted = _with_followers(type(instance), asked & names if names else asked)
    now = drafts.overlaid(instance)
    values = {name: found[name] for name in wanted & found.keys() if drafts.value_of(now, name) != found[name]}
    for name in holders(instance, values):  # only the form takes an address over, on purpose
        del values[name]
        left_out[name] = _("this address leads to something else now")
    with deeds.deed(
        by, _("Restored: the version of %(when)s") % {"when": f"{timezone.localtime(version.at):%Y-%m-%d %H:%M}"}
    ):
        drafts.put_on(now, values)
        now.full_clean()
        if isinstance(instance, InStep):
            drafts.save(instance, values, by, is_draft=True)
        else:
            _write(type(instance)._base_manager.select_for_update().get(pk=instance.pk), values)
        for name in wanted & {*attached(type(instance))}:
            _bring_back_children(instance, name, version.data[name])
        brought_back.send(type(instance), instance=instance)
    return {name: why for name, why in left_out.items() if not names or name in names}


@transaction.atomic
def bring_back(version, by=None):
    """A deleted object again: the same number, its lists and what it carried, links to it, its checks and old addresses.

    Gives (object, what could not be brought back); raises ValidationError where something else has its place.
    """
    model = version.content_type.model_class()
    with deeds.deed(by, _("Brought back")):
        instance = model(pk=version.object_id)
        values, left_out = restorable(version, instance)
        for name in holders(instance, values):
            values[name] = free_slug(instance, name, values[name])
            left_out[name] = _("this address leads to something else now")
        drafts.put_on(instance, values)
        instance.full_clean(validate_unique=True)
        _write(instance, values)
        for name in history.CARRIED.get(model, ()):
            _bring_back_children(instance, name, version.data.get(name, ()))
        _bring_back_around(instance, version.around)
        history.record(instance)
        brought_back.send(model, instance=instance)
    return instance, left_out


def _write(instance, values):
    drafts.put_on(instance, values)
    instance.save()
    for name in values:
        if isinstance(instance._meta.get_field(name), ManyToManyField):
            instance._prefetched_objects_cache.pop(name, None)
            getattr(instance, name).set(values[name])


def _bring_back_children(parent, name, rows):
    relation = type(parent)._meta.get_field(name)
    for row in rows:
        child = relation.related_model(pk=row["pk"])
        drafts.put_on(child, _readable(relation.related_model, row)[0])
        setattr(child, relation.field.name, parent)
        child.save()


def _bring_back_around(instance, kept):
    kind = ContentType.objects.get_for_model(instance)
    TranslationCheck.objects.about(instance).delete()
    for check in kept.get("checks", ()):
        made = TranslationCheck(content_type=kind, object_id=instance.pk)
        drafts.put_on(made, check)
        made.save()
    for language, slug in kept.get("old_addresses", ()):
        OldAddress.objects.get_or_create(
            content_type=kind, language=language, slug=slug, defaults={"object_id": instance.pk}
        )
    for label, numbers in kept.get("links", {}).items():
        where, _dot, name = label.rpartition(".")
        for other in apps.get_model(where)._base_manager.filter(pk__in=numbers):
            if isinstance(other._meta.get_field(name), ManyToManyField):
                getattr(other, name).add(instance)
            elif getattr(other, f"{name}_id") is None:
                setattr(other, name, instance)
                other.save()
