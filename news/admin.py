"""The writing room of the news."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.admin import LanguageBarAdmin
from sme2go_site.languages import text

from .models import Article, Attachment, Event, Picture, Topic


class AttachmentInline(admin.StackedInline):
    model = Attachment
    extra = 0
    fields = ["title_sv", "title_en", "title_et", "title_fi", "file", "language", "order"]


@admin.register(Article)
class ArticleAdmin(LanguageBarAdmin):
    list_display = ["__str__", "published_at", "languages", "source_language"]
    list_filter = ["topics", "partners", "source_language"]
    list_select_related = True
    search_fields = ["title_sv", "title_en", "title_et", "title_fi"]
    date_hierarchy = "published_at"
    autocomplete_fields = ["hero", "event", "related"]
    inlines = [AttachmentInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "lead", "body", "approved"]}),
        (_("Picture"), {"fields": ["hero"]}),
        (
            _("Publication"),
            {
                "fields": [
                    "source_language",
                    "published_at",
                    "substantive_update_at",
                    "withdrawn_at",
                    "archive_at",
                    "is_lead_story",
                ]
            },
        ),
        (
            _("Belongs to"),
            {"fields": ["topics", "partners", "event", "related", "source_url", "show_logo_strip"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "lead")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in {"topics", "partners"}:  # few of either: all of them in sight
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("readers see"))
    def languages(self, article):
        return ", ".join(article.public_languages()) or "–"


@admin.register(Picture)
class PictureAdmin(LanguageBarAdmin):
    list_display = ["thumbnail", "__str__", "size", "rights_until"]
    list_display_links = ["thumbnail", "__str__"]
    search_fields = ["caption_sv", "caption_en", "caption_et", "caption_fi", "alt_sv", "alt_en", "alt_et", "alt_fi"]
    formfield_overrides = {models.ImageField: {"form_class": imaging.PictureFormField}}
    fieldsets = [
        (None, {"fields": ["file", "alt", "caption", "credit", "decorative"]}),
        (_("Rights"), {"fields": ["rights_holder", "licence", "rights_until"]}),
        (_("Focal point"), {"fields": [("focal_x", "focal_y")]}),
    ]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture):
        return format_html('<img src="{}" alt="{}" width="120">', picture.jpeg(320), text(picture, "alt"))

    @admin.display(description=_("size"))
    def size(self, picture):
        return f"{picture.width} × {picture.height}"


@admin.register(Topic)
class TopicAdmin(LanguageBarAdmin):
    list_display = ["__str__", "order"]
    list_editable = ["order"]
    fields = ["name", "slug", "order"]


@admin.register(Event)
class EventAdmin(LanguageBarAdmin):
    list_display = ["__str__", "starts", "country"]
    search_fields = ["title_sv", "title_en", "title_et", "title_fi"]
    fieldsets = [
        (None, {"fields": ["title", "place", "dates_in_words", "description"]}),
        (
            _("Time and place"),
            {
                "fields": [
                    ("starts", "ends"),
                    "all_day",
                    "time_zone",
                    "country",
                    "address",
                    "website",
                    "source_language",
                ]
            },
        ),
    ]
