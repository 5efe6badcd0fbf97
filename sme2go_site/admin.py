"""The writing room of the standing pages, and of the facts that only the organisation knows."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from .languages import name_of, text
from .models import Fact, Page


class LanguageBarAdmin(TranslationAdmin):
    """All languages of an object in one form, under one bar that chooses which of them is seen (language_bar.js)."""

    change_form_template = "admin/language_bar_form.html"

    def render_change_form(self, request, context, *args, **kwargs):
        """The editor's import map is a script in the page: the policy lets it in by its nonce."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Page)
class PageAdmin(LanguageBarAdmin):
    list_display = ["__str__", "languages", "reviewed_at"]
    fields = ["title", "slug", "lead", "body", "source_language", "reviewed_at"]

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, page):
        return ", ".join(name_of(code) for code in page.urls())

    def has_add_permission(self, request):
        return super().has_add_permission(request) and Page.objects.count() < len(Page.Key)

    def has_delete_permission(self, request, page=None):
        return False

    def get_fields(self, request, page=None):
        fields = super().get_fields(request, page)
        return fields if page else ["key", *fields]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = self.get_object(request, object_id)
        if page and request.method == "GET":
            tell_unfilled_facts(request, page)
        return super().change_view(request, object_id, form_url, extra_context)


def tell_unfilled_facts(request, page):
    """Readers do not see what names an unfilled fact; whoever edits the page is told which."""
    for fact in Fact.objects.all():
        missing = [code for code in fact.missing_languages() if f"[[{fact.key}]]" in text(page, "body", code)]
        if missing:
            languages = ", ".join(name_of(code) for code in missing)
            words = _("Not shown to readers, since the fact is empty in %(languages)s: %(fact)s")
            messages.warning(request, words % {"languages": languages, "fact": fact})


@admin.register(Fact)
class FactAdmin(LanguageBarAdmin):
    list_display = ["__str__", "state"]
    fields = ["text"]

    @admin.display(description=gettext_lazy("state"))
    def state(self, fact):
        missing = fact.missing_languages()
        if not missing:
            return _("filled")
        names = ", ".join(name_of(code) for code in missing)
        return format_html("<strong>{}</strong>", _("missing in %(languages)s") % {"languages": names})

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, fact=None):
        return False


def unfilled_facts():
    """What the desk's first screen says of facts: a sentence, or '' when all are filled in every language."""
    count = sum(bool(fact.missing_languages()) for fact in Fact.objects.all())
    if not count:
        return ""
    return ngettext(
        "%(count)d fact is missing: readers do not see the sentence that needs it.",
        "%(count)d facts are missing: readers do not see the sentences that need them.",
        count,
    ) % {"count": count}
