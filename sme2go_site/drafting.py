"""The desk's side of working copies: saving goes to one while readers see the old text, until somebody publishes it."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, drafts, merging, old_addresses
from .languages import CODES
from .rights import may_publish, not_theirs
from .writing import LanguageBarAdmin, OpenedForm


class DraftFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("draft of changes"), "draft"

    def lookups(self, request, model_admin):
        return [("yes", _("waits for publication"))]

    def queryset(self, request, objects):
        return drafts.with_working_copy(objects).filter(has_working_copy=True) if self.value() == "yes" else objects


class DraftingAdmin(LanguageBarAdmin):
    """For what readers see while it is changed: forms open the working copy, and save to it."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.draft_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_draft"
        return [path("<path:object_id>/draft/", view, name=name), *super().get_urls()]

    def changeform_view(self, request, *args, **kwargs):
        request.opens_draft = True
        return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request, object_id, from_field=None):
        instance = super().get_object(request, object_id, from_field)
        return drafts.overlaid(instance) if instance and getattr(request, "opens_draft", False) else instance

    def draft_context(self, request, instance):
        """What the templates of a form need to know of the working copy."""
        return {
            "draft": drafts.working_copy(instance),
            "draft_address": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_draft", args=[instance.pk]),
            "may_publish": may_publish(request.user, instance),
            "is_read": any(instance.is_read(column) for column in drafts.columns(instance)),
        }

    def render_change_form(self, request, context, *args, **kwargs):
        if instance := kwargs.get("obj"):
            context |= self.draft_context(request, instance)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, instance, form, change):
        if not change:
            self._add(request, instance)
            return
        if not isinstance(form, OpenedForm):
            super().save_model(request, instance, form, change)
            return
        is_draft = "_draft" in request.POST or not may_publish(request.user, instance)
        self.save_changes(request, form, is_draft, small_edit="small_edit" in request.POST)

    def _add(self, request, instance):
        """What would be public at once gets its words in the address from a draft, which somebody else publishes."""
        is_public = bool(getattr(instance, "read_languages", list)())
        words = {f"slug_{code}" for code in CODES} if is_public and not may_publish(request.user, instance) else ()
        kept = {name: getattr(instance, name) or "" for name in words}
        for name in kept:
            setattr(instance, name, None)
        instance.save(by=request.user)
        request.saved_draft = bool(kept and drafts.put(instance, kept, request.user))

    def save_row(self, request, row, values):
        drafts.save_beside(row, values, request.user)

    def save_changes(self, request, form, is_draft, **how):
        """Save what differs from what is stored; the request remembers whether readers still see the old text.

        What cannot be published is kept as a draft, and its page asks what there is to ask.
        """
        values, request.is_refused = form.changed_values, False
        try:
            row = drafts.save(form.instance, values, request.user, is_draft, request.POST.getlist("take_over"), **how)
        except ValidationError as error:
            if is_draft:
                raise
            row = drafts.save(form.instance, values, request.user, is_draft=True, **how)
            request.is_refused = self._tell_refused(request, error)
        request.saved_draft = bool((is_draft or request.is_refused) and drafts.working_copy(row))
        return row

    @staticmethod
    def _tell_refused(request, error):
        messages.error(request, _("The draft is not published: %(errors)s") % {"errors": " ".join(error.messages)})
        return True

    def save_related(self, request, form, formsets, change):
        if not change or not isinstance(form, OpenedForm):
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:  # the form's own lists were saved, or kept in the copy, with its fields
            self.save_formset(request, form, formset, change=change)
        self.end_opening(request, form)

    def response_add(self, request, instance, post_url_continue=None):
        if request.saved_draft:
            messages.info(request, _("Readers do not see it until the draft is published."))
        return super().response_add(request, instance, post_url_continue)

    def response_change(self, request, instance):
        if not request.saved_draft:
            return super().response_change(request, instance)
        messages.success(request, _("Saved as a draft. Readers see the old text until the draft is published."))
        room = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if request.is_refused:
            return redirect(f"{room}_draft", instance.pk)
        return redirect(f"{room}_changelist") if "_save" in request.POST else redirect(f"{room}_change", instance.pk)

    def draft_view(self, request, object_id):
        with transaction.atomic():
            row = self.get_object(request, unquote(object_id))
            if row is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            if not self.has_view_or_change_permission(request, row):
                raise PermissionDenied
            form_address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            if request.method == "POST" and self._act_on_draft(request, row):
                return redirect(form_address, row.pk)
            draft = drafts.working_copy(row)
            return self._draft_page(request, row, draft) if draft else redirect(form_address, row.pk)

    def _act_on_draft(self, request, row):
        """Publish it or throw it away; False where it cannot be published, which is said."""
        if "_throw_away" in request.POST:
            if not self._may_throw_away(request, row):
                raise PermissionDenied
            if drafts.working_copy(row):
                audit.record("deleted", about=row, what="draft")
            drafts.throw_away(row, request.user)
            self.log_change(request, row, [{"changed": {"fields": ["Draft thrown away"]}}])
            messages.success(request, _("The draft is thrown away. Its texts are in the history."))
            return True
        if "_publish" not in request.POST or not may_publish(request.user, row):
            raise PermissionDenied
        try:
            with transaction.atomic():
                drafts.publish(row, request.user, request.POST.getlist("take_over"))
        except ValidationError as error:
            return not self._tell_refused(request, error)
        self.log_change(request, row, [{"changed": {"fields": ["Draft published"]}}])
        messages.success(request, _("The draft is published: readers see it now."))
        return True

    def _draft_page(self, request, row, draft):
        context = (
            self.admin_site.each_context(request)
            | self.draft_context(request, row)
            | {
                "title": _("What the draft changes"),
                "subtitle": str(row),
                "opts": self.opts,
                "original": row,
                "changes": [self._change(row, name, value) for name, value in draft.data.items()],
                "may_throw_away": self._may_throw_away(request, row),
                "old_holders": [
                    (name, self.model._meta.get_field(name).verbose_name, draft.data[name], other)
                    for name, other in old_addresses.holders(row, draft.data).items()
                ],
            }
        )
        return TemplateResponse(request, "admin/draft.html", context)

    def _may_throw_away(self, request, row):
        """Whoever might have written all of it; there may be none any more."""
        draft = drafts.working_copy(row)
        names = draft.data if draft else ()
        return self.has_change_permission(request, row) and not not_theirs(request.user, row, names)

    @staticmethod
    def _change(row, name, value):
        return merging.change(row._meta.get_field(name), drafts.value_of(row, name), value)
