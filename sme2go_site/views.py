"""The frame's own pages: home, the standing pages, errors, and the addresses at the root."""

import logging
import sys
from datetime import timedelta
from mimetypes import guess_type
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from news.event import Event
from news.listing import main_list
from partners import funding
from partners.linked_data import project_data
from partners.models import Partner, Project
from partners.places import places

from . import old_addresses, references
from .languages import best_accepted, best_first, text
from .linked_data import website
from .models import Fact, Page
from .rendering import render as render_text
from .seo import PageMeta, addresses
from .uploads import StoreAway

logger = logging.getLogger(__name__)


def choose_language(request):
    """/ sends the reader to the best language of Accept-Language; English when none fits."""
    with translation.override(best_accepted(request)):
        response = redirect("home")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def home(request):
    articles = main_list().for_list()
    lead = articles.filter(is_lead_story=True).newest_first().first() or articles.newest_first().first()
    newest = articles.exclude(pk=lead.pk).newest_first()[:6] if lead else []
    partners = list(Partner.objects.public().with_logos().defer("description"))
    project, absolute = Project.objects.first(), request.build_absolute_uri
    meta = PageMeta(
        title=_("SME2GO: smart-city companies from the Baltic Sea to the world"),
        description=text(project, "summary") if project else "",
        addresses=addresses("home"),
        image=lead.hero if lead and lead.hero and lead.hero.may_be_shown else None,
        things=[website(absolute), *([project_data(project, partners, absolute)] if project else [])],
    )
    context = {
        "meta": meta,
        "lead": lead,
        "newest": newest,
        "next_event": Event.objects.public().coming().filter(cancelled=False).defer("description").first(),
        "project": project,
        "partners": partners,
        "partner_countries": {partner.country for partner in partners if partner.country},
        "places": places(partners),
    }
    return render(request, "site/home.html", context)


def page_detail(request, slug):
    page = Page.objects.filter(slug=slug).first()
    if not page:
        return old_addresses.redirect_from(Page, slug)
    return standing_page(request, page)


def standing_page(request, page, **changed):
    """The page in the active language; `changed`: what a preview says otherwise of it."""
    urls = page.urls()
    facts = {fact.key: text(fact, "text") for fact in Fact.objects.all()} if "[[" in (page.body or "") else {}
    said = {
        "title": text(page, "title"),
        "description": text(page, "lead"),
        "addresses": addresses("home") | urls,
        "languages": list(urls),
        "original": page.source_language,
    }
    meta = PageMeta(**said | changed)
    context = {"meta": meta, "page": page, "body": render_text(page.body, facts=facts)}
    if page.key == Page.Key.ABOUT and (project := Project.objects.first()):
        context |= {"aims": render_text(project.aims), "results": render_text(project.results), "project": project}
    if page.key == Page.Key.CONTACT and (project := Project.objects.first()):
        partners = Partner.objects.public().defer("description")
        context |= {"contact": render_text(project.contact_text), "partners": partners}
    return render(request, "site/page_detail.html", context)


def go(request, kind, pk):
    """A reference that stands raw in a text (references.py) is never a dead end."""
    if kind not in references.LOADERS or pk > 10**9:
        raise Http404(kind)
    found = references.LOADERS[kind]([pk]).get(pk)
    address = found and found.link_in(best_accepted(request))
    if not address:
        raise Http404(f"{kind} {pk}")
    response = redirect(address)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def media_file(request, path):
    """An uploaded file. Its name is never used again; whatever it holds, it cannot act in the site's name.

    Only pictures are shown in the browser: some browsers show no PDF in a sandbox.
    """
    if ".." in PurePosixPath(path).parts or "\x00" in path:
        raise Http404(path)
    try:
        is_picture = (guess_type(path)[0] or "").startswith("image/")
        response = FileResponse(default_storage.open(path), as_attachment=not is_picture)
    except StoreAway:
        raise
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise Http404(path) from error
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def robots(request):
    sitemaps = [request.build_absolute_uri(reverse(name)) for name in ("sitemap_index", "sitemap_news")]
    lines = ["User-agent: *", "Disallow: /admin/", "", *(f"Sitemap: {address}" for address in sitemaps), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security(request):
    """RFC 9116, as far as staff have said whom to tell; without a contact there is nothing to say."""
    contact = Fact.objects.filter(key=Fact.Key.CONTACT).first()
    address = next(filter(None, (text(contact, "text", code) for code in best_first("en"))), "") if contact else ""
    mail = next((word for word in address.split() if "@" in word), "").strip(".,;:()<>")
    if not mail:
        raise Http404("no contact yet")
    expires = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: mailto:{mail}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en, sv, et, fi",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def not_found(request, exception=None):
    meta = PageMeta(title=_("This page does not exist"), addresses=addresses("home"), noindex=True)
    return render(request, "404.html", {"meta": meta}, status=404)


def forbidden(request, exception=None):
    """The desk says no: whoever is signed in may not do this."""
    meta = PageMeta(title=_("You may not do this"), addresses=addresses("home"), noindex=True)
    return render(request, "403.html", {"meta": meta}, status=403)


def form_refused(request, reason=""):
    """A form without the site's token: too old, forged, or from a browser that keeps no cookies."""
    meta = PageMeta(title=_("The form could not be accepted"), addresses=addresses("home"), noindex=True)
    return render(request, "403_csrf.html", {"meta": meta}, status=403)


def bad_request(request, exception=None):
    """The request's host may be none of ours, so this page asks the request for nothing."""
    meta = PageMeta(title=_("This request cannot be answered"), addresses=addresses("home"), noindex=True)
    return HttpResponse(loader.render_to_string("400.html", {"meta": meta, "funding": funding.current()}), status=400)


def store_away(get_response):
    """Middleware: while the store of uploads gives no answer, whoever asks for one of them is told so."""

    def answered(request):
        return get_response(request)

    def page(request, exception):
        if not isinstance(exception, StoreAway):
            return None
        meta = PageMeta(title=_("The files cannot be reached"), addresses=addresses("home"), noindex=True)
        headers = {"Cache-Control": "no-store", "Retry-After": "60"}
        body = loader.render_to_string("503_store.html", {"meta": meta}, request)
        return HttpResponse(body, status=503, headers=headers)

    answered.process_exception = page
    return answered


def server_error(request):
    """The page of last resort: needs neither the database nor a context processor, and still carries the funding block."""
    is_full = any(words in str(sys.exc_info()[1]) for words in ("disk is full", "No space left on device"))
    number, title = (503, _("The server's disk is full")) if is_full else (500, _("Something went wrong"))
    meta = PageMeta(title=title, addresses=addresses("home"), noindex=True)
    context = {"meta": meta, "funding": funding.current(), "request": request}
    return HttpResponse(loader.render_to_string(f"{number}.html", context), status=number)
