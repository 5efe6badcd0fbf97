from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.db.models.functions import Coalesce

from .models import Article


class ArticleSitemap(Sitemap):
    """Each article once a language that it is public in, with its other versions as alternates."""

    i18n = True
    alternates = True
    limit = 5000

    def items(self):
        return Article.objects.published().defer("body", "lead").newest_first()

    def get_languages_for_item(self, article):
        return article.public_languages()

    def location(self, article):
        return article.get_absolute_url()

    def lastmod(self, article):
        return article.substantive_update_at or article.published_at

    def get_latest_lastmod(self):
        changed = Coalesce("substantive_update_at", "published_at")
        return Article.objects.published().aggregate(last=Max(changed))["last"]
