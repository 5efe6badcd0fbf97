"""Articles for search engines: all of them in parts of a bounded size, and the newest as Google News wants them."""

from datetime import timedelta

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import x_robots_tag
from django.core.paginator import EmptyPage
from django.db.models import F, IntegerField, Max
from django.db.models.functions import Cast, Coalesce
from django.shortcuts import render
from django.utils import timezone

from sme2go_site.languages import CODES, text

from .models import Article, Event

PART = 500  # numbers of articles a part, up to 2,000 addresses: 2 MB
CHANGED = Coalesce("substantive_update_at", "published_at")
NEW = timedelta(hours=48)
MOST_NEW = 1000  # addresses in a sitemap of news


class ArticleSitemap(Sitemap):
    """Each article once a language that it is public in, with its other versions as alternates.

    A part holds the articles whose numbers lie in one stretch, so that a new one changes the last part alone, a part says
    when it has changed itself, and none takes more memory because there are others.
    """

    def parts(self):
        """[(number of the part, when an article in it last changed)], in one query."""
        part = Cast(F("pk") / PART + 1, IntegerField())
        found = Article.objects.published().order_by().annotate(part=part).values("part").annotate(last=Max(CHANGED))
        return list(found.order_by("part").values_list("part", "last"))

    def get_urls(self, page=1, site=None, protocol=None):
        number = int(page) if str(page).isascii() and str(page).isdecimal() and len(str(page)) < 10 else 0
        stretch = {"pk__gte": (number - 1) * PART, "pk__lt": number * PART}
        bodies = [f"{field}_{code}" for field in ("body", "lead") for code in CODES]
        articles = Article.objects.published().filter(**stretch).defer("body", "lead", *bodies).order_by("pk")
        root = f"{protocol}://{site.domain}"
        found = [address for article in articles.iterator(200) for address in _addresses(article, root)]
        if not found:
            raise EmptyPage(f"no part {number}")
        return found


def _addresses(article, root):
    paths = {code: root + path for code, path in article.urls().items()}
    default = paths.get("en") or paths.get(article.source_language) or next(iter(paths.values()), "")
    versions = [{"location": path, "lang_code": code} for code, path in [*paths.items(), ("x-default", default)]]
    changed = article.substantive_update_at or article.published_at
    return [{"location": path, "lastmod": changed, "alternates": versions} for path in paths.values()]


class EventSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self):
        return Event.objects.exclude(starts=None).defer("description")

    def get_languages_for_item(self, event):
        return event.public_languages()

    def location(self, event):
        return event.get_absolute_url()


@x_robots_tag
def news(request):
    """The articles of the last 48 hours; where there are none the newest, without saying that it is news.

    So it is never empty, which the format does not allow, and claims nothing that is old.
    """
    articles = Article.objects.published().defer("body").newest_first()
    new = list(articles.filter(published_at__gt=timezone.now() - NEW)[: MOST_NEW // len(CODES)])
    found = [
        {"location": request.build_absolute_uri(path), "language": code, "title": text(article, "title", code)}
        | {"published_at": article.published_at, "is_new": bool(new)}
        for article in new or articles[:1]
        for code, path in article.urls().items()
    ]
    return render(request, "news/sitemap.xml", {"versions": found}, content_type="application/xml")
