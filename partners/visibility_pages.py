"""The pages that the guard opens: one table, in which other rooms enter theirs."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from sme2go_site.languages import CODES

from .models import Partner


def _partner():
    partner = Partner.objects.public().first()
    return partner.get_absolute_url() if partner else ""


# {page: (what staff call it, its path in the active language; '' or NoReverseMatch where there is none)}
PAGES = {
    "home": (_("Home page"), lambda: reverse("home")),
    "partner": (_("First partner"), _partner),
    "press": (_("Press page"), lambda: reverse("press")),
    "strip": (_("Strip of logos"), lambda: reverse("logos:strip")),
}


def paths():
    """[(page, language, path)] of what there is."""
    return [(page, code, path) for page in PAGES for code in CODES if (path := _path(page, code))]


def _path(page, code):
    with override(code):
        try:
            return PAGES[page][1]()
        except NoReverseMatch:
            return ""
