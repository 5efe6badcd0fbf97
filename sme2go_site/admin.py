"""The writing room of the standing pages, and of the facts that only the organisation knows."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import accounts, audit_admin  # noqa: F401 - they register
from .languages import name_of, text
from .models import Fact, Page
from .preview_admin import PreviewAdmin
from .translating import TranslatingAdmin
from .waiting import PROVIDERS, Waiting, drafts_of, outdated
from .writing import LanguageBarAdmin


@admin.register(Page)
class PageAdmin(PreviewAdmin, TranslatingAdmin):
    list_display = ["__str__", "reviewed_at"]
    fields = ["title", "slug", "lead", "body", "source_language", "reviewed_at"]

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


def wait_for_pages():
    unfilled = sum(bool(fact.missing_languages()) for fact in Fact.objects.all())
    words = _("Facts that are missing: readers do not see the sentences that need them")
    return [outdated(Page), drafts_of(Page), Waiting("urgent", unfilled, words, Fact)]


PROVIDERS.append(wait_for_pages)
