"""What has been deleted at the desk: its list beside that of what is there, and the way back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from . import history, restoring, rights
from .history import Version

PER_PAGE = 25


class DeletedAdmin:
    """For whatever history.register() knows."""

    delete_selected_confirmation_template = "admin/delete_selected.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.deleted_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_deleted"
        return [path("deleted/", view, name=name), *super().get_urls()]

    def deleted_view(self, request):
        if not self._may_bring_back(request):
            raise PermissionDenied
        if request.method == "POST":
            with transaction.atomic():
                return self._bring_back(request)
        gone = Version.objects.deleted(self.model).select_related("by").defer("data", "around")
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural},
            "opts": self.opts,
            "page": Paginator(gone, PER_PAGE).get_page(request.GET.get("page")),
        }
        return TemplateResponse(request, "admin/deleted.html", context)

    def _may_bring_back(self, request):
        """What comes back is read again at once, where it was read before."""
        may_publish = not rights.is_published(self.model) or rights.may_publish(request.user, self.model)
        return may_publish and self.has_add_permission(request) and self.has_delete_permission(request)

    def _bring_back(self, request):
        deleted = Version.objects.about_any(self.model).filter(kind=Version.Kind.DELETED)
        version = get_object_or_404(deleted.select_for_update(), pk=number(request.POST.get("version")))
        form_address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        if self.model._base_manager.filter(pk=version.object_id).exists():
            messages.info(request, _("“%(title)s” is back already.") % {"title": version.title})
            return redirect(form_address, version.object_id)
        try:
            with transaction.atomic():
                instance, left_out = restoring.bring_back(version, request.user)
        except ValidationError as error:
            words = _("“%(title)s” was not brought back: %(errors)s")
            messages.error(request, words % {"title": version.title, "errors": " ".join(error.messages)})
            return redirect(request.path)
        self.log_addition(request, instance, [{"added": {}}])
        messages.success(request, _("“%(title)s” is back, with its links and files.") % {"title": version.title})
        self.tell_left_out(request, left_out)
        return redirect(form_address, instance.pk)

    def tell_left_out(self, request, left_out):
        for name, why in left_out.items():
            words = _("Left as it is: %(field)s (%(why)s).")
            messages.warning(request, words % {"field": self.label_of_field(name), "why": why})

    def label_of_field(self, name):
        """A field as staff know it: “title (Finnish)”."""
        return history.label_of(self.model, name)

    def render_delete_form(self, request, context):
        return super().render_delete_form(request, context | {"can_come_back": True})

    def changelist_view(self, request, extra_context=None):
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted")
        link = {"deleted_address": address if self._may_bring_back(request) else ""}
        return super().changelist_view(request, link | (extra_context or {}))


def number(words):
    """The number of a version as an address or a form has it; 404 for anything else."""
    if not (words and words.isascii() and words.isdecimal() and len(words) < 16):
        raise Http404(words)
    return int(words)
