"""The funding block: what the frame of every page shows of the EU, the programme and the project."""

import logging
from dataclasses import dataclass, replace
from functools import partial

from django.db import DatabaseError
from django.utils.functional import SimpleLazyObject

from sme2go_site.languages import active, text

from .models import Logo, Project, Strip
from .strip import equalised
from .strips import by_owner, owner_key
from .visibility import PERIODS, fund_suits, union_suits

logger = logging.getLogger(__name__)
FOOTER_FLAG = 60  # px of its height in templates/components/logo_strip.html
LAST_RESORT = "2014-2020"  # the period of this site's project, for a page shown while the database is away


@dataclass(frozen=True)
class Funding:
    union: str
    fund: str
    programme: str
    project: Project | None = None
    logo: Logo | None = None  # the programme's


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
        fund=fund if fund and fund_suits(period, code, fund) else PERIODS[period].fund.get(code, ""),
        programme=programme.name if programme else "Interreg Central Baltic",
        project=project,
    )


def current(found=None):
    """The funding of the site's project; while the database is away, the words that the law asks for all the same.

    `found` is what readers see of logos, as by_owner() gives it.
    """
    try:
        project = Project.objects.select_related("programme").first()
        logo = project and _beside_flag((by_owner() if found is None else found).get(owner_key(project.programme), ()))
        return replace(of(project), logo=logo)
    except DatabaseError:
        logger.exception("The funding block is shown without the database")
        return of(None)


def line():
    """The words on one line, for what has no room for the flag: the description of a feed or a calendar."""
    found = current({})
    return ", ".join(filter(None, [found.union, found.fund, found.programme]))


def _beside_flag(logos):
    """The programme's best logo for a white ground; None where there is none, for a placeholder names nobody there."""
    suits = (logo for logo in logos if Strip().suits(logo) and not logo.is_placeholder)
    return next(suits, None)


def footer_strip(found=None):
    """[(logo, width, height)] under every page, in px beside a flag of FOOTER_FLAG: as the composer arranges them."""
    logos = [logo for logo, _plate in Strip().logos(found) if not logo.programme_id]
    sizes = equalised([logo.size[0] / logo.size[1] for logo in logos], FOOTER_FLAG)
    return [(logo, round(width), round(height)) for logo, (width, height) in zip(logos, sizes, strict=True)]


def funding(_request):
    """Context processor: asked for lazily, so that the admin and feeds pay nothing; header and footer ask for logos once."""
    found = SimpleLazyObject(by_owner)
    header, footer = partial(current, found), partial(footer_strip, found)
    return {"funding": SimpleLazyObject(header), "logo_strip": SimpleLazyObject(footer)}
