"""The partners as readers see them: a directory by country, and a page each."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from sme2go_site.languages import text
from sme2go_site.rendering import render as render_text
from sme2go_site.seo import PageMeta, addresses

from .models import Partner
from .places import places


def partner_list(request):
    partners = list(Partner.objects.public().prefetch_related("logos").defer("description"))
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
    partner = Partner.objects.public().prefetch_related("logos").filter(slug=slug).first()
    if not partner:
        raise Http404(slug)
    urls = partner.urls()
    meta = PageMeta(
        title=text(partner, "name"),
        description=text(partner, "role_text"),
        addresses=addresses("partners:partner_list") | urls,
        languages=list(urls),
        original=partner.source_language,
    )
    context = {
        "meta": meta,
        "partner": partner,
        "description": render_text(partner.description),
        "articles": partner.articles.public().for_list().newest_first()[:12],
        "places": places([partner]),
    }
    return render(request, "partners/partner_detail.html", context)
