"""The project and its partners in the words of schema.org: facts alone, so nothing of a partner that is to be confirmed."""

from sme2go_site import references
from sme2go_site.languages import active, text
from sme2go_site.linked_data import publisher, thing

from .models import Partner
from .visibility import PERIODS

UNION = PERIODS["2014-2020"].union  # the Union's name, as that period's wording is nothing else


def project_data(project, partners, absolute):
    """The project with its members and who paid for it; its former website is not named: it may be anybody's by now."""
    return publisher(
        absolute,
        alternateName=text(project, "name"),
        description=text(project, "summary"),
        foundingDate=str(project.first_year),
        dissolutionDate=str(project.last_year),
        funder=thing("Organization", name=UNION[active()]),
        member=[named(partner, absolute) for partner in known(partners)],
    )


def known(partners):
    return [partner for partner in partners if partner.status != Partner.Status.TO_BE_CONFIRMED]


def named(partner, absolute, **more):
    """A partner as others mention it."""
    identity, page = absolute(references.address("partner", partner.pk)), partner.get_absolute_url()
    return thing("Organization", identity, name=text(partner, "name"), url=page and absolute(page), **more)


def partner_data(partner, absolute, logo=None):
    """A partner in full."""
    return named(
        partner,
        absolute,
        legalName=partner.legal_name,
        description=text(partner, "role_text"),
        address=postal_address(partner.address, partner.city, partner.country),
        location=_place(partner),
        sameAs=partner.website if partner.is_active else "",
        logo=absolute(logo.original.url) if logo and not logo.is_placeholder else "",
        memberOf=publisher(absolute),
    )


def postal_address(street, city, country):
    """None where nothing is known."""
    found = thing("PostalAddress", streetAddress=street, addressLocality=city, addressCountry=str(country or ""))
    return found if len(found) > 1 else None


def _place(partner):
    if partner.latitude is None or partner.longitude is None:
        return None
    return thing(
        "Place",
        name=partner.city,
        geo=thing("GeoCoordinates", latitude=partner.latitude, longitude=partner.longitude),
    )
