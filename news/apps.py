from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        from sme2go_site import references

        from .models import Article, Picture

        references.register(
            "article",
            lambda ids: Article.objects.defer("body").in_bulk(ids),
            references.Linkable(
                lambda: Article.objects.defer("body"), "title", "news:article_detail", "old_slugs__old_slug"
            ),
        )
        references.register("picture", Picture.objects.in_bulk)
