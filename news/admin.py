"""The writing room of the news."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from sme2go_site.translating import TranslatingAdmin
from sme2go_site.waiting import PANELS, PROVIDERS
from sme2go_site.writing import LanguageBarAdmin

from . import waiting
from .article_admin import ArticleAdmin
from .library import PictureAdmin
from .models import Event, Topic

__all__ = ["ArticleAdmin", "PictureAdmin"]


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
