"""Events as readers see them: what comes, what has been, a page each, and both as calendars."""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sme2go_site import old_addresses, revisions
from sme2go_site.languages import CODES, active, text
from sme2go_site.rendering import render as render_text
from sme2go_site.seo import PageMeta, addresses

from . import calendars
from .event import Event, has_page
from .linked_data import event_page_data
from .listing import StablePages, number
from .views import found_at, not_yet, versions


def event_list(request):
    """What comes, and under it what has been, in pages that are counted from the oldest."""
    page = number(request.GET.get("page"))
    past = Event.objects.past().aggregate(**{code: Count("pk", filter=has_page(code)) for code in CODES})
    pages = {code: StablePages(count) for code, count in past.items()}
    here = pages[active()]
    is_front = not here.query(page)
    meta = PageMeta(
        title=_("Events"),
        description=_("Conferences, delegation visits and meetings of the project, and what was reported on them."),
        addresses=addresses("events:event_list", query=lambda code: {"page": pages[code].query(page)}),
        calendar=reverse("events:calendar"),
    )
    context = {
        "meta": meta,
        "coming": _for_list(Event.objects.public().coming()) if is_front else [],
        "past": _for_list(Event.objects.public().past())[here.slice(page)],
        "is_front": is_front,
        "page": page or here.last,
        "last_page": here.last,
        "older": _page_address(here, (page or here.last) - 1),
        "newer": _page_address(here, page + 1) if not is_front else "",
        "calendar": _subscription(request),
    }
    return render(request, "news/event_list.html", context)


def _for_list(events):
    return events.defer("description").with_reports()


def _page_address(pages, page):
    return addresses("events:event_list", query=lambda code: {"page": pages.query(page)})[active()] if page else ""


def _subscription(request):
    """(address that a calendar program opens at a click, the same to be copied)"""
    address = request.build_absolute_uri(reverse("events:calendar"))
    return f"webcal:{address.partition(':')[2]}", address


def event_detail(request, slug):
    event = found_at(Event.objects.all(), slug)
    if not event:
        return old_addresses.redirect_from(Event, slug)
    if not (best := event.best_language()):
        raise Http404(slug)
    if best != active():
        return _not_yet(request, event)
    if text(event, "slug") != slug:
        return redirect(event.get_absolute_url(), permanent=True)
    return event_page(request, event)


def event_page(request, event, **changed):
    """The event in the active language; `changed`: what a preview says otherwise of the page."""
    reports = list(event.articles.public().for_list().newest_first()[:12])
    things = [] if "preview" in changed else [event_page_data(event, request.build_absolute_uri, reports)]
    meta = _meta(event, **{"things": things, "trail": [(_("Events"), reverse("events:event_list"))]} | changed)
    context = {
        "meta": meta,
        "event": event,
        "description": render_text(event.description),
        "reports": reports,
        "versions": versions(meta.addresses if meta.preview else event.urls(), meta.languages),
    }
    return render(request, "news/event_detail.html", context)


def _meta(event, **more):
    said = {
        "title": text(event, "title"),
        "description": _described(event),
        "addresses": {code: event.link_in(code) for code in CODES},
        "languages": event.public_languages(),
        "original": event.source_language,
    }
    return PageMeta(**said | more)


def _described(event):
    return ", ".join(filter(None, [event.dates, event.whereabouts]))


def _not_yet(request, event):
    meta = _meta(event, title=_("This event does not exist in English yet"))
    with override(event.best_language()):
        lead = _described(event)
    return not_yet(request, event, meta, lead, (reverse("events:event_list"), _("All events")))


@require_safe
def event_file(request, slug):
    """The event for a calendar program, under its former words in the address, too."""
    event = found_at(Event.objects.public().exact(), slug) or old_addresses.moved(Event, slug)
    if not event or not event.is_exact or active() not in event.public_languages():
        raise Http404(slug)
    response = revisions.answer(request, request.path, calendars.written(request, [event]), calendars.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{text(event, "slug")}.ics"'
    return response


@require_safe
def calendar(request):
    """All events of the language whose days are known, to subscribe to."""
    events = Event.objects.public().exact().order_by("starts", "pk")
    return revisions.answer(request, request.path, calendars.written(request, events), calendars.TYPE)
