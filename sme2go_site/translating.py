"""The translator's page: a language beside its original, field by field, with what has changed since it was confirmed."""

from dataclasses import dataclass
from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import modelform_factory
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.translator import translator

from . import drafts, steps
from .badges import Badge, OutdatedFilter, language_cell
from .changes import as_markup, changes, excerpt
from .checks import SentBack, TranslationCheck, digest
from .drafting import DraftFilter, DraftingAdmin
from .fields import RichTextField
from .languages import CODES, name_of, text
from .rendering import described
from .rights import may_publish, may_write
from .writing import OpenedForm, editor_media

PUBLISHING = {"_approve", "_take_back", "_send_back"}  # buttons of the page
FOR_ALL = {"small_edit", "take_back"}  # what its buttons say of the original, and so of every language


@dataclass
class Row:
    """A field of the page: the source's text as HTML, the box to write in, and what is known of both being in step."""

    box: object
    label: str
    source: str
    name: str
    is_text: bool = True
    check: TranslationCheck | None = None
    before: str = ""
    after: str = ""
    is_missing: bool = False
    is_outdated: bool = False
    is_ahead: bool = False  # its original is one of a working copy, which readers do not see yet
    is_unfinished: bool = False
    seen: str = ""  # the digest of the original that the page shows


class TranslatingAdmin(DraftingAdmin):
    """For what has an original language: a cell a language in the list, and the translator's page."""

    list_filter = [OutdatedFilter, DraftFilter]

    def get_urls(self):
        view = self.admin_site.admin_view(self.translate_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_translate"
        return [path("<path:object_id>/translate/<slug:language>/", view, name=name), *super().get_urls()]

    def get_queryset(self, request):
        return drafts.with_working_copy(steps.with_outdated(super().get_queryset(request)))

    def get_list_display(self, request):
        first, *rest = super().get_list_display(request)
        return [first, *(language_cell(self, code) for code in CODES), "draft_of_changes", *rest]

    @admin.display(description=gettext_lazy("draft"))
    def draft_of_changes(self, instance):
        if not instance.has_working_copy:
            return "–"
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_draft", args=[instance.pk])
        return format_html('<a class="state state-draft" href="{}">{}</a>', address, _("waits"))

    def badge(self, instance, code):
        """The state of a language of an object that get_queryset() brought."""
        since = getattr(instance, f"outdated_since_{code}")
        if not text(instance, steps.text_fields(self.model)[0], code):
            return Badge("missing", _("missing"))
        return Badge("outdated", _("outdated"), since) if since else Badge("live", _("in step"))

    def address_of(self, instance, code):
        """Where a language is written: the original in the form, a translation beside it."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        if code == instance.source_language:
            return reverse(f"admin:{name}_change", args=[instance.pk]) + f"?language={code}"
        return reverse(f"admin:{name}_translate", args=[instance.pk, code])

    def render_change_form(self, request, context, *args, **kwargs):
        if instance := kwargs.get("obj"):
            instance = self.get_queryset(request).get(pk=instance.pk)
            context["languages"] = self._menu(instance)
            context["has_translations"] = len(context["languages"]) > 1
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, instance):
        """Readers' address of it; none while they cannot see it."""
        return instance.get_absolute_url() or None if hasattr(instance, "get_absolute_url") else None

    def _menu(self, instance, current=None):
        return [
            {
                "code": code,
                "name": name_of(code),
                "badge": self.badge(instance, code),
                "address": self.address_of(instance, code),
                "is_original": code == instance.source_language,
                "is_current": code == current,
            }
            for code in CODES
        ]

    def translate_view(self, request, object_id, language):
        request.opens_draft = True
        with transaction.atomic():
            return self._translate_view(request, unquote(object_id), language)

    def _translate_view(self, request, object_id, language):
        instance = self.get_object(request, object_id)
        if instance is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if language not in CODES:
            raise Http404(language)
        if not self._may_open(request, instance, language):
            raise PermissionDenied
        if language == instance.source_language:
            return redirect(self.address_of(instance, language))
        source = request.GET.get("source", instance.source_language)
        source = source if source in CODES and source != language else instance.source_language
        form = self._translation_form(request, instance, language)
        if request.method == "POST" and form.is_valid():
            return self._save_translation(request, form, language)
        return self._translation_page(request, instance, form, language, source)

    def _may_open(self, request, instance, language):
        """Who may only look sees the page without its buttons; who may not publish neither approves nor sends back."""
        if request.method != "POST":
            return self.has_view_or_change_permission(request, instance)
        if PUBLISHING & request.POST.keys() and not may_publish(request.user, instance):
            return False
        if FOR_ALL & request.POST.keys() and not self._may_speak_for_all(request, instance):
            return False
        return may_write(request.user, instance, language)

    @staticmethod
    def _may_speak_for_all(request, instance):
        return may_write(request.user, instance, instance.source_language)

    def _fields(self):
        options = set(translator.get_options_for_model(self.model).fields)
        return [field.name for field in self.model._meta.fields if field.name in options - {"approved", "public_from"}]

    def _translation_form(self, request, instance, language):
        names = [f"{name}_{language}" for name in self._fields()]
        form_field = partial(self.formfield_for_dbfield, request=request)
        form_class = modelform_factory(self.model, form=OpenedForm, fields=names, formfield_callback=form_field)
        copied = {}
        if "copy" in request.GET:
            empty = (name for name in steps.text_fields(self.model) if not text(instance, name, language))
            copied = {f"{name}_{language}": text(instance, name, instance.source_language) for name in empty}
        return form_class(request.POST or None, instance=instance, initial=copied)

    def _translation_page(self, request, instance, form, language, source):
        # The form has put what was typed on the other.
        instance = drafts.overlaid(self.get_queryset(request).get(pk=instance.pk))
        names = self._fields()
        languages = self._menu(instance, language)
        # Without approval, a copy would be read at once as if it were a translation.
        has_approval = "approved" in translator.get_options_for_model(self.model).fields
        context = (
            self.admin_site.each_context(request)
            | self.draft_context(request, instance)
            | {
                "title": _("Translate into %(language)s") % {"language": name_of(language)},
                "subtitle": str(instance),
                "opts": self.opts,
                "original": instance,
                "form": form,
                "can_change": may_write(request.user, instance, language),
                "may_speak_for_all": self._may_speak_for_all(request, instance),
                "rows": self._rows(instance, form, language, source),
                "language": language,
                "page": f"translate/{language}",
                "source": source,
                "sources": [code for code in CODES if code != language and text(instance, names[0], code)],
                "languages": languages,
                "badge": next(entry["badge"] for entry in languages if entry["is_current"]),
                "can_copy": has_approval
                and any(not text(instance, name, language) for name in steps.text_fields(self.model)),
                "sent_back": SentBack.objects.about(instance).open().filter(language=language).first(),
                "has_approval": has_approval,
                "previews": self.previews_of(instance) if hasattr(self, "previews_of") else (),
                "next_language": self._next_language(instance, language),
                "media": editor_media(request, self.media + form.media),
            }
        )
        return TemplateResponse(request, "admin/translate.html", context)

    def _rows(self, instance, form, language, source):
        checks, rows, draft = steps.Checks(instance), [], drafts.working_copy(instance)
        ahead = drafts.ahead(instance, draft) if draft else set()
        for name in self._fields():
            column = self.model._meta.get_field(name)
            rich, original = isinstance(column, RichTextField), text(instance, name, instance.source_language)
            row = Row(form[f"{name}_{language}"], column.verbose_name, text(instance, name, source), name)
            row.seen = digest(original)
            row.is_text, row.check = name in steps.text_fields(self.model), checks.get((name, language))
            row.is_unfinished = name in form.data.getlist("unfinished") if form.is_bound else False
            row.is_missing = bool(original) and not text(instance, name, language)
            row.is_ahead, row.is_outdated = name in ahead, self._is_outdated(row, draft)
            row.source = as_markup(row.source, rich)
            if row.is_outdated:
                confirmed = row.check.source_text if row.check else ""
                old, new = changes(as_markup(confirmed, rich), as_markup(original, rich))
                row.before, row.after = excerpt(old), excerpt(new)
                row.source = new if source == instance.source_language else row.source
            if rich:
                row.source, row.before, row.after = (
                    described(said, source) for said in (row.source, row.before, row.after)
                )
            rows.append(row)
        return rows

    @staticmethod
    def _is_outdated(row, draft):
        """Whether the translation was written for another original than the one that the page shows."""
        if draft and row.box.name in draft.seen:
            return draft.seen[row.box.name] != row.seen
        return bool(row.check and row.check.source_digest != row.seen)

    def _save_translation(self, request, form, language):
        instance, moved = form.instance, self._moved_on(request, form.instance)
        unfinished = {(name, language) for name in {*request.POST.getlist("unfinished"), *moved}}
        publishes = may_publish(request.user, instance) and "_draft" not in request.POST
        # Somebody is preparing a new version: what is translated now belongs to it.
        is_draft = not publishes or bool(drafts.working_copy(instance))
        instance = self.save_changes(request, form, is_draft, unfinished=unfinished)
        self.end_opening(request, form)
        self._step(request, instance, language, moved)
        said = self.act_on_translation(request, instance, language)
        self.log_change(request, instance, self.construct_change_message(request, form, []))
        saved = _("%(language)s of “%(object)s” is saved.")
        kept = _("%(language)s of “%(object)s” is saved as a draft: readers see the old text until it is published.")
        words = kept if request.saved_draft else saved
        messages.success(request, said or words % {"language": name_of(language).capitalize(), "object": instance})
        if "_next" in request.POST and (following := self._next_language(instance, language)):
            return redirect(self.address_of(instance, following))
        if "_save" in request.POST:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(self.address_of(instance, language))

    def _moved_on(self, request, instance):
        """The fields whose original is no longer what the translator has seen; they are told, since nothing is confirmed."""
        original = instance.source_language  # the form has no field of it: this is what is stored, or kept as a draft
        moved = {
            name
            for name in steps.text_fields(self.model)
            if request.POST.get(f"seen_{name}") != digest(text(instance, name, original))
        }
        if moved:
            labels = ", ".join(str(self.model._meta.get_field(name).verbose_name) for name in sorted(moved))
            words = _(
                "The original has changed while you wrote: %(fields)s. What you typed is saved; please look once more."
            )
            messages.warning(request, words % {"fields": labels})
        return moved

    def _step(self, request, instance, language, moved):
        """What the buttons beside the fields say; everything typed has been saved before."""
        draft = drafts.working_copy(instance)
        ahead, names = drafts.ahead(instance, draft) if draft else set(), set(steps.text_fields(self.model)) - moved
        correct = names.intersection(request.POST.getlist("still_correct"))
        if correct & ahead:
            drafts.still_correct(instance, language, correct & ahead, request.user)
        if correct - ahead:
            steps.confirm(instance, language, correct - ahead, request.user)
        names -= ahead
        for name in names.intersection(request.POST.getlist("small_edit")):
            steps.accept_small_edit(instance, name, language)
        for name in names.intersection(request.POST.getlist("take_back")):
            steps.take_back_small_edit(instance, name)

    def act_on_translation(self, request, instance, language):
        """Room for what a kind of object has more; returns what to tell, or ''."""
        return ""

    def _next_language(self, instance, language):
        """The next language that something has to be done about, in the order of the bar, beginning after this one."""
        at = CODES.index(language) + 1
        order = [code for code in (*CODES[at:], *CODES[: at - 1]) if code != instance.source_language]
        current = steps.with_outdated(self.model._base_manager.all()).get(pk=instance.pk)
        return next(
            (code for code in order if self.badge(current, code).kind in {"missing", "draft", "outdated"}), None
        )
