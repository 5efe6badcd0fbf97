"""The index of sitemaps, and the frame's own: the standing pages, and what is a list of other things."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, x_robots_tag
from django.shortcuts import render
from django.urls import reverse

from .models import Page


@x_robots_tag
def index(request, sitemaps):
    """Every part of every section, with when it changed where the section says so; Django's own would load them all.

    Sections are Sitemap classes; one that is large answers parts().
    """
    items = []
    for section, kind in sitemaps.items():
        address = request.build_absolute_uri(reverse("sitemap", args=[section]))
        parts = kind().parts() if hasattr(kind, "parts") else [(1, None)]
        items += [SitemapIndexItem(f"{address}?p={part}" if part > 1 else address, changed) for part, changed in parts]
    return render(request, "sitemap_index.xml", {"sitemaps": items}, content_type="application/xml")


class PageSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Page.objects.defer("body")

    def get_languages_for_item(self, page):
        return list(page.urls())

    def location(self, page):
        return page.get_absolute_url()


class FrontSitemap(Sitemap):
    """The pages that are lists of other things."""

    i18n = True
    alternates = True

    def items(self):
        lists = ["news:article_list", "news:archive", "events:event_list", "partners:partner_list", "logos:logo_list"]
        return ["home", *lists, "logos:strip", "press"]

    def location(self, name):
        return reverse(name)
