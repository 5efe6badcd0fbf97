"""Years and months on the news desk's clock: what was published in them, and how many, as the archive draws it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone


def within(year, month=None):
    """The condition of having been published in a year, or in one month of it."""
    after = (year + 1, 1) if month in (None, 12) else (year, month + 1)
    return Q(published_at__gte=_first(year, month or 1), published_at__lt=_first(*after))


def _first(year, month):
    return timezone.make_aware(datetime(year, month, 1))


def counts(articles):
    """{(year, month): number of articles}, the newest first; by ranges of time, which the index answers without a text."""
    first, last = (_edge(articles, order) for order in ("published_at", "-published_at"))
    if not first:
        return {}
    span = [*range(12 * first.year + first.month - 1, 12 * last.year + last.month)]
    since = [When(published_at__gte=_first(at // 12, at % 12 + 1), then=Value(at)) for at in reversed(span)]
    found = articles.order_by().annotate(at=Case(*since)).values("at").annotate(number=Count("pk")).order_by("-at")
    return {(row["at"] // 12, row["at"] % 12 + 1): row["number"] for row in found}


def years(articles):
    """The years in which any of them was published, the newest first: one step in the index a year, from the oldest."""
    found, left = [], articles
    while oldest := _edge(left, "published_at"):
        found.insert(0, oldest.year)
        left = articles.filter(published_at__gte=_first(oldest.year + 1, 1))
    return found


def _edge(articles, order):
    """The local time at which the first of them in that order was published; None of none."""
    moment = articles.order_by(order).values_list("published_at", flat=True).first()
    return moment and timezone.localtime(moment)


@dataclass(frozen=True)
class Month:
    """A month of the archive; `share` is the length of its bar, in per cent of the busiest month's and in px."""

    year: int
    number: int
    count: int
    share: int

    @property
    def first_day(self):
        return datetime(self.year, self.number, 1)


def by_year(found):
    """[(year, articles in it, its twelve Months)] of counts(), the newest year first."""
    most = max(found.values(), default=1)
    years = {year: [found.get((year, number), 0) for number in range(1, 13)] for year, _number in found}
    return [
        (
            year,
            sum(each),
            [Month(year, number, count, ceil(100 * count / most)) for number, count in enumerate(each, 1)],
        )
        for year, each in years.items()
    ]
