"""The funding block: what the frame of every page shows of the EU, the programme and the project."""

import logging
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject

from sme2go_site.languages import active, text

from .models import Logo, Partner, Project
from .visibility import PERIODS, fund_suits, union_suits

logger = logging.getLogger(__name__)
LAST_RESORT = "2014-2020"  # the period of this site's project, for a page shown while the database is away


@dataclass(frozen=True)
class Funding:
    union: str
    fund: str
    programme: str
    project: Project | None = None


def of(project, code=None):
    """The words that the project's funding period asks for, in one language (default: the active one).

    Words of the programme's own stand only where they suit its period, which may have changed since they were written.
    """
    code = code or active()
    programme = project.programme if project else None
    period = programme.period if programme else LAST_RESORT
    union, fund = (programme and text(programme, f"{name}_wording", code) for name in ("union", "fund"))
    return Funding(
        union=union if union and union_suits(period, code, union) else PERIODS[period].union[code],
        fund=fund if fund and fund_suits(period, fund) else PERIODS[period].fund.get(code, ""),
        programme=programme.name if programme else "Interreg Central Baltic",
        project=project,
    )


def current():
    """The funding of the site's project; while the database is away, the words that the law asks for all the same."""
    try:
        return of(Project.objects.select_related("programme").first())
    except DatabaseError:
        logger.exception("The funding block is shown without the database")
        return of(None)


def strip():
    """The present logos of the project and of the partners whose names are known: the project first, then in their order."""
    logos = Logo.objects.filter(programme=None, superseded_by=None, kind=Logo.Kind.COLOUR)
    logos = logos.exclude(partner__status=Partner.Status.TO_BE_CONFIRMED).select_related("partner", "project")
    return sorted(
        logos, key=lambda logo: (logo.partner_id is not None, logo.partner.order if logo.partner else 0, logo.pk)
    )


def funding(_request):
    """Context processor: asked for lazily, so that the admin and feeds pay nothing."""
    return {"funding": SimpleLazyObject(current), "logo_strip": SimpleLazyObject(strip)}
