"""The form in which something of the site is written: all its languages under one bar, and nothing saved over unseen."""

import json
from copy import copy

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import CharField, ManyToManyField, TextField
from django.forms.models import construct_instance
from django.template.defaultfilters import date as date_format
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import ImportMap, Media
from modeltranslation.admin import TranslationAdmin

from . import drafts, history, merging, richtext, rights, typed
from .fields import RichTextField
from .history_admin import HistoryAdmin
from .languages import CODES
from .old_addresses import free_slug, holders, refusal
from .row_form import RowForm
from .uploads import NOTHING_SAVED, StoreAway

NOT_WRITTEN = {"csrfmiddlewaretoken", "opened", "opening"}
BOTH_STAND_HERE = gettext_lazy("Both versions stand here now: make one text of them and save.")

# What our extensions of the editor import: the map knows the names that the files are served by.
EDITOR_MODULES = ImportMap({f"sme2go/{name}": f"admin/{name}.js" for name in ("pasted_text", "pasted_words")})


class OpenedForm(forms.ModelForm):
    """Knows what was stored when it was opened: what somebody else has saved since is merged, or shown beside (merging.py).

    After validation, `changed_values` is {field: value} of what differs from the stored object, `merged` the fields that
    came from somebody else meanwhile, and `conflicts` what somebody has to decide.
    """

    refusal = None  # why nothing of it can be saved now, whatever it holds
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    opening = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflicts, self.merged, self.changed_values, self.old_holders = [], [], {}, []
        if self.instance.pk:
            self.fields["opened"].initial = self._digests(self._stored())

    @staticmethod
    def _digests(values):
        return json.dumps({name: merging.digest(value) for name, value in values.items()}, separators=(",", ":"))

    def _names(self):
        return [name for name in self._meta.fields or () if name in self.fields]

    def _stored(self):
        """{field: value}: the object as it is before anything typed is put on it."""
        return {name: drafts.value_of(self.instance, name) for name in self._names()}

    def _typed(self, cleaned):
        scratch, values = copy(self.instance), {}
        construct_instance(self, scratch, self._meta.fields)
        for name in self._names():
            field = self.instance._meta.get_field(name)
            if name in cleaned and isinstance(field, ManyToManyField):
                values[name] = sorted(other.pk for other in cleaned[name])
            elif name in cleaned:
                value = drafts.value_of(scratch, name)
                values[name] = richtext.clean(value) if isinstance(field, RichTextField) else value
        return values

    def clean(self):
        cleaned = super().clean()
        self._fill_slugs(cleaned)
        if self.instance.pk:
            self._merge(cleaned)
        self._ask_before_taking_over(cleaned)
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def _merge(self, cleaned):
        try:
            opened = dict(json.loads(cleaned.get("opened") or "{}"))
        except ValueError:
            opened = {}
        merge = merging.Merge(self._typed(cleaned), self._stored(), opened)
        self.changed_values = {name: merge.mine[name] for name in merge.of_mine()}
        self.merged = [*merge.of_theirs()]
        self.data = self.data.copy()
        undecided = [name for name in self.data.getlist("conflict") if name in self.changed_values]
        self._decide(merge, cleaned, undecided)
        for name in self.merged:
            self._take_theirs(name, cleaned)
        if open_ones := merge.conflicting() + [name for name in undecided if name in self.changed_values]:
            self._show(open_ones, merge, opened)

    def _decide(self, merge, cleaned, undecided):
        """What was chosen for the fields that have been shown side by side; what is chosen leaves `undecided`."""
        for name in list(undecided):
            chosen, field = self.data.get(f"choose_{name}"), self.instance._meta.get_field(name)
            two = merge.mine[name], merge.theirs[name]
            if chosen == merging.THEIRS:
                self.merged.append(name)
                del self.changed_values[name]
            if chosen == merging.BOTH and merging.has_both(field, *two):
                self._put_into_form(name, merging.both(field, *two))
                self.add_error(name, ValidationError(BOTH_STAND_HERE, code="both"))
            if chosen in {merging.MINE, merging.THEIRS, merging.BOTH}:
                undecided.remove(name)

    def _take_theirs(self, name, cleaned):
        field, theirs = self.instance._meta.get_field(name), getattr(self.instance, name)
        cleaned[name] = theirs.all() if isinstance(field, ManyToManyField) else theirs
        if isinstance(field, CharField | TextField):
            self._put_into_form(name, theirs or "")

    def _put_into_form(self, name, value):
        if isinstance(value, list):
            self.data.setlist(self.add_prefix(name), value)
        else:
            self.data[self.add_prefix(name)] = value

    def _show(self, names, merge, opened):
        """Both versions of these fields, beside the form; the next save knows that they have been seen."""
        self.conflicts = [merging.conflict(self.instance, name, merge.mine[name], merge.theirs[name]) for name in names]
        seen = opened | {name: merging.digest(merge.theirs[name]) for name in names}
        self.data[self.add_prefix("opened")] = json.dumps(seen)
        self.add_error(None, ValidationError(self._since_opened(), code="conflict"))

    def _since_opened(self):
        kind = ContentType.objects.get_for_model(self.instance)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(self.instance.pk)).select_related("user")
        entry = entries.first()
        said = {
            "who": entry.user if entry else _("somebody"),
            "when": date_format(timezone.localtime(entry.action_time if entry else None), "DATETIME_FORMAT"),
        }
        return (
            _("%(who)s has saved the same fields since you opened this (%(when)s). Nothing is overwritten: choose.")
            % said
        )

    def _fill_slugs(self, cleaned):
        """A language that has a title gets its word in the address from it."""
        for code in CODES:
            name = f"slug_{code}"
            words = cleaned.get(f"title_{code}") or cleaned.get(f"name_{code}")
            if name in self.fields and name in cleaned and words and not cleaned[name]:
                cleaned[name] = free_slug(self.instance, name, words)

    def _ask_before_taking_over(self, cleaned):
        """An address that still leads to something else is taken over only on purpose."""
        names = [name for code in CODES if (name := f"slug_{code}") in cleaned]
        words = {name: cleaned[name] for name in names if cleaned[name] != getattr(self.instance, name)}
        for name, other in holders(self.instance, words).items():
            self.old_holders.append((name, self.fields[name].label, words[name], other))
            if name not in self.data.getlist("take_over"):
                self.add_error(name, refusal(name, words[name], other))

    def add_error(self, field, error):
        """What is wrong with a field that this form does not show is said above it."""
        if hasattr(error, "error_dict"):
            hidden = [name for name in error.error_dict if name != "__all__" and name not in self.fields]
            for name in hidden:
                super().add_error(None, error.error_dict.pop(name))
            if not error.error_dict:
                return
        super().add_error(field, error)


