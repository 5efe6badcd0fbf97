from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("News")

    def ready(self):
        from partners import visibility_pages
        from sme2go_site import history, references

        from .models import Article, Event, Picture, Topic

        history.register(Article, carries=["attachments"])
        history.register(Event, Picture, Topic)

        references.register(
            "article",
            lambda ids: Article.objects.defer("body").in_bulk(ids),
            references.Linkable(lambda: Article.objects.defer("body"), "title", "news:article_detail"),
        )
        references.register(
            "event",
            lambda ids: Event.objects.defer("description").in_bulk(ids),
            references.Linkable(lambda: Event.objects.defer("description"), "title", "events:event_detail"),
        )
        references.register("picture", Picture.objects.in_bulk)

        def newest():
            article = Article.objects.public().newest_first().first()
            return article.get_absolute_url() if article else ""

        visibility_pages.PAGES["article"] = (_("Newest article"), newest)

        from . import search_build  # noqa: F401 - it listens
