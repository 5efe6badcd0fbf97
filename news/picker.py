"""The library as the editor's dialog asks for it (static/admin/library_dialog.js): what it offers, what it takes in.

`desk` is the PictureAdmin, whose search and permissions hold here too.
"""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import modelform_factory
from django.http import JsonResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sme2go_site import references
from sme2go_site.languages import CODES, active, text
from sme2go_site.uploads import NOTHING_SAVED, StoreAway

from .picture import Picture

PAGE_SIZE = 24


@require_GET
def offer(request, desk):
    """?q=words&language=fi&page=2 → {"pictures": [as described()], "has_more": bool}, newest first."""
    if not desk.has_view_or_change_permission(request):
        raise PermissionDenied
    words = request.GET.get("q", "").replace("\x00", "")
    found, _has_duplicates = desk.get_search_results(request, desk.get_queryset(request), words)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    code = _language(request.GET)
    return JsonResponse({"pictures": [described(picture, code) for picture in page], "has_more": page.has_next()})


@require_POST
def receive(request, desk):
    """A new picture with its words in one language → 201 and described(), or {"errors": {field: [sentences]}}."""
    if not desk.has_add_permission(request):
        raise PermissionDenied
    code = _language(request.POST)
    words = [f"{field}_{code}" for field in ("alt", "caption", "credit")]
    form_class = modelform_factory(Picture, form=desk.form, fields=["file", "decorative", *words])
    form = form_class(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"errors": {field: [*errors] for field, errors in form.errors.items()}}, status=400)
    try:
        picture = form.save()
    except StoreAway:
        return JsonResponse({"errors": {"file": [NOTHING_SAVED]}}, status=503)
    desk.log_addition(request, picture, [{"added": {}}])
    return JsonResponse(described(picture, code), status=201)


def described(picture, code):
    """What the dialog shows of a picture, in the language of the text that it is for; `expired` says why not to use it."""
    day = date_format(picture.rights_until, "DATE_FORMAT") if picture.rights_until else ""
    return {
        "id": picture.pk,
        "src": picture.jpeg(320),
        "address": references.address("picture", picture.pk),
        "name": str(picture),
        "alt": text(picture, "alt", code),
        "caption": text(picture, "caption", code),
        "lacks_alt": code in picture.missing_alt(),
        "expired": "" if picture.may_be_shown else _("The right of use ended on %(day)s.") % {"day": day},
    }


def _language(parameters):
    code = parameters.get("language")
    return code if code in CODES else active()
