"""The partners as readers see them: a directory by country, and a page each."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sme2go_site import old_addresses
from sme2go_site.languages import text
from sme2go_site.rendering import render as render_text
from sme2go_site.seo import MAIN_FEED, PageMeta, addresses

from .linked_data import known, partner_data
from .logo_rules import sentences
from .models import Partner
from .places import places


def partner_list(request):
    partners = list(Partner.objects.public().with_logos().defer("description"))
    meta = PageMeta(
        title=_("Partners"),
        description=_("The five organisations from the countries round the Baltic Sea behind SME2GO."),
        addresses=addresses("partners:partner_list"),
    )
    context = {"meta": meta, "groups": by_country(partners), "places": places(partners)}
    return render(request, "partners/partner_list.html", context)


def by_country(partners):
    """[(country or None, partners)], the country with most partners first, unknown last; leads first inside."""
    groups = {}
    for partner in partners:
        groups.setdefault(partner.country.code or "", []).append(partner)
    for group in groups.values():
        group.sort(key=lambda partner: partner.role != Partner.Role.LEAD)
    return sorted(groups.items(), key=lambda group: (not group[0], -len(group[1])))


def partner_detail(request, slug):
    partner = Partner.objects.public().filter(slug=slug).first()
    if not partner:
        return old_addresses.redirect_from(Partner, slug)
    return partner_page(request, partner)


def partner_page(request, partner, **changed):
    """The partner in the active language; `changed`: what a preview says otherwise of the page."""
    urls = partner.urls()
    said = {
        "title": text(partner, "name"),
        "description": text(partner, "role_text"),
        "addresses": addresses("partners:partner_list") | urls,
        "languages": list(urls),
        "original": partner.source_language,
        "feeds": [(f"SME2GO: {text(partner, 'name')}", f"?partner={text(partner, 'slug')}"), MAIN_FEED],
    }
    logos = list(partner.logos.public().for_list().best_first())
    logo = logos[0] if logos else None
    if known([partner]):
        said["things"] = [partner_data(partner, request.build_absolute_uri, logo)]
    meta = PageMeta(**said | {"trail": [(_("Partners"), reverse("partners:partner_list"))]} | changed)
    context = {
        "meta": meta,
        "partner": partner,
        "logos": logos,
        "logo_rules": sentences(logo) if logo else [],
        "description": render_text(partner.description),
        "logo": logo,
        "articles": partner.articles.public().for_list().newest_first()[:12],
        "places": places([partner]),
    }
    return render(request, "partners/partner_detail.html", context)
