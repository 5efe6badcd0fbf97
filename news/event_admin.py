"""The writing room of events: times are typed on the clock of the place."""

from datetime import time

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sme2go_site.preview_admin import PreviewAdmin
from sme2go_site.translating import TranslatingAdmin
from sme2go_site.writing import OpenedForm

from .event import Event


class MomentBoxes(AdminSplitDateTime):
    zone = None

    def decompress(self, value):
        with timezone.override(self.zone):
            return super().decompress(value)


class MomentField(forms.SplitDateTimeField):
    """A day and a time on the clock of `zone`; a day alone begins at midnight."""

    widget = MomentBoxes

    def compress(self, parts):
        if parts and parts[0] and not parts[1]:
            parts = [parts[0], time(0)]
        with timezone.override(self.widget.zone):
            return super().compress(parts)


class EventForm(OpenedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("time_zone"))
        zone = Event(time_zone=typed).zone if typed else self.instance.zone
        for name in {"starts", "ends"} & self.fields.keys():
            self.fields[name].widget.zone = zone


@admin.register(Event)
class EventAdmin(PreviewAdmin, TranslatingAdmin):
    form = EventForm
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentBoxes}}
    list_display = ["__str__", "starts", "country", "cancelled"]
    search_fields = ["title_sv", "title_en", "title_et", "title_fi"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "place", "dates_in_words", "description"]}),
        (
            _("Time and place"),
            {
                "fields": [
                    ("starts", "ends"),
                    "all_day",
                    "time_zone",
                    "cancelled",
                    "country",
                    "address",
                    "website",
                    "source_language",
                ]
            },
        ),
    ]
