"""The news list: filters from the address, and pages that stay what they are while articles are added.

What search engines keep of it: the list, its numbered pages, and the same of one filter, each under its own address (a month
with its year is one filter). Filters combined are for readers alone: noindex, and no canonical, since none says the same.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404
from django.utils import timezone
from django.utils.dates import MONTHS

from partners.models import Partner
from sme2go_site import old_addresses
from sme2go_site.languages import CODES, active, text
from sme2go_site.seo import MAIN_FEED

from . import months
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
    if found := old_addresses.moved(objects.model, slug):
        return found
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
    month: int | None = None  # of the year; without one it is none

    @classmethod
    def from_query(cls, query, topics, partners):
        year, month = number(query.get("year"), 1990), number(query.get("month"), 1, 12)
        topic, partner = choice(topics, query.get("topic")), choice(partners, query.get("partner"))
        return cls(topic, partner, year, month if year else None)

    def have_moved(self, query):
        """Whether the address names a filter by a word that it no longer has, or a month of no year."""
        now = self.query(active())
        is_renamed = any(query.get(name) and query[name] != now[name] for name in ("topic", "partner"))
        return is_renamed or bool(query.get("month") and not self.month)

    @property
    def are_combined(self):
        return sum(map(bool, (self.topic, self.partner, self.year))) > 1

    @property
    def names(self):
        """What is chosen, in the words of the active language."""
        period = f"{MONTHS[self.month]} {self.year}" if self.month else self.year and str(self.year)
        chosen = [self.topic and text(self.topic, "name"), self.partner and text(self.partner, "name"), period]
        return ", ".join(filter(None, chosen))

    def __bool__(self):
        return bool(self.topic or self.partner or self.year)

    def apply(self, articles):
        if self.topic:
            articles = articles.filter(topics=self.topic)
        if self.partner:
            articles = articles.filter(partners=self.partner)
        if self.year:
            articles = articles.filter(months.within(self.year, self.month))
        return articles

    def query(self, code, **more):
        """The filters as they stand in the address in that language."""
        return {
            "topic": self.topic and text(self.topic, "slug", code),
            "partner": self.partner and text(self.partner, "slug", code),
            "year": self.year,
            "month": self.month,
        } | more

    @property
    def name(self):
        """What it is about, for the title of its feed: “New markets, Posintra”; '' for everything."""
        named = [text(chosen, "name") for chosen in (self.topic, self.partner) if chosen]
        return ", ".join(named + [str(self.year)] * bool(self.year))

    @property
    def feeds(self):
        """The feeds that its page announces, as PageMeta has them; a year is over and needs none."""
        query = replace(self, year=None).query(active())
        chosen = {key: word for key, word in query.items() if word}
        own = [(f"SME2GO: {replace(self, year=None).name}", f"?{urlencode(chosen)}")] if chosen else []
        return [*own, MAIN_FEED]


def main_list():
    """The public articles of the active language that have not been archived."""
    return _in_main_list(Article.objects.public())


def _in_main_list(articles):
    return articles.filter(Q(archive_at=None) | Q(archive_at__gt=timezone.now()))


def counts_by_language(filters):
    """How many articles the filtered list holds in each language, in one query: {code: count}."""
    articles = filters.apply(_in_main_list(Article.objects.published()))
    return articles.aggregate(**{code: Count("pk", filter=public_in(code)) for code in CODES})


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
