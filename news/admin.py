"""The writing room of the news."""

from django.contrib import admin

from sme2go_site.waiting import PANELS, PROVIDERS
from sme2go_site.writing import LanguageBarAdmin

from . import waiting
from .article_admin import ArticleAdmin
from .event_admin import EventAdmin
from .library import PictureAdmin
from .models import EmbeddingSite, Topic

__all__ = ["ArticleAdmin", "EventAdmin", "PictureAdmin"]


@admin.register(Topic)
class TopicAdmin(LanguageBarAdmin):
    list_display = ["__str__", "order"]
    list_editable = ["order"]
    fields = ["name", "slug", "order"]


@admin.register(EmbeddingSite)
class EmbeddingSiteAdmin(admin.ModelAdmin):
    list_display = ["origin", "note"]


PROVIDERS.append(waiting.waiting)
PANELS.append(waiting.coverage)
