"""The strip composer, and the files of composed and saved strips."""

from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sme2go_site.seo import PageMeta, addresses

from . import apart, downloads, funding
from .models import Project, Strip
from .sending import Sent, is_a_download, send, unchanged
from .strip import NARROWEST, WIDEST
from .strip_form import StripForm, query_of
from .turns import Busy

SCALES = (1, 2, 3)
MAX_AGE = 300  # seconds
AGAIN = 2  # seconds, for whoever finds others waiting for a drawing


def compose(request):
    """A choice just made has no address of its own: it leads to the one that holds all of them."""
    form = StripForm(request.GET)
    if "choose" in request.GET:
        return redirect(f"{request.path}?{form.after(request.GET['choose'])}")
    strip, choice = form.strip, f"?{request.GET.urlencode()}" if request.GET else ""
    meta = PageMeta(
        title=_("A strip of logos"),
        description=_("Compose the strip with the EU flag that the programme’s rules ask for, and download it."),
        addresses={code: f"{path}{choice}" for code, path in addresses("logos:strip").items()},
        noindex=bool(choice),
        canonical=addresses("logos:strip")[request.LANGUAGE_CODE] if choice else "",
    )
    context = {"meta": meta, "form": form, "scales": SCALES, "widths": (NARROWEST, WIDEST)}
    if strip:
        context |= {"strip": strip, "drawing": _drawn(strip), "query": query_of(strip)}
    return render(request, "partners/strip.html", context)


def composed_file(request, kind):
    """The strip of the choice in the query; 400 with the reasons where there is no such strip."""
    form = StripForm(request.GET)
    if not form.strip:
        said = [f"{name}: {' '.join(errors)}" for name, errors in form.errors.items()]
        return HttpResponseBadRequest("\n".join(said), content_type="text/plain; charset=utf-8")
    return _file(request, form.strip, kind, "strip")


def saved_file(request, slug, kind):
    """A strip that staff saved, with the logos of today."""
    return _file(request, get_object_or_404(Strip, slug=slug), kind, slug)


def _busy():
    words = _("Other strips are being drawn just now. Try again in a few seconds.")
    return HttpResponse(
        words, status=503, content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(AGAIN), "Cache-Control": "no-store"},
    )  # fmt: skip


def _drawn(strip):
    return strip.drawn(funding.of(Project.objects.select_related("programme").first(), strip.language))


def _file(request, strip, kind, stem):
    drawing, scale = _drawn(strip), request.GET.get("scale", "1")
    if kind not in {"svg", "png", "pdf"} or scale not in map(str, SCALES):
        raise Http404(kind)
    etag = f"{drawing.etag}-{kind}{scale}"
    if answer := unchanged(request, etag, MAX_AGE):
        return answer
    size = f"-{scale}x" if kind == "png" and scale != "1" else ""
    name = f"{stem}-{strip.layout}-{strip.ground}-{strip.language}{size}.{kind}"
    try:
        data = drawing.png(int(scale)) if kind == "png" else drawing.pdf() if kind == "pdf" else drawing.svg.encode()
    except (Busy, apart.Failed):
        return _busy()
    is_shown = "shown" in request.GET
    file = Sent(name, etag, len(data), [data])
    response = send(request, file, as_attachment=not is_shown, max_age=MAX_AGE)
    if not is_shown and is_a_download(request, response):
        downloads.count(f"strip.{kind}" if stem == "strip" else f"{stem}.{kind}")
    return response
