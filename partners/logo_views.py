"""Logos as readers and partners find them: all of them, one with its files and rules, and their downloads."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from sme2go_site.seo import PageMeta, addresses

from . import downloads
from .logo import OWNERS, Logo
from .logo_rules import sentences
from .logo_zip import LogoZip
from .sending import Sent, is_a_download, send
from .strips import by_owner

CHUNK = 65_536


def logo_list(request):
    meta = PageMeta(
        title=_("Logos"),
        description=_("Logos of the project and its partners in every form, with the rules for their use."),
        addresses=addresses("logos:logo_list"),
    )
    owners = [(key, logos[0].name, logos) for key, logos in by_owner().items()]
    return render(request, "partners/logo_list.html", {"meta": meta, "owners": owners})


def logo_detail(request, pk):
    """A logo, also one that a newer version has replaced."""
    logo = get_object_or_404(Logo.objects.approved().for_list().select_related(*OWNERS), pk=pk)
    others = Logo.objects.public().of(logo.owner).exclude(pk=pk).for_list().best_first()
    meta = PageMeta(
        title=_("Logo: %(name)s") % {"name": logo.name},
        description=f"{logo.get_kind_display()}, {logo.get_shape_display()}",
        addresses=addresses("logos:logo_detail", pk),
        noindex=bool(logo.superseded_by_id),
    )
    context = {"meta": meta, "logo": logo, "rules": sentences(logo), "others": others, "grounds": _grounds(logo)}
    context["earlier"] = logo.earlier().for_list()
    return render(request, "partners/logo_detail.html", context)


def _grounds(logo):
    """[(ground, its label, whether the logo may stand on it)]; where its owner has not said, on each."""
    return [(key, label, not logo.grounds or key in logo.grounds) for key, label in logo.Ground.choices]


def logo_file(request, pk, name):
    logo = get_object_or_404(Logo.objects.approved().for_list().select_related(*OWNERS), pk=pk)
    file = next((file for file in logo.files() if file.name == name), None)
    if not file:
        raise Http404(name)
    response = send(request, Sent(name, file.sha256[:32], file.bytes, _chunks(file)), max_age=3600)
    if is_a_download(request, response):
        downloads.count(name)
    return response


def _chunks(file):
    with file.open() as source:
        while chunk := source.read(CHUNK):
            yield chunk


def logo_zip(request):
    """Everything, or the logos of those in ?owner=partner-1&owner=…"""
    wanted = request.GET.getlist("owner")
    found = by_owner(is_named=not wanted)
    if unknown := set(wanted) - set(found):
        raise Http404(", ".join(sorted(unknown)))
    logos = [logo for key, logos in found.items() if not wanted or key in wanted for logo in logos]
    archive = LogoZip(logos)
    name = f"{logos[0].folder}-logos.zip" if len(wanted) == 1 else "sme2go-logos.zip"
    response = send(request, Sent(name, archive.etag, len(archive), archive), max_age=300)
    if is_a_download(request, response):
        downloads.count(name)
    return response
