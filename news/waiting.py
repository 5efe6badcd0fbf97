"""What waits at the desk of the news, and how far the languages have followed, month by month."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from sme2go_site.languages import CODES, name_of
from sme2go_site.steps import with_outdated
from sme2go_site.waiting import Waiting, listed, outdated

from .article import Article, public_in
from .models import Event
from .picture import Picture
from .states import State, in_state

MONTHS = 12


def waiting():
    articles = (
        with_outdated(Article.objects.all())
        .order_by()
        .aggregate(draft=Count("pk", filter=in_any(State.DRAFT)), scheduled=Count("pk", filter=in_any(State.SCHEDULED)))
    )
    return [
        outdated(Article),
        Waiting(
            "draft", articles["draft"], _("Articles with a language that is a draft"), listed(Article, "?state=draft")
        ),
        Waiting("scheduled", articles["scheduled"], _("Articles scheduled"), listed(Article, "?state=scheduled")),
        Waiting(
            "urgent", Article.objects.sent_back().count(), _("Articles sent back"), listed(Article, "?sent_back=yes")
        ),
        Waiting(
            "urgent",
            Picture.objects.rights_ending().count(),
            _("Pictures whose right of use ends soon"),
            listed(Picture, "?rights=ending"),
        ),
        Waiting(
            "missing",
            Picture.objects.lacking_alt().count(),
            _("Pictures without a description"),
            listed(Picture, "?alt=missing"),
        ),
        outdated(Event),
    ]


def in_any(state):
    condition = Q()
    for code in CODES:
        condition |= in_state(state, code)
    return condition


@dataclass(frozen=True)
class Month:
    begins: object
    total: int
    live: dict  # {code: number of its articles that readers of the language see}


def months():
    """The newest months in which something was published, oldest first; one query."""
    counts = {code: Count("pk", filter=public_in(code)) for code in CODES}
    published = Article.objects.published().annotate(month=TruncMonth("published_at"))
    rows = published.order_by("-month").values("month").annotate(total=Count("pk"), **counts)[:MONTHS]
    return [Month(row["month"], row["total"], {code: row[code] for code in CODES}) for row in reversed(rows)]


STEP, TALL, TOP = 60, 32, 24  # of the chart, in its own units


def coverage():
    """The chart: a row a language, a bar a month, as tall as the share of its articles that the language has."""
    found = months()
    bars = [
        {"x": 110 + STEP * at, "y": TOP + (TALL + 12) * row + TALL - height, "height": height, "code": code}
        for row, code in enumerate(CODES)
        for at, month in enumerate(found)
        if (height := round(TALL * month.live[code] / month.total, 1))
    ]
    rows = [
        {"name": name_of(code), "y": TOP + (TALL + 12) * row, "base": TOP + (TALL + 12) * row + TALL}
        for row, code in enumerate(CODES)
    ]
    columns = [{"month": month, "x": 110 + STEP * at + 22} for at, month in enumerate(found)]
    table = [(name_of(code), [(month.live[code], month.total) for month in found]) for code in CODES]
    size = {"width": 110 + STEP * len(found), "height": TOP + (TALL + 12) * len(CODES) + 20}
    return (
        {"coverage": {"bars": bars, "rows": rows, "columns": columns, "table": table, "step": STEP} | size}
        if found
        else {}
    )
