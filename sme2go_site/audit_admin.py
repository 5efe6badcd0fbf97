"""The audit log at the desk: to be filtered, searched and taken away as CSV; nobody changes it."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import audit, spreadsheet
from .audit_entry import Action, AuditEntry
from .audit_words import kind_of, said
from .listed_filter import ListedFilter

NOBODY = "–"


class WhoFilter(ListedFilter):
    title, parameter_name = gettext_lazy("who"), "who"

    def lookups(self, request, model_admin):
        names = AuditEntry.objects.order_by("by_name").values_list("by_name", flat=True).distinct()
        return [(name or NOBODY, name or _("nobody who was signed in")) for name in names]

    def queryset(self, request, entries):
        return entries.filter(by_name="" if self.value() == NOBODY else self.value()) if self.value() else entries


class KindFilter(ListedFilter):
    title, parameter_name = gettext_lazy("kind"), "kind"

    def lookups(self, request, model_admin):
        used = AuditEntry.objects.exclude(kind=None).order_by().values("kind").distinct()
        kinds = ContentType.objects.filter(pk__in=used)
        found = [(str(kind.pk), kind_of(AuditEntry(kind=kind))) for kind in kinds]
        return sorted(found, key=lambda choice: choice[1].casefold())

    def queryset(self, request, entries):
        return entries.filter(kind=self.value()) if self.value() else entries


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    list_display = ["at", "action", "by_name", "kind_shown", "title", "details_shown"]
    list_filter = ["action", "at", WhoFilter, KindFilter]
    search_fields = ["by_name", "title"]
    date_hierarchy = "at"
    list_per_page = 50
    list_select_related = ["kind"]
    show_full_result_count = False
    change_list_template = "admin/audit_list.html"
    fields = readonly_fields = [
        "at", "action", "by_name", "kind_shown", "title", "object_id", "details_shown", "address"
    ]  # fmt: skip

    def _never(self, request, entry=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def get_urls(self):
        return [path("export/", self.admin_site.admin_view(self.export), name="audit_export"), *super().get_urls()]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, entry):
        return kind_of(entry) or NOBODY

    @admin.display(description=gettext_lazy("details"))
    def details_shown(self, entry):
        return said(entry) or NOBODY

    def export(self, request):
        """What the list shows with its filters and search, as CSV, line by line, in the words of whoever asks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            listed = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect("admin:sme2go_site_auditentry_changelist")
        found = listed.get_queryset(request).filter(at__lte=timezone.now())  # its own line is none of them
        audit.record(
            Action.EXPORTED, what="audit_log", filters=[*filter(None, _filters(request, listed))], number=found.count()
        )
        return spreadsheet.response("audit", _head(), map(_row, found.iterator()))


def _filters(request, listed):
    """The filters that are set, as the list names them; not the words of a search, which may be anything."""
    found = []
    for spec in listed.filter_specs:
        if not request.GET.keys().isdisjoint(spec.expected_parameters()):
            found += [f"{spec.title}: {choice['display']}" for choice in spec.choices(listed) if choice["selected"]]
    day = [request.GET[name] for name in ("at__year", "at__month", "at__day") if request.GET.get(name, "").isdecimal()]
    return [*found, "-".join(day), _("search") if request.GET.get("q") else ""]


def _head():
    names = [AuditEntry._meta.get_field(name).verbose_name for name in ("at", "action", "by_name", "kind", "title")]
    more = [AuditEntry._meta.get_field(name).verbose_name for name in ("object_id", "details", "address")]
    return [*names, *more]


def _row(entry):
    at = timezone.localtime(entry.at).isoformat(" ", "seconds")
    return [at, entry.get_action_display(), entry.by_name, kind_of(entry), entry.title, entry.object_id, said(entry),
            entry.address]  # fmt: skip
