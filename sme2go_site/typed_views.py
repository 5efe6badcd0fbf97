"""What is typed is kept: a form tells here, a second after the last key, what is in it, and asks what was left behind.

The browser's side is static/admin/typed.js. Every opening of a form has a number of its own, so two tabs never share a
draft. A form that has been saved is remembered as such for a while: a browser that did not hear of it offers nothing then.
"""

import json
from datetime import timedelta
from uuid import UUID

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import date as date_format
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from . import drafts, history, merging, typed
from .languages import CODES, name_of
from .rights import may_see, not_theirs
from .typed import Typed

PRESENT = timedelta(seconds=40)  # browsers are heard of every ten seconds, sleeping tabs less often
REMEMBERED = timedelta(days=30)


@require_POST
@transaction.atomic
def keep(request):
    """Form data: about, pk, page, opening, opened, values ({name: [strings]}, absent: nothing typed since) → JSON.

    {"isSaved": true} where this opening has been saved already, else {"draft": id, "others": [sentences], "token": …}.
    """
    model, pk = _about(request)
    kind, now = ContentType.objects.get_for_model(model), timezone.now()
    about = {"content_type": kind, "object_id": pk, "page": request.POST.get("page", "")[:40]}
    told = {"seen_at": now}
    if "values" in request.POST:
        told |= {"data": _values(request.POST), "opened": request.POST.get("opened", ""), "at": now}
    draft, is_new = Typed.objects.select_for_update().get_or_create(
        opening=_opening(request.POST), defaults=about | told | {"by": request.user}
    )
    if draft.by_id != request.user.pk:
        raise Http404("the opening of somebody else")
    if draft.saved_at:
        return JsonResponse({"isSaved": True})
    if not is_new:
        for name, value in told.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(told))
    else:
        Typed.objects.filter(data={}, at__lt=now - REMEMBERED).delete()
    return JsonResponse(
        {"draft": draft.pk, "others": _others(draft), "saved": _last_saved(draft), "token": get_token(request)}
    )


@require_POST
def leave(request):
    """The form has been left: nobody is told any longer that somebody writes there. What was typed stays."""
    Typed.objects.filter(by=request.user, opening=_opening(request.POST)).update(seen_at=None)
    return HttpResponse(status=204)


@require_GET
def offer(request):
    """?about=news.article&pk=12&page=change&opening=… → what this user left behind there, and a fresh token.

    {"html": what would be replaced, "drafts": {id: {"values": {name: [strings]}, "labels": …, "isFresh": bool}}, "token"}
    """
    model, pk = _about(request)
    instance = get_object_or_404(model._base_manager, pk=pk) if pk else model()
    instance = drafts.overlaid(instance)
    left = Typed.objects.unsaved(request.user).filter(
        content_type=ContentType.objects.get_for_model(model), object_id=pk
    )
    left = left.filter(page=request.GET.get("page", "")).exclude(opening=_opening(request.GET))
    found = {draft: made for draft in left if (made := _left_behind(instance, draft))}
    entries = [{"draft": draft, "changes": made["changes"]} for draft, made in found.items()]
    html = render_to_string("admin/typed_offer.html", {"entries": entries}, request)
    return JsonResponse(
        {
            "html": html if entries else "",
            "drafts": {draft.pk: _for_form(instance, draft, **made) for draft, made in found.items()},
            "token": get_token(request),
        }
    )


@require_POST
def forget(request, pk):
    get_object_or_404(Typed.objects, pk=pk, by=request.user).delete()
    return HttpResponse(status=204)


def addresses_of_unsaved(user):
    """[(words, address, moment)] for the desk's first screen."""
    left = Typed.objects.unsaved(user).select_related("content_type")[:20]
    return [(_title(draft), address, draft.at) for draft in left if (address := _address(draft))]


def _about(request):
    """The model and the number that the form is about; what has been deleted meanwhile may still be written about."""
    data = request.POST if request.method == "POST" else request.GET
    model, pk = _model(request), _pk(data)
    room = admin.site._registry[model]
    if model._base_manager.filter(pk=pk).exists() and not room.get_queryset(request).filter(pk=pk).exists():
        raise PermissionDenied
    return model, pk


def _model(request):
    data = request.POST if request.method == "POST" else request.GET
    try:
        model = apps.get_model(data.get("about", ""))
    except (LookupError, ValueError) as error:
        raise Http404(str(error)) from error
    if model not in admin.site._registry:
        raise Http404(model)
    if not may_see(request.user, model):
        raise PermissionDenied
    return model


def _pk(data):
    pk = data.get("pk", "0")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 16):
        raise Http404(pk)
    return int(pk)


def _opening(data):
    try:
        return UUID(data.get("opening", ""))
    except ValueError as error:
        raise Http404("no opening") from error


