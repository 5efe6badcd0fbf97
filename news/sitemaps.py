from django.contrib.sitemaps import Sitemap

from .models import Article


class ArticleSitemap(Sitemap):
    """Each article once a language that it is public in, with its other versions as alternates."""

    i18n = True
    alternates = True
    limit = 5000

    def items(self):
        return Article.objects.published().defer("body", "lead").order_by("pk")

    def get_languages_for_item(self, article):
        return article.public_languages()

    def location(self, article):
        return article.get_absolute_url()

    def lastmod(self, article):
        return article.substantive_update_at or article.published_at
