from django.contrib.sitemaps import Sitemap

from .models import Partner


class PartnerSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Partner.objects.defer("description")

    def get_languages_for_item(self, partner):
        return list(partner.urls())

    def location(self, partner):
        return partner.get_absolute_url()
