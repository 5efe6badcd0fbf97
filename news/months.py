"""Years and months on the news desk's clock: what was published in them, and how many, as the archive draws it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import Case, Count, Max, Min, Q, Value, When
from django.utils import timezone


def within(year, month=None):
    """The condition of having been published in a year, or in one month of it."""
    after = (year + 1, 1) if month in (None, 12) else (year, month + 1)
    return Q(published_at__gte=_first(year, month or 1), published_at__lt=_first(*after))


def _first(year, month):
    return timezone.make_aware(datetime(year, month, 1))


def counts(articles):
    """{(year, month): number of articles}, the newest first; by ranges of time, which the index answers without a text."""
    ends = articles.aggregate(first=Min("published_at"), last=Max("published_at"))
    if not ends["first"]:
        return {}
    first, last = (timezone.localtime(ends[name]) for name in ("first", "last"))
    span = [*range(12 * first.year + first.month - 1, 12 * last.year + last.month)]
    since = [When(published_at__gte=_first(at // 12, at % 12 + 1), then=Value(at)) for at in reversed(span)]
    found = articles.order_by().annotate(at=Case(*since)).values("at").annotate(number=Count("pk")).order_by("-at")
    return {(row["at"] // 12, row["at"] % 12 + 1): row["number"] for row in found}


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
