from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Page


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
        return ["home", "news:article_list", "partners:partner_list"]

    def location(self, name):
        return reverse(name)
