"""What waits for whoever opens the desk: sentences with a count, each leading to the list of what it counts."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from .checks import TranslationCheck
from .drafts import WorkingCopy
from .rights import may_publish, may_see_all

PROVIDERS = []  # functions that give [Waiting]; rooms add theirs
PANELS = []  # functions of the user that give {name: value} for templates/admin/index.html


URGENCY = ["urgent", "outdated", "missing", "draft", "scheduled"]  # kinds, each with its shape and colour in desk.css


@dataclass(frozen=True)
class Waiting:
    kind: str
    count: int
    words: str
    model: type
    query: str = ""
    is_for_publishers: bool = False

    @property
    def address(self):
        return reverse(f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_changelist") + self.query


def waiting(user):
    """What this user may see, the most urgent first."""
    entries = [entry for provider in PROVIDERS for entry in provider() if entry.count and _concerns(entry, user)]
    return sorted(entries, key=lambda entry: URGENCY.index(entry.kind))


def _concerns(entry, user):
    return may_publish(user, entry.model) if entry.is_for_publishers else may_see_all(user, entry.model)


def drafts_of(model):
    """One entry for the objects of a model whose changes wait for somebody to publish them."""
    count = WorkingCopy.objects.about_any(model).filter(object_id__in=model._base_manager.values("pk")).count()
    words = _("%(kind)s: drafts that wait for publication") % {
        "kind": str(model._meta.verbose_name_plural).capitalize()
    }
    return Waiting("draft", count, words, model, "?draft=yes", is_for_publishers=True)


def panels(user):
    return {name: value for panel in PANELS for name, value in panel(user).items()}


def outdated(model):
    """One entry for the objects of a model that have an outdated translation."""
    count = TranslationCheck.objects.about_any(model).outdated().values("object_id").distinct().count()
    words = _("%(kind)s: translations outdated") % {"kind": str(model._meta.verbose_name_plural).capitalize()}
    return Waiting("outdated", count, words, model, "?outdated=any")
