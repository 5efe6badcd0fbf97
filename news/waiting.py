"""What waits at the desk of the news, and how far the languages have followed, month by month."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sme2go_site.languages import CODES, name_of
from sme2go_site.rights import may_see_all
from sme2go_site.steps import with_outdated
from sme2go_site.waiting import Waiting, drafts_of, outdated

from .article import Article, public_in
from .models import Event
from .picture import Picture
from .states import State, in_state

MONTHS = 12
RIGHTS_END_SOON = gettext_lazy("Pictures whose right of use ends soon")


def waiting():
    articles = (
        with_outdated(Article.objects.all())
        .order_by()
        .aggregate(draft=Count("pk", filter=in_any(State.DRAFT)), scheduled=Count("pk", filter=in_any(State.SCHEDULED)))
    )
    pictures = Picture.objects
    return [
        outdated(Article),
        drafts_of(Article),
        Waiting("draft", articles["draft"], _("Articles with a language that is a draft"), Article, "?state=draft"),
        Waiting("scheduled", articles["scheduled"], _("Articles scheduled"), Article, "?state=scheduled"),
        Waiting("urgent", Article.objects.sent_back().count(), _("Articles sent back"), Article, "?sent_back=yes"),
        Waiting("urgent", pictures.rights_ending().count(), RIGHTS_END_SOON, Picture, "?rights=ending"),
        Waiting(
            "missing", pictures.lacking_alt().count(), _("Pictures without a description"), Picture, "?alt=missing"
        ),
        outdated(Event),
        drafts_of(Event),
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


LEFT, STEP, TALL, GAP, TOP = 110, 60, 32, 12, 8  # of the chart, in its own units


def coverage(user):
    """The chart: a row a language, a bar a month, as full as the share of its articles that the language has."""
    found = months() if may_see_all(user, Article) else []
    tops = {code: TOP + (TALL + GAP) * row for row, code in enumerate(CODES)}
    bars = [
        {"x": LEFT + STEP * at, "top": tops[code], "y": tops[code] + TALL - height, "height": height}
        for code in CODES
        for at, month in enumerate(found)
        for height in [round(TALL * month.live[code] / month.total, 1)]
    ]
    chart = {
        "bars": bars,
        "tall": TALL,
        "rows": [{"name": name_of(code), "base": tops[code] + TALL} for code in CODES],
        "columns": [{"month": month, "x": LEFT + STEP * at + 22} for at, month in enumerate(found)],
        "table": [(name_of(code), [(month.live[code], month.total) for month in found]) for code in CODES],
        "width": LEFT + STEP * len(found),
        "height": TOP + (TALL + GAP) * len(CODES) + 20,
    }
    return {"coverage": chart} if found else {}
