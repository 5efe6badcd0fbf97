"""The writing room of strips that keep their address and always show the newest logos."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from .models import Strip
from .strips import by_owner

KINDS = ("svg", "png", "pdf")


class SavedStripForm(forms.ModelForm):
    owners = forms.MultipleChoiceField(label=_("Logos"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Strip
        fields = ["name", "slug", "owners", "layout", "ground", "width", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "owners" in self.fields:  # not for those who may only look
            self.fields["owners"].choices = [(key, logos[0].name) for key, logos in by_owner().items()]


@admin.register(Strip)
class StripAdmin(admin.ModelAdmin):
    form = SavedStripForm
    list_display = ["name", "layout", "ground", "width", "language"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "owners", "layout", "ground", "width", "language", "addresses", "looks"]
    readonly_fields = ["addresses", "looks"]

    def get_fields(self, request, strip=None):
        return self.fields if strip else self.fields[:-2]  # a new one has no address yet, and no picture

    @admin.display(description=_("addresses"))
    def addresses(self, strip):
        found = [(reverse("saved_strip", args=[strip.slug, kind]), kind.upper()) for kind in KINDS]
        return format_html_join(" ", '<a href="{}">{}</a>', found)

    @admin.display(description=_("picture"))
    def looks(self, strip):
        """As it was saved, with the logos of today."""
        address = reverse("saved_strip", args=[strip.slug, "svg"])
        return format_html('<img class="strip-look" src="{}?shown=1" alt="">', address)
