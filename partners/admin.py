"""The writing room of partners, project and programme."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.badges import OutdatedFilter
from sme2go_site.translating import TranslatingAdmin
from sme2go_site.waiting import PROVIDERS, outdated
from sme2go_site.writing import LanguageBarAdmin, OpenedForm

from .models import Partner, Programme, Project


@admin.register(Partner)
class PartnerAdmin(TranslatingAdmin):
    list_display = ["__str__", "city", "country", "role", "status", "order"]
    list_filter = [OutdatedFilter, "status", "role"]
    list_editable = ["order"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "role_text", "description"]}),
        (
            _("Facts"),
            {"fields": ["legal_name", "role", "status", "order", "source_language"]},
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


@admin.register(Project)
class ProjectAdmin(TranslatingAdmin):
    list_display = ["__str__", "years", "programme"]
    fieldsets = [
        (None, {"fields": ["name", "summary", "aims", "results", "contact_text"]}),
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


class ProgrammeForm(OpenedForm):
    class Meta:
        model = Programme
        fields = "__all__"
        field_classes = {"logo": imaging.PictureFormField}


@admin.register(Programme)
class ProgrammeAdmin(LanguageBarAdmin):
    form = ProgrammeForm
    list_display = ["__str__", "period"]
    fields = ["name", "period", "union_wording", "fund_wording", "logo"]


PROVIDERS.append(lambda: [outdated(Partner), outdated(Project)])
