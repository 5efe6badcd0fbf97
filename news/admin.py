"""The writing room of the news."""

from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.languages import text
from sme2go_site.translating import TranslatingAdmin
from sme2go_site.waiting import PANELS, PROVIDERS
from sme2go_site.writing import LanguageBarAdmin

from . import waiting
from .article_admin import ArticleAdmin
from .models import Event, Picture, Topic

__all__ = ["ArticleAdmin"]


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
class EventAdmin(TranslatingAdmin):
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


PROVIDERS.append(waiting.waiting)
PANELS.append(waiting.coverage)
