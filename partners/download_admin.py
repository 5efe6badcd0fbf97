"""How often logos were downloaded: a table, a chart of the last months, and CSV."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sme2go_site import audit, spreadsheet
from sme2go_site.audit_entry import Action
from sme2go_site.listed_filter import ListedFilter

from .models import Download

MONTHS, STEP, TALL = 24, 40, 120  # of the chart: how many, and its units


class MonthFilter(ListedFilter):
    title, parameter_name = _("month"), "month"

    def lookups(self, request, model_admin):
        months = Download.objects.order_by("-month").values_list("month", flat=True).distinct()
        return [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months]

    def queryset(self, request, downloads):
        return downloads.filter(month=f"{self.value()}-01") if self.value() else downloads


@admin.register(Download)
class DownloadAdmin(admin.ModelAdmin):
    list_display = ["name", "month_shown", "count"]
    list_display_links = None
    list_filter = [MonthFilter]
    search_fields = ["name"]
    change_list_template = "admin/download_list.html"

    def _never(self, request, download=None):
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never

    def get_urls(self):
        return [path("export/", self.admin_site.admin_view(self.export), name="downloads_csv"), *super().get_urls()]

    @admin.display(description=_("month"), ordering="month")
    def month_shown(self, download):
        return f"{download.month:%Y-%m}"

    def changelist_view(self, request, extra_context=None):
        # Not “select one to view”: the rows lead nowhere.
        shown = {"chart": chart(), "title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, shown | (extra_context or {}))

    def export(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        audit.record(Action.EXPORTED, what="downloads", number=Download.objects.count())
        rows = ((f"{one.month:%Y-%m}", one.name, one.count) for one in Download.objects.iterator())
        head = [Download._meta.get_field(name).verbose_name for name in ("month", "name", "count")]
        return spreadsheet.response("downloads", head, rows)


def chart():
    """Bars of the last months with downloads, oldest first; None where there are none."""
    found = Download.objects.order_by("-month").values_list("month").annotate(total=Sum("count"))[:MONTHS]
    if not found:
        return None
    most = max(total for _month, total in found)
    bars = [
        {"x": STEP * at, "y": round(TALL * (1 - total / most), 1), "height": round(TALL * total / most, 1)}
        | {"month": month, "total": total, "middle": STEP * at + STEP / 2 - 4}
        for at, (month, total) in enumerate(reversed(found))
    ]
    return {"bars": bars, "width": STEP * len(bars), "height": TALL + 40, "tall": TALL}
