"""The writing room of partners, project and programme."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sme2go_site.badges import OutdatedFilter
from sme2go_site.drafting import DraftFilter
from sme2go_site.preview_admin import PreviewAdmin
from sme2go_site.rights import may_publish
from sme2go_site.translating import TranslatingAdmin
from sme2go_site.waiting import PANELS, PROVIDERS, Waiting, drafts_of, outdated
from sme2go_site.writing import LanguageBarAdmin

from .download_admin import DownloadAdmin
from .logo_admin import LogoAdmin
from .models import Logo, Partner, Programme, Project
from .own_admin import OwnAdmin
from .strip_admin import StripAdmin
from .visibility_panel import panel

__all__ = ["DownloadAdmin", "LogoAdmin", "StripAdmin"]


@admin.register(Partner)
class PartnerAdmin(OwnAdmin, PreviewAdmin, TranslatingAdmin):
    own = "contributors"
    list_display = ["__str__", "city", "country", "role", "status", "order"]
    list_filter = [OutdatedFilter, DraftFilter, "status", "role"]
    list_editable = ["order"]
    filter_horizontal = ["contributors"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "role_text", "description"]}),
        (
            _("Facts"),
            {"fields": ["legal_name", "role", "status", "order", "source_language", "contributors"]},
        ),
        (
            _("Place and contact"),
            {
                "fields": [
                    ("city", "country"),
                    "address",
                    ("latitude", "longitude"),
                    "website",
                    ("contact_name", "contact_email", "contact_phone"),
                ]
            },
        ),
    ]

    def may_edit_list(self, request):
        """The order is public at once."""
        return may_publish(request.user, Partner)


@admin.register(Project)
class ProjectAdmin(TranslatingAdmin):
    list_display = ["__str__", "years", "programme"]
    fieldsets = [
        (None, {"fields": ["name", "summary", "boilerplate", "boilerplate_long", "aims", "results", "contact_text"]}),
        (
            _("Facts"),
            {
                "fields": [
                    "acronym",
                    "programme",
                    ("first_year", "last_year"),
                    "company_countries",
                    "markets",
                    "lead_partner",
                    "website",
                    "source_language",
                ]
            },
        ),
    ]


@admin.register(Programme)
class ProgrammeAdmin(LanguageBarAdmin):
    list_display = ["__str__", "period"]
    fields = ["name", "period", "union_wording", "fund_wording"]


def wait_for_partners():
    proposed = Waiting(
        "draft", Logo.objects.filter(is_approved=False).count(), _("Logos that wait for approval"), Logo,
        "?is_approved__exact=0", is_for_publishers=True,
    )  # fmt: skip
    return [outdated(Partner), outdated(Project), drafts_of(Partner), drafts_of(Project), proposed]


PROVIDERS.append(wait_for_partners)
PANELS.append(panel)
