"""The news list: filters from the address, and pages that stay what they are while articles are added."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Max, Min, Q
from django.http import Http404
from django.utils import timezone

from partners.models import Partner
from sme2go_site.languages import CODES, text

from .article import public_in
from .models import Article, Topic

PER_PAGE = 12


def choice(objects, slug):
    """The one of the objects with that slug in the active language; None without a slug, 404 for an unknown one."""
    if not slug:
        return None
    for candidate in objects:
        if text(candidate, "slug") == slug:
            return candidate
    raise Http404(f"no {slug}")


def number(value, least=1, most=9999):
    """A whole number from the address; None where there is none, 404 for anything else."""
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 4 and least <= int(value) <= most:
        return int(value)
    raise Http404(f"no page or year {value[:20]}")


@dataclass(frozen=True)
class Filters:
    topic: Topic | None = None
    partner: Partner | None = None
    year: int | None = None

    @classmethod
    def from_query(cls, query, topics, partners):
        return cls(
            choice(topics, query.get("topic")), choice(partners, query.get("partner")), number(query.get("year"), 1990)
        )

    def __bool__(self):
        return bool(self.topic or self.partner or self.year)

    def apply(self, articles):
        if self.topic:
            articles = articles.filter(topics=self.topic)
        if self.partner:
            articles = articles.filter(partners=self.partner)
        if self.year:
            articles = articles.filter(published_at__year=self.year)
        return articles

    def query(self, code, **more):
        """The filters as they stand in the address in that language."""
        return {
            "topic": self.topic and text(self.topic, "slug", code),
            "partner": self.partner and text(self.partner, "slug", code),
            "year": self.year,
        } | more


def main_list():
    """The public articles of the active language that have not been archived."""
    return _in_main_list(Article.objects.public())


def _in_main_list(articles):
    return articles.filter(Q(archive_at=None) | Q(archive_at__gt=timezone.now()))


def counts_by_language(filters):
    """How many articles the filtered list holds in each language, in one query: {code: count}."""
    articles = filters.apply(_in_main_list(Article.objects.published()))
    return articles.aggregate(**{code: Count("pk", filter=public_in(code)) for code in CODES})


def years():
    """The years in which the main list has articles, newest first; by ranges of time, which the index answers."""
    articles = main_list()
    ends = articles.aggregate(first=Min("published_at"), last=Max("published_at"))
    if not ends["first"]:
        return []
    between = range(timezone.localtime(ends["last"]).year, timezone.localtime(ends["first"]).year - 1, -1)
    counts = articles.aggregate(**{f"in_{year}": Count("pk", filter=Q(published_at__year=year)) for year in between})
    return [year for year in between if counts[f"in_{year}"]]


@dataclass(frozen=True)
class StablePages:
    """Pages numbered from the oldest, so that page 3 holds the same articles next year.

    The newest page is the list's front and has no number in its address; it holds PER_PAGE to 2·PER_PAGE-1 articles, and
    gives its oldest PER_PAGE away as a new numbered page when it would hold more.
    """

    total: int

    @cached_property
    def last(self):
        return max(1, self.total // PER_PAGE)

    def slice(self, page):
        """The part of the newest-first list that a page shows; None is the front page; 404 beyond the last."""
        page = page or self.last
        if page > self.last:
            raise Http404(f"no page {page}")
        end = self.total - (page - 1) * PER_PAGE
        start = 0 if page == self.last else end - PER_PAGE
        return slice(start, end)

    def query(self, page):
        """The page's number as it stands in the address: none for the front and for what is beyond it."""
        return page if page and page < self.last else None
