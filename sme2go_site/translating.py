"""The translator's page: a language beside its original, field by field, with what has changed since it was confirmed."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import modelform_factory
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from modeltranslation.translator import translator

from . import steps
from .badges import Badge, OutdatedFilter, language_cell
from .changes import as_markup, changes, excerpt
from .checks import SentBack, TranslationCheck, digest
from .fields import RichTextField
from .languages import CODES, name_of, text
from .rendering import described
from .writing import LanguageBarAdmin, OpenedForm, editor_media


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
    is_unfinished: bool = False
    seen: str = ""  # the digest of the original that the page shows

    @property
    def is_outdated(self):
        return bool(self.check and self.check.outdated_since)


class TranslatingAdmin(LanguageBarAdmin):
    """For what has an original language: a cell a language in the list, and the translator's page."""

    list_filter = [OutdatedFilter]

    def get_urls(self):
        view = self.admin_site.admin_view(self.translate_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_translate"
        return [path("<path:object_id>/translate/<slug:language>/", view, name=name), *super().get_urls()]

    def get_queryset(self, request):
        return steps.with_outdated(super().get_queryset(request))

    def get_list_display(self, request):
        first, *rest = super().get_list_display(request)
        return [first, *(language_cell(self, code) for code in CODES), *rest]

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
        with transaction.atomic():
            return self._translate_view(request, unquote(object_id), language)

    def _translate_view(self, request, object_id, language):
        instance = self.get_object(request, object_id)
        if instance is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if language not in CODES:
            raise Http404(language)
        if not self._may_open(request, instance):
            raise PermissionDenied
        if language == instance.source_language:
            return redirect(self.address_of(instance, language))
        source = request.GET.get("source", instance.source_language)
        source = source if source in CODES and source != language else instance.source_language
        form = self._translation_form(request, instance, language)
        if request.method == "POST" and form.is_valid():
            return self._save_translation(request, form, language)
        return self._translation_page(request, instance, form, language, source)

    def _may_open(self, request, instance):
        """Who may only look sees the page without its buttons."""
        may_look = request.method == "GET" and self.has_view_permission(request, instance)
        return may_look or self.has_change_permission(request, instance)

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
        instance = self.get_queryset(request).get(pk=instance.pk)  # the form has put what was typed on the other
        names = self._fields()
        languages = self._menu(instance, language)
        # Without approval, a copy would be read at once as if it were a translation.
        has_approval = "approved" in translator.get_options_for_model(self.model).fields
        context = self.admin_site.each_context(request) | {
            "title": _("Translate into %(language)s") % {"language": name_of(language)},
            "subtitle": str(instance),
            "opts": self.opts,
            "original": instance,
            "form": form,
            "can_change": self.has_change_permission(request, instance),
            "rows": self._rows(instance, form, language, source),
            "language": language,
            "source": source,
            "sources": [code for code in CODES if code != language and text(instance, names[0], code)],
            "languages": languages,
            "badge": next(entry["badge"] for entry in languages if entry["is_current"]),
            "can_copy": has_approval
            and any(not text(instance, name, language) for name in steps.text_fields(self.model)),
            "sent_back": SentBack.objects.about(instance).open().filter(language=language).first(),
            "has_approval": has_approval,
            "next_language": self._next_language(instance, language),
            "media": editor_media(request, self.media + form.media),
        }
        return TemplateResponse(request, "admin/translate.html", context)

    def _rows(self, instance, form, language, source):
        checks, rows = steps.Checks(instance), []
        for name in self._fields():
            column = self.model._meta.get_field(name)
            rich, original = isinstance(column, RichTextField), text(instance, name, instance.source_language)
            row = Row(form[f"{name}_{language}"], column.verbose_name, text(instance, name, source), name)
            row.seen = digest(original)
            row.is_text, row.check = name in steps.text_fields(self.model), checks.get((name, language))
            row.is_unfinished = name in form.data.getlist("unfinished") if form.is_bound else False
            row.is_missing = bool(original) and not text(instance, name, language)
            row.source = as_markup(row.source, rich)
            if row.is_outdated:
                old, new = changes(as_markup(row.check.source_text, rich), as_markup(original, rich))
                row.before, row.after = excerpt(old), excerpt(new)
                row.source = new if source == instance.source_language else row.source
            if rich:
                row.source, row.before, row.after = (
                    described(said, source) for said in (row.source, row.before, row.after)
                )
            rows.append(row)
        return rows

    def _save_translation(self, request, form, language):
        instance, moved = form.instance, self._moved_on(request, form.instance)
        unfinished = {(name, language) for name in {*request.POST.getlist("unfinished"), *moved}}
        instance.save(by=request.user, unfinished=unfinished)
        self._step(request, instance, language, moved)
        said = self.act_on_translation(request, instance, language)
        self.log_change(request, instance, self.construct_change_message(request, form, []))
        words = said or _("%(language)s of “%(object)s” is saved.") % {
            "language": name_of(language).capitalize(),
            "object": instance,
        }
        messages.success(request, words)
        if "_next" in request.POST and (following := self._next_language(instance, language)):
            return redirect(self.address_of(instance, following))
        if "_save" in request.POST:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return redirect(self.address_of(instance, language))

    def _moved_on(self, request, instance):
        """The fields whose original is no longer what the translator has seen; they are told, since nothing is confirmed."""
        now = steps.Texts.stored(instance)
        moved = {
            name
            for name in steps.text_fields(self.model)
            if request.POST.get(f"seen_{name}") != digest(now.original(name))
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
        names = set(steps.text_fields(self.model)) - moved
        for name in names.intersection(request.POST.getlist("still_correct")):
            steps.confirm(instance, language, [name], request.user)
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
        current = self.get_queryset(None).get(pk=instance.pk)
        return next(
            (code for code in order if self.badge(current, code).kind in {"missing", "draft", "outdated"}), None
        )
