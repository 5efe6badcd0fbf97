"""The history at the desk: what changed when, by whom and why; two versions side by side; restoring."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin

from . import drafts, history, merging, restoring, rights
from .changes import as_markup, changes
from .deleted_admin import PER_PAGE, DeletedAdmin, number
from .history import Version
from .languages import CODES, name_of

NOW = "now"


class HistoryAdmin(DeletedAdmin):
    """For whatever history.register() knows."""

    object_history_template = "admin/history.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.compare_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_compare"
        return [path("<path:object_id>/history/compare/", view, name=name), *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        instance = self._seen(request, object_id)
        language, field = request.GET.get("language", ""), request.GET.get("field", "")
        versions = Version.objects.about(instance).select_related("by").defer("data", "around")
        if language in CODES:
            versions = versions.filter(changed__contains=f"_{language},")
        if field.isidentifier():
            versions = versions.filter(changed__contains=f",{field},")
        page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
        context = self._history_context(request, instance, _("History")) | {
            "page": page,
            "rows": [
                (version, [(name, self.label_of_field(name)) for name in version.changed_names]) for version in page
            ],
            "languages": [(code, name_of(code)) for code in CODES] if isinstance(self, TranslationAdmin) else [],
            "language": language,
            "field": field,
            "field_label": self.label_of_field(field),
        }
        return TemplateResponse(request, self.object_history_template, context | (extra_context or {}))

    def compare_view(self, request, object_id):
        with transaction.atomic():
            instance = self._seen(request, object_id)
            if request.method == "POST":
                self._restore(request, instance)
                return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", instance.pk)
            old = self._version(instance, request.GET.get("old"))
            new = None if request.GET.get("new", NOW) == NOW else self._version(instance, request.GET["new"])
            return self._comparison(request, instance, old, new)

    def _comparison(self, request, instance, old, new):
        """Two versions in the order of time, or a version and what the form holds now."""
        if new and (new.at, new.pk) < (old.at, old.pk):
            old, new = new, old
        data = new.data if new else history.data_of(drafts.overlaid(instance))
        values, left_out = restoring.restorable(old, instance)
        offered = {*values, *restoring.attached(self.model)}
        mine = (
            set() if new else self._may_restore(request, instance, restoring.names_of(self.model, old.data) & offered)
        )
        found = [self._compared(name, old.data.get(name, ""), data.get(name, "")) for name in data | old.data]
        found = [entry | {"is_restorable": entry["name"] in mine} for entry in found if entry]
        restored = {entry["language"] for entry in found if entry["is_restorable"]}
        context = self._history_context(request, instance, _("Two versions compared")) | {
            "old": old,
            "new": new,
            "changes": found,
            "languages": [(code, name_of(code)) for code in CODES if code in restored],
            "left_out": [(self.label_of_field(name), why) for name, why in left_out.items()],
            "may_restore": bool(restored),
            "may_restore_all": bool(restored) and rights.may_write_shared(request.user, instance),
        }
        return TemplateResponse(request, "admin/compare.html", context)

    def _compared(self, name, before, after):
        """None where both are the same, or the field is no more, or follows a file that is compared itself."""
        try:
            field = self.model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if before == after or not (field.editable or name in history.CARRIED.get(self.model, ())):
            return None
        words = {"words": self.label_of_field(name)}
        if name not in history.CARRIED.get(self.model, ()):
            return words | _readable_change(field, before, after)
        before, after = (as_markup("\n\n".join(map(_words_of_child, rows or ())), False) for rows in (before, after))
        old, new = changes(before, after)
        return words | {"name": name, "label": words["words"], "language": "", "before": old, "after": new}

    def _may_restore(self, request, instance, names):
        """Those of these fields that this user may put back: what a form would let them write."""
        if not self.has_change_permission(request, instance):
            return set()
        attached = {*restoring.attached(self.model)} & names
        if attached and instance.is_read("attachments") and not rights.may_publish(request.user, instance):
            names = names - attached
        return names - {*rights.not_theirs(request.user, instance, names)}

    def _restore(self, request, instance):
        version, what = self._version(instance, request.POST.get("version")), request.POST.get("restore", "")
        asked = restoring.names_of(self.model, version.data)
        if what in CODES:
            asked = {name for name in asked if name.endswith(f"_{what}")}
        elif what != "all":
            asked &= {what}
        if not asked:
            raise Http404(what)
        mine, now = self._may_restore(request, instance, asked), history.data_of(drafts.overlaid(instance))
        refused = {name for name in asked - mine if now.get(name) != version.data[name]}
        if not mine or (refused and all(now.get(name) == version.data[name] for name in mine)):
            raise PermissionDenied
        try:
            with transaction.atomic():
                left_out = restoring.restore(instance, version, mine, request.user)
        except ValidationError as error:
            words = _("Nothing was restored: %(errors)s")
            messages.error(request, words % {"errors": " ".join(error.messages)})
            return
        self.log_change(request, instance, [{"changed": {"fields": ["Restored"]}}])
        is_draft = bool(drafts.working_copy(instance))
        kept = _("Restored as a draft: look at it, and publish it when it is right.")
        messages.success(request, kept if is_draft else _("Restored."))
        self.tell_left_out(request, left_out | dict.fromkeys(refused, _("you may not change it")))

    def _seen(self, request, object_id):
        instance = self.get_object(request, unquote(object_id))
        if instance is None:
            raise Http404(object_id)
        if not self.has_view_or_change_permission(request, instance):
            raise PermissionDenied
        return instance

    def _version(self, instance, pk):
        return get_object_or_404(Version.objects.about(instance), pk=number(pk))

    def _history_context(self, request, instance, title):
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(instance),
            "opts": self.opts,
            "original": instance,
        }

    def _labels(self, names):
        return [self.label_of_field(name) for name in names]


def _readable_change(field, before, after):
    """As merging.change(); what the field cannot read any more is shown as it is kept."""
    try:
        return merging.change(field, before, after)
    except (ValidationError, ValueError, TypeError):
        old, new = changes(as_markup(str(before), False), as_markup(str(after), False))
        label, language = merging.label_of(field), getattr(field, "language", "")
        return {"name": field.name, "label": label, "language": language, "before": old, "after": new}


def _words_of_child(row):
    """An attachment or a logo as a line: its titles and its file."""
    words = [value for name, value in row.items() if value and name.startswith(("title_", "kind"))]
    return " · ".join([*words, str(row.get("file") or row.get("original") or "").rpartition("/")[2]])
