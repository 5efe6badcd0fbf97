"""The writing room of partners, project and programme."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.admin import LanguageBarAdmin

from .models import Partner, Programme, Project


@admin.register(Partner)
class PartnerAdmin(LanguageBarAdmin):
    list_display = ["__str__", "city", "country", "role", "status", "order"]
    list_filter = ["status", "role"]
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
class ProjectAdmin(LanguageBarAdmin):
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


class ProgrammeForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields = "__all__"  # noqa: DJ007 - the admin chooses them
        field_classes = {"logo": imaging.PictureFormField}


@admin.register(Programme)
class ProgrammeAdmin(LanguageBarAdmin):
    form = ProgrammeForm
    list_display = ["__str__", "period"]
    fields = ["name", "period", "union_wording", "fund_wording", "logo"]
