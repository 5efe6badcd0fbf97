"""The state of a language of an article: one rule, for an article at hand and as a condition of a query."""

from django.db.models import Count, Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sme2go_site.languages import CODES, text
from sme2go_site.steps import with_outdated

from .article import is_standing, public_in


class State(TextChoices):
    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    READY = "ready", _("ready")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    OUTDATED = "outdated", _("outdated")
    WITHDRAWN = "withdrawn", _("withdrawn")


def state_of(article, code):
    """The state of an article that with_outdated() brought."""
    if not text(article, "title", code):
        return State.MISSING
    if article.is_withdrawn:
        return State.WITHDRAWN
    if not getattr(article, f"approved_{code}"):
        return State.DRAFT
    if getattr(article, f"outdated_since_{code}"):
        return State.OUTDATED
    if not article.published_at:
        return State.READY
    return State.LIVE if article.public_at(code) <= timezone.now() else State.SCHEDULED


def in_state(state, code):
    """The same rule as a condition on Article.objects with with_outdated()."""
    missing = Q(**{f"title_{code}": None}) | Q(**{f"title_{code}": ""})
    withdrawn = ~missing & Q(withdrawn_at__lte=timezone.now())
    standing = ~missing & is_standing()
    approved = standing & Q(**{f"approved_{code}": True})
    fresh = approved & Q(**{f"outdated_since_{code}": None})
    live = Q(published_at__lte=timezone.now()) & public_in(code)
    return {
        State.MISSING: missing,
        State.WITHDRAWN: withdrawn,
        State.DRAFT: standing & Q(**{f"approved_{code}": False}),
        State.OUTDATED: approved & Q(**{f"outdated_since_{code}__isnull": False}),
        State.READY: fresh & Q(published_at=None),
        State.LIVE: fresh & live,
        State.SCHEDULED: fresh & Q(published_at__isnull=False) & ~live,
    }[state]


def needs(code):
    """What somebody has to do something about in this language: it is missing, a draft, or out of step."""
    open_work = in_state(State.MISSING, code) | in_state(State.DRAFT, code)
    return is_standing() & (open_work | Q(**{f"outdated_since_{code}__isnull": False}))


def counts(articles):
    """{(state, code): number of articles}, in one query."""
    keys = [(state, code) for code in CODES for state in State]
    figures = {f"{state}_{code}": Count("pk", filter=in_state(state, code)) for state, code in keys}
    found = with_outdated(articles).order_by().aggregate(**figures)
    return {(state, code): found[f"{state}_{code}"] for state, code in keys}
