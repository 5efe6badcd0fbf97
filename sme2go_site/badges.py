"""The state of a language as lists show it: a badge that leads to where the language is written, and the filter by it."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .languages import CODES, name_of


@dataclass(frozen=True)
class Badge:
    """The state of a language as it is shown: a kind for shape and colour, a word, and since when it is outdated."""

    kind: str
    word: str
    since: object = None

    @property
    def days(self):
        return (timezone.now() - self.since).days if self.since else None

    @property
    def note(self):
        """What a list says beside the word: how long it has been outdated, and of a draft that it is so at all."""
        days = ngettext("%(days)d day", "%(days)d days", self.days) % {"days": self.days} if self.days else ""
        said = [_("outdated")] if self.since and self.kind != "outdated" else []
        return " ".join([*said, *filter(None, [days])])


class OutdatedFilter(admin.SimpleListFilter):
    title = gettext_lazy("time outdated")
    parameter_name = "outdated"

    def lookups(self, request, model_admin):
        return [("any", _("in any language")), ("7", _("for more than 7 days")), ("30", _("for more than 30 days"))]

    def queryset(self, request, objects):
        if self.value() not in {"any", "7", "30"}:
            return objects
        before = timezone.now() - timedelta(days=0 if self.value() == "any" else int(self.value()))
        condition = Q()
        for code in CODES:
            condition |= Q(**{f"outdated_since_{code}__lte": before})
        return objects.filter(condition)


def language_cell(model_admin, code):
    """A column of the list: the state of one language as a link to where it is written."""

    @admin.display(description=name_of(code))
    def cell(instance):
        badge = model_admin.badge(instance, code)
        note = format_html(" <small>{}</small>", badge.note) if badge.note else ""
        name = _("%(language)s, %(state)s: %(object)s")
        label = name % {"language": name_of(code), "state": badge.word, "object": instance}
        return format_html(
            '<a class="state state-{}" href="{}" aria-label="{}">{}{}</a>',
            badge.kind, model_admin.address_of(instance, code), label, badge.word, note,
        )  # fmt: skip

    cell.__name__ = f"language_{code}"
    return cell
