"""What a text may link to, found by words or described by an address: the editor's link dialog (link_picker.js) asks here."""

from urllib.parse import unquote, urlsplit

from django.contrib import admin
from django.db.models import Q
from django.http import JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_GET

from . import references
from .languages import CODES, active
from .references import LINKABLE
from .rights import may_see, may_see_all

MOST_WORDS, LONGEST = 8, 200


@require_GET
def link_targets(request):
    """?q=words finds targets, ?address=… describes one, both for a text in ?language=…"""
    code = request.GET.get("language")
    code = code if code in CODES else active()
    if "address" in request.GET:
        at = target_at(request.GET["address"], request.get_host())
        found = [at] if at and _may_see(request, at[1]) else []
    else:
        words = request.GET.get("q", "").replace("\x00", "")[:LONGEST].split()[:MOST_WORDS]
        # The frame registers first and the news last: what is linked to most is on top.
        kinds = [found for found in reversed(LINKABLE.items()) if may_see(request.user, found[1].objects().model)]
        found = [
            (kind, target)
            for kind, linkable in kinds
            for target in linkable.find(words, code, among=_seen(request, linkable.objects().model))
        ]
    return JsonResponse({"targets": [described(*target, code) for target in found]})


def _seen(request, model):
    """A condition: what the desk shows to this user of a model that they may see."""
    if may_see_all(request.user, model):
        return Q()
    return Q(pk__in=admin.site.get_model_admin(model).get_queryset(request).values("pk"))


def _may_see(request, target):
    model = type(target)
    return may_see(request.user, model) and model._base_manager.filter(_seen(request, model), pk=target.pk).exists()


def described(kind, target, code):
    title, language = LINKABLE[kind].title_of(target, code)
    return {
        "address": references.address(kind, target.pk),
        "kind": str(target._meta.verbose_name),
        "title": title,
        "language": language,
        "isPublic": code in target.urls(),
    }


def target_at(address, host):
    """(kind, object) that an address of this site leads to, /go/article/12/ or a page's own; None for any other."""
    address = address.strip()
    if reference := references.parse(address):
        found = references.load([reference]).get(reference)
        return (reference[0], found) if found and reference[0] in LINKABLE else None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_ours = parts.scheme in {"", "http", "https"} and parts.netloc in {"", host}
    return _page_at(unquote(parts.path).rstrip("/") + "/") if is_ours else None


def _page_at(path):
    code = get_language_from_path(path)
    if not code:
        return None
    with override(code):
        try:
            match = resolve(path)
        except Resolver404:
            return None
    for kind, linkable in LINKABLE.items():
        if linkable.page == match.view_name and (found := linkable.at(match.kwargs["slug"], code)):
            return kind, found
    return None