def _values(data):
    """{name: [strings]}, without what no database keeps: NUL and halves of signs."""
    try:
        sent = json.loads(data["values"])
        return {str(name): [_storable(string) for string in strings] for name, strings in sent.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise Http404("no values") from error


def _storable(string):
    return string.encode("utf-8", "ignore").decode().replace("\x00", "")


def _others(draft):
    """A sentence for each other opening of a form of the same object that was heard of lately."""
    if not draft.object_id:
        return []
    present = Typed.objects.about_any(draft.content_type.model_class()).filter(object_id=draft.object_id)
    present = present.filter(seen_at__gte=timezone.now() - PRESENT, by__isnull=False).exclude(pk=draft.pk)
    return [_sentence(other, draft) for other in present.select_related("by").order_by("by", "pk")]


def _sentence(other, draft):
    code = other.page.rpartition("/")[2]
    where = name_of(code) if code in CODES else _("the whole form")
    if other.by_id == draft.by_id:
        return _("You have this open in another tab, too: %(where)s.") % {"where": where}
    who = other.by.get_full_name() or other.by.get_username()
    return _("%(who)s has this open, too: %(where)s.") % {"who": who, "where": where}


def _last_saved(draft):
    """The last save by somebody else, as [number, sentence], so that a form can tell when there is a new one."""
    entries = LogEntry.objects.filter(content_type=draft.content_type, object_id=str(draft.object_id))
    entry = entries.exclude(user=draft.by_id).select_related("user").first()
    if not entry:
        return [0, ""]
    said = {
        "who": entry.user.get_full_name() or entry.user.get_username(),
        "when": date_format(timezone.localtime(entry.action_time), "DATETIME_FORMAT"),
    }
    return [entry.pk, _("%(who)s has saved this meanwhile (%(when)s). Your save overwrites nothing.") % said]


def _left_behind(instance, draft):
    """{"changes", "values"}: what was typed and is not stored; a draft of which nothing is left is deleted."""
    values = typed.values(instance, draft.data)
    changed = {name: value for name, value in values.items() if drafts.value_of(instance, name) != value}
    in_rows = _changes_of_rows(instance, draft)
    if not changed and not in_rows and values.keys() >= draft.data.keys():
        draft.delete()
        return None
    # What is not theirs to write is not shown either: numbers typed for a list would be answered with names.
    for name in not_theirs(draft.by, instance if instance.pk else type(instance), [*changed]):
        del changed[name]
    if not changed and not in_rows:
        return None
    changes = [_change(instance, name, value) for name, value in changed.items()] + in_rows
    return {"changes": changes, "values": changed, "has_rows": bool(in_rows)}


def _changes_of_rows(instance, draft):
    """What was typed of attachments, as changes of them: “attachments: title”."""
    found = []
    for name, child, values in typed.rows(instance, draft.data):
        for field in values.keys() - {*not_theirs(draft.by, child if child.pk else type(child), [*values])}:
            change = _change(child, field, values[field])
            found.append(change | {"label": f"{history.label_of(type(instance), name)}: {change['label']}"})
    return found


def _change(instance, name, value):
    return merging.change(instance._meta.get_field(name), drafts.value_of(instance, name), value)


def _for_form(instance, draft, values, has_rows, **_more):
    try:
        opened = dict(json.loads(draft.opened or "{}"))
    except ValueError:
        opened = {}
    now = {name: merging.digest(drafts.value_of(instance, name)) for name in values}
    # What a row held when it was opened is not known.
    is_fresh = not instance.pk or (not has_rows and all(opened.get(name) == digest for name, digest in now.items()))
    relations = [instance._meta.get_field(name) for name in values]
    labels = {
        field.name: {
            str(other.pk): str(other)
            for other in field.related_model._default_manager.filter(pk__in=_as_list(values[field.name]))
        }
        for field in relations
        if field.is_relation
    }
    return {"values": draft.data, "labels": labels, "isFresh": is_fresh, "opening": str(draft.opening)}


def _title(draft):
    instance = draft.about
    words = next((draft.data[f"title_{code}"][0] for code in CODES if draft.data.get(f"title_{code}")), "")
    name = str(instance or words or _("new"))
    return f"{str(draft.content_type.model_class()._meta.verbose_name).capitalize()}: {name}"


def _address(draft):
    """Where the form is that this was typed in; '' where there is none any more."""
    room = f"admin:{draft.content_type.app_label}_{draft.content_type.model}"
    page, _slash, code = draft.page.partition("/")
    try:
        return reverse(f"{room}_{page}", args=[draft.object_id] * bool(draft.object_id) + [code] * bool(code))
    except NoReverseMatch:
        return ""


def _as_list(value):
    return value if isinstance(value, list) else [] if value is None else [value]
