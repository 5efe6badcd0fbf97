"""The form in which something of the site is written: all its languages under one bar, and nothing saved over unseen."""

import hashlib
import json

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ManyToManyField, QuerySet
from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from js_asset import ImportMap, Media
from modeltranslation.admin import TranslationAdmin

from .languages import CODES
from .steps import InStep

# What our extensions of the editor import: the map knows the names that the files are served by.
EDITOR_MODULES = ImportMap({f"sme2go/{name}": f"admin/{name}.js" for name in ("pasted_text", "pasted_words")})


class OpenedForm(forms.ModelForm):
    """Knows what was stored when it was opened: what has been saved since is not overwritten before it has been seen."""

    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = fingerprint(self._stored())

    def _columns(self):
        return [self.instance._meta.get_field(name) for name in self._meta.fields or () if name in self.fields]

    def _stored(self):
        """{field: value} as it is in the database now; None for what is not there."""
        own = [field.name for field in self._columns() if not isinstance(field, ManyToManyField)]
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk).values(*own) if self.instance.pk else []
        stored = next(iter(rows), None)
        for field in self._columns():
            if stored and isinstance(field, ManyToManyField):
                stored[field.name] = sorted(getattr(self.instance, field.name).values_list("pk", flat=True))
        return stored

    def clean(self):
        cleaned = super().clean()
        self._fill_slugs(cleaned)
        stored = self._stored()
        if fingerprint(stored) != cleaned.get("opened"):
            self.data = self.data.copy()
            self.data[self.add_prefix("opened")] = fingerprint(stored)
            raise ValidationError(self._since_opened(cleaned, stored), code="stale")
        return cleaned

    def _since_opened(self, cleaned, stored):
        """Who saved when, and which fields hold something else now than what is in the form."""
        kind = ContentType.objects.get_for_model(self.instance)
        entry = (
            LogEntry.objects.filter(content_type=kind, object_id=str(self.instance.pk)).select_related("user").first()
        )
        typed = {name: comparable(cleaned.get(name)) for name in stored or ()}
        differing = [name for name in typed if (typed[name] or "") != (stored[name] or "")]
        said = {
            "who": entry.user if entry else _("somebody"),
            "when": date_format(timezone.localtime(entry.action_time if entry else None), "DATETIME_FORMAT"),
            "fields": ", ".join(str(self.fields[name].label) for name in differing) or "–",
        }
        return (
            _(
                "%(who)s saved this after you had opened it (%(when)s). What you typed is still here; what is stored differs "
                "in: %(fields)s. Look at it in another tab, and save again to put yours in its place."
            )
            % said
        )

    def _fill_slugs(self, cleaned):
        """A language that has a title gets its word in the address from it."""
        for code in CODES:
            name = f"slug_{code}"
            words = cleaned.get(f"title_{code}") or cleaned.get(f"name_{code}")
            if name in self.fields and name in cleaned and words and not cleaned[name]:
                cleaned[name] = free_slug(self.instance, name, words)

    def add_error(self, field, error):
        """What is wrong with a field that this form does not show is said above it."""
        if hasattr(error, "error_dict"):
            hidden = [name for name in error.error_dict if name != "__all__" and name not in self.fields]
            for name in hidden:
                super().add_error(None, error.error_dict.pop(name))
            if not error.error_dict:
                return
        super().add_error(field, error)


def comparable(value):
    """A cleaned value as _stored() gives it."""
    return sorted(one.pk for one in value) if isinstance(value, QuerySet) else getattr(value, "pk", value)


def fingerprint(stored):
    """A digest of a row's values; '' for what is not stored yet, or no longer."""
    return hashlib.sha256(json.dumps(stored, default=str).encode()).hexdigest() if stored else ""


def free_slug(instance, column, words):
    """A slug from these words that no other object has in this language."""
    longest = instance._meta.get_field(column).max_length - 4
    base = slugify(words)[:longest].strip("-") or str(instance._meta.model_name)
    others = type(instance)._base_manager.exclude(pk=instance.pk).filter(**{f"{column}__startswith": base})
    taken = set(others.values_list(column, flat=True))
    numbered = (f"{base}-{number}" for number in range(2, 1000))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def editor_media(request, media):
    """A form's media with the editor's import map, a script in the page: the policy lets it in by its nonce."""
    return Media.from_media(media + Media(importmap=EDITOR_MODULES), nonce=request.csp_nonce)


class LanguageBarAdmin(TranslationAdmin):
    """All languages of an object in one form, under one bar that chooses which of them is seen (language_bar.js)."""

    form = OpenedForm
    change_form_template = "admin/language_bar_form.html"

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = editor_media(request, context["media"])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_object(self, request, object_id, from_field=None):
        """What is about to be saved is locked before it is read: nobody's save is lost between the two."""
        instance = super().get_object(request, object_id, from_field)
        if instance and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().get(pk=instance.pk)
            instance = super().get_object(request, object_id, from_field)
        return instance

    def save_model(self, request, instance, form, change):
        if isinstance(instance, InStep):
            instance.save(by=request.user, small_edit="small_edit" in request.POST)
        else:
            super().save_model(request, instance, form, change)