def editor_media(request, media):
    """A form's media with the editor's import map, a script in the page: the policy lets it in by its nonce."""
    return Media.from_media(media + Media(importmap=EDITOR_MODULES), nonce=request.csp_nonce)


class LanguageBarAdmin(HistoryAdmin, TranslationAdmin):
    """All languages of an object in one form, under one bar that chooses which of them is seen (language_bar.js)."""

    form = OpenedForm
    change_form_template = "admin/language_bar_form.html"

    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = editor_media(request, context["media"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request, *args, **kwargs):
        """Where an upload cannot be stored, nothing of the form is, and it comes back as it was typed."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except StoreAway:
            request.refusal = NOTHING_SAVED
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def get_object(self, request, object_id, from_field=None):
        """What is about to be saved is locked before it is read: nobody's save is lost between the two."""
        instance = super().get_object(request, object_id, from_field)
        if instance and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().get(pk=instance.pk)
            instance = super().get_object(request, object_id, from_field)
        return instance

    def has_change_permission(self, request, obj=None):
        """Whoever may write one language opens the form, too; what is not theirs is read-only there."""
        return super().has_change_permission(request, obj) or rights.may_write_some(request.user, obj or self.model)

    def get_readonly_fields(self, request, obj=None):
        names = [field.name for field in history.fields(self.model) if field.editable]
        return [
            *super().get_readonly_fields(request, obj),
            *rights.not_theirs(request.user, obj or self.model, names),
        ]

    def get_changelist_form(self, request, **kwargs):
        return super().get_changelist_form(request, **{"form": RowForm} | kwargs)

    def save_model(self, request, instance, form, change):
        if not isinstance(form, RowForm):
            super().save_model(request, instance, form, change)
            return
        self.save_row(request, drafts.locked(instance), {name: form.cleaned_data[name] for name in form.changed_data})

    def save_row(self, request, row, values):
        """What was changed in the list, and nothing else of it, which may have been changed since it was shown."""
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    def may_edit_list(self, request):
        """Whoever opens the form for one language's sake changes nothing shared in the list."""
        return rights.may_write_shared(request.user, self.model)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        if not self.may_edit_list(request):
            changelist.list_editable = ()
        if self._is_refused(request):
            raise PermissionDenied
        return changelist

    def _is_refused(self, request):
        """Django's list passes over what its sender may not do to many, in silence."""
        saves_list = "_save" in request.POST and not self.may_edit_list(request)
        actions = set(filter(None, request.POST.getlist("action")))
        return saves_list or not actions <= self.get_actions(request).keys()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if isinstance(form, OpenedForm):
            self.end_opening(request, form)

    def end_opening(self, request, form):
        """What has been saved is no longer typed and unsaved; whoever wrote is told what was merged."""
        if opening := form.cleaned_data.get("opening"):
            typed.end(opening, request.user, form.instance)
        if refused := self.refused(request, form):
            words = _("Not changed, since you may not write it: %(fields)s.")
            messages.warning(request, words % {"fields": ", ".join(refused)})
        if form.merged:
            labels = ", ".join(str(form.fields[name].label) for name in form.merged)
            messages.info(request, _("Saved by somebody else meanwhile, and kept: %(fields)s.") % {"fields": labels})

    def refused(self, request, form):
        """The labels of what was sent otherwise than it is stored, and changed nothing: the sender may not write it."""
        sent = {name: request.POST.getlist(name) for name in request.POST if name not in form.fields}
        values = typed.values(form.instance, sent)
        stored = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
        changed = [name for name, value in values.items() if stored and drafts.value_of(stored, name) != value]
        return self._labels(rights.not_theirs(request.user, form.instance, changed))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What was typed for something that has been deleted meanwhile is shown, and not thrown away."""
        if request.method != "POST":
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        written = [(name, words) for name, words in request.POST.items() if words.strip() and name not in NOT_WRITTEN]
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted meanwhile"),
            "opts": opts,
            "written": written,
        }
        return TemplateResponse(request, "admin/deleted_meanwhile.html", context, status=410)
