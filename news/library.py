"""The writing room of the picture library: its list, its form, and what may not be deleted."""

from django import forms
from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sme2go_site import imaging
from sme2go_site.languages import CODES, active, name_of, text
from sme2go_site.writing import LanguageBarAdmin, OpenedForm

from . import picker
from .picture import Picture

CROPS = ["16:9", "4:3", "1:1"]


class PictureForm(OpenedForm):
    """The checks of a picture, wherever it comes in: this form has every language, the editor's dialog has one."""

    class Meta:
        model = Picture
        fields = "__all__"
        field_classes = {"file": imaging.PictureFormField}

    class Media:
        js = [forms.Script("admin/focal_point.js", defer=True)]

    def clean(self):
        cleaned = super().clean()
        alts = [name for name in self.fields if name.startswith("alt_")]
        elsewhere = [
            f"alt_{code}" for code in CODES if f"alt_{code}" not in alts
        ]  # a translator's form has one language
        said = any(cleaned.get(name) or name in self.errors for name in alts)
        is_silent = not said and not any(getattr(self.instance, name) for name in elsewhere)
        if alts and is_silent and not cleaned.get("decorative"):
            asked = f"alt_{active()}"
            self.add_error(
                asked if asked in alts else alts[0], _("Say what the picture shows, or mark it as decorative.")
            )
        return cleaned


class RightsFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("right of use"), "rights"

    def lookups(self, request, model_admin):
        return [("ended", _("has ended")), ("ending", _("ends within 30 days"))]

    def queryset(self, request, pictures):
        chosen = {"ended": pictures.rights_ended, "ending": pictures.rights_ending}
        return chosen.get(self.value(), pictures.all)()


class AltFilter(admin.SimpleListFilter):
    title, parameter_name = gettext_lazy("description missing"), "alt"

    def lookups(self, request, model_admin):
        return [("missing", _("in any language")), *((code, name_of(code)) for code in CODES)]

    def queryset(self, request, pictures):
        if self.value() == "missing":
            return pictures.lacking_alt()
        return pictures.lacking_alt(self.value()) if self.value() in CODES else pictures


@admin.register(Picture)
class PictureAdmin(LanguageBarAdmin):
    form = PictureForm
    list_display = ["shown", "captioned", "credited", "description", "rights"]
    list_display_links = ["shown", "captioned"]
    list_filter = [RightsFilter, AltFilter]
    search_fields = [f"{field}_{code}" for field in ("caption", "alt", "credit") for code in CODES]
    readonly_fields = ["focal_point", "used_in"]
    fieldsets = [
        (None, {"fields": ["file", "focal_point", ("focal_x", "focal_y")]}),
        (gettext_lazy("Words"), {"fields": ["alt", "decorative", "caption", "credit"]}),
        (gettext_lazy("Rights"), {"fields": ["rights_holder", "licence", "rights_until"]}),
    ]

    def get_urls(self):
        views = {"library": picker.offer, "upload": picker.receive}
        own = [
            path(f"{name}/", self.admin_site.admin_view(view), {"desk": self}, name=f"news_picture_{name}")
            for name, view in views.items()
        ]
        return own + super().get_urls()

    def get_fieldsets(self, request, picture=None):
        found = super().get_fieldsets(request, picture)
        return [*found, (_("Where it is used"), {"fields": ["used_in"]})] if picture else found

    def get_deleted_objects(self, pictures, request):
        """Django's own page of what stands in the way also names the texts that show a picture."""
        deleted, count, lacking, protected = super().get_deleted_objects(pictures, request)
        texts = [_linked(thing, codes) for picture in pictures for thing, codes in picture.uses() if codes]
        return deleted, count, lacking, protected + texts

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, picture):
        return thumbnail(picture)

    @admin.display(description=gettext_lazy("caption"))
    def captioned(self, picture):
        return str(picture)

    @admin.display(description=gettext_lazy("credit"))
    def credited(self, picture):
        return text(picture, "credit") or "–"

    @admin.display(description=gettext_lazy("description"))
    def description(self, picture):
        if picture.decorative:
            return _("decorative")
        return lacking_words(picture) or _("in every language")

    @admin.display(description=gettext_lazy("right of use ends"), ordering="rights_until")
    def rights(self, picture):
        return rights_words(picture) or "–"

    @admin.display(description=gettext_lazy("focal point"))
    def focal_point(self, picture):
        src = picture.jpeg(960) if picture.renditions else ""
        return render_to_string("admin/focal_point.html", {"src": src, "crops": CROPS})

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, picture):
        found = format_html_join("", "<li>{}</li>", ((_linked(thing, codes),) for thing, codes in picture.uses()))
        return format_html('<ul class="uses">{}</ul>', found) if found else _("Nowhere yet: it may be deleted.")


def thumbnail(picture):
    """The picture in a list or beside the field that chooses it; '–' where there is none."""
    if not picture or not picture.renditions:
        return "–"
    return format_html(
        '<img class="thumbnail" src="{}" alt="{}" width="120">', picture.jpeg(320), text(picture, "alt") or picture
    )


def main_picture(picture):
    """What stands above an article, for its form: readers do not see it once the right of use has ended."""
    return format_html("{} {}", thumbnail(picture), rights_words(picture) if picture else "")


def lacking_words(picture):
    """'alt missing: fi, et', or ''."""
    codes = ", ".join(picture.missing_alt())
    return codes and format_html('<strong class="lacking">{}</strong>', _("alt missing: %s") % codes)


def rights_words(picture):
    """The day when the right of use ends, and whether that is past or near; '' where it does not end."""
    if not picture.rights_until:
        return ""
    day = date_format(picture.rights_until, "DATE_FORMAT")
    if picture.may_be_shown and not picture.rights_are_ending:
        return day
    state = _("ends soon") if picture.may_be_shown else _("ended, no longer shown")
    return format_html('{} <strong class="lacking">{}</strong>', day, state)


def _linked(thing, codes):
    """'Article: Final conference in Tartu (text in Swedish, Finnish)', with a link to its form."""
    kind = thing._meta
    where = _("text in %s") % ", ".join(map(name_of, codes)) if codes else _("main picture")
    address = reverse(f"admin:{kind.app_label}_{kind.model_name}_change", args=[thing.pk])
    return format_html('{}: <a href="{}">{}</a> ({})', capfirst(kind.verbose_name), address, thing, where)
