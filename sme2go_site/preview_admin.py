"""Previews at the desk: the page in a frame beside the form, and the links for people without an account."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from . import audit, drafts, preview, typed
from .languages import CODES, active, name_of
from .preview import PreviewLink
from .rights import may_write, may_write_shared


class PreviewLinkForm(forms.ModelForm):
    class Meta:
        model = PreviewLink
        fields = ["language", "note"]
        labels = {"note": gettext_lazy("For whom (optional)")}

    def __init__(self, data, *, user, instance_shown):
        super().__init__(data)
        choices = [("", _("all languages")), *((code, name_of(code)) for code in CODES)]
        theirs = [(code, name) for code, name in choices if may_share(user, instance_shown, code)]
        self.fields["language"].choices = theirs


def may_share(user, instance, code):
    """Whoever may write a language makes and revokes links to it; `code` '': to all of them."""
    return may_write(user, instance, code) if code else may_write_shared(user, instance)


class PreviewAdmin:
    """For what preview.RENDERERS can render."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        framed = preview.framed(xframe_options_sameorigin(self.preview_view))
        own = {
            "<path:object_id>/preview/<slug:language>/": (framed, "preview"),
            "<path:object_id>/preview-links/": (self.preview_links_view, "preview_links"),
        }
        views = [path(at, self.admin_site.admin_view(view), name=f"{name}_{tail}") for at, (view, tail) in own.items()]
        return views + super().get_urls()

    def preview_view(self, request, object_id, language):
        """?typed=7: with what is typed in the form and not saved yet."""
        row = self._previewed(request, object_id)
        if language not in CODES:
            raise Http404(language)
        draft, kept = drafts.working_copy(row), self._typed(request, row)
        values, more = dict(draft.data) if draft else {}, {"language": active()}
        if kept and kept.data:
            values, more["content"] = values | typed.values(row, kept.data), "typed"
        instance = preview.laid_over(row, values)
        query = f"?typed={kept.pk}" if kept else ""
        paths = {code: address + query for code, _name, address in self.previews_of(row)}
        return preview.rendered(request, instance, language, preview.preview_of(row, language, draft, **more), paths)

    @staticmethod
    def _typed(request, row):
        number = request.GET.get("typed", "")
        is_number = number.isascii() and number.isdecimal() and len(number) < 16
        return typed.Typed.objects.about(row).filter(pk=int(number), by=request.user).first() if is_number else None

    def preview_links_view(self, request, object_id):
        instance = drafts.overlaid(self._previewed(request, object_id))
        sent = request.POST if "_make" in request.POST else None
        form = PreviewLinkForm(sent, user=request.user, instance_shown=instance)
        if request.method == "POST" and self._act_on_link(request, instance, form):
            return redirect(request.path)
        context = self.admin_site.each_context(request) | {
            "title": _("Preview links"),
            "subtitle": str(instance),
            "opts": self.opts,
            "original": instance,
            "form": form,
            "links": [
                (
                    link,
                    request.build_absolute_uri(link.get_absolute_url()),
                    may_share(request.user, instance, link.language),
                )
                for link in PreviewLink.objects.about(instance).select_related("by")
            ],
        }
        return TemplateResponse(request, "admin/preview_links.html", context)

    def _act_on_link(self, request, instance, form):
        """Make or revoke one, and say so; False where the form is not right."""
        if pk := request.POST.get("_revoke"):
            links = PreviewLink.objects.about(instance)
            link = get_object_or_404(links, pk=int(pk) if pk.isdecimal() and len(pk) < 16 else 0)
            if not may_share(request.user, instance, link.language):
                raise PermissionDenied
            link.revoked_at = timezone.now()
            link.save()
            audit.record("preview_link_revoked", about=instance, language=link.language or "all")
            messages.success(request, _("The link is revoked: it shows nothing any more."))
            return True
        if not may_share(request.user, instance, request.POST.get("language", "")):
            raise PermissionDenied
        if not form.is_valid():
            return False
        form.instance.about, form.instance.by = instance, request.user
        form.save()
        audit.record("preview_link_made", about=instance, language=form.instance.language or "all")
        messages.success(request, _("The link is made. It is valid for seven days."))
        return True

    def _previewed(self, request, object_id):
        """The object as it is stored."""
        instance = self.get_object(request, unquote(object_id))
        if instance is None:
            raise Http404(object_id)
        if not self.has_view_or_change_permission(request, instance):
            raise PermissionDenied
        return instance

    def render_change_form(self, request, context, *args, **kwargs):
        if instance := kwargs.get("obj"):
            context["previews"] = self.previews_of(instance)
        return super().render_change_form(request, context, *args, **kwargs)

    def previews_of(self, instance):
        """What the panel beside a form needs: [(code, name, address of its preview)]."""
        room = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
        return [(code, name_of(code), reverse(room, args=[instance.pk, code])) for code in CODES]
