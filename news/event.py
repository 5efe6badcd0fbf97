"""Events: where something was or will be, and when, on the clock of the place."""

from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_countries.fields import CountryField

from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.history import InHistoryQuerySet
from sme2go_site.languages import CODES, active, best_first, text
from sme2go_site.models import slug_constraints
from sme2go_site.old_addresses import Addressed
from sme2go_site.steps import InStep

from . import dates

DAY = timedelta(days=1)


@cache
def time_zones():
    return available_timezones()


def check_time_zone(name):
    if name not in time_zones():
        message = gettext_lazy("“%(name)s” is no time zone. Name one that exists, for instance Europe/Tallinn.")
        raise ValidationError(message, code="no_time_zone", params={"name": name})


def has_page(code):
    """What an event needs so that it has a page in one language: a title, a word in the address, and when it is."""
    return Q(**{f"title_{code}__gt": "", f"slug_{code}__isnull": False, "starts__isnull": False})


def in_words():
    """Its days are not known exactly, whichever language says so."""
    condition = Q()
    for code in CODES:
        condition |= Q(**{f"dates_in_words_{code}__gt": ""})
    return condition


def is_over():
    """Its last moment has passed, or the last of its days; for with_last()."""
    now = timezone.now()
    return Q(all_day=False, last__lte=now) | Q(all_day=True, last__lte=now - DAY)


class EventQuerySet(InHistoryQuerySet):
    def public(self):
        """What has a page in the active language."""
        return self.filter(has_page(active()))

    def coming(self):
        """Not over yet, the next one first."""
        return self._with_last().exclude(is_over()).order_by("starts", "pk")

    def past(self):
        return self._with_last().filter(is_over()).order_by("-starts", "-pk")

    def exact(self):
        """Those whose days are known: nothing else may stand in a calendar."""
        return self.exclude(in_words())

    def _with_last(self):
        return self.annotate(last=Coalesce("ends", "starts"))

    def with_reports(self):
        """With the articles on each that readers may see, as `reports`; the number of queries does not grow."""
        articles = self.model._meta.get_field("articles").related_model.objects
        reports = articles.public().for_card().newest_first()
        return self.prefetch_related(models.Prefetch("articles", reports, to_attr="reports"))


class Event(Addressed, InStep):
    """Articles report on it; readers find it in the list of events, and in their calendar once its days are known."""

    title = models.CharField(gettext_lazy("title"), max_length=160, blank=True)
    slug = MissingAsNullSlugField(
        gettext_lazy("word in the address"), max_length=80, blank=True, null=True, db_index=False
    )
    place = models.CharField(gettext_lazy("place"), max_length=120, blank=True)
    dates_in_words = models.CharField(
        gettext_lazy("dates in words"),
        max_length=80,
        blank=True,
        help_text=gettext_lazy(
            "When the exact days are not known: shown instead of the dates below, which then only sort. "
            "Calendars leave the event out."
        ),
    )
    description = RichTextField(gettext_lazy("description"), blank=True)
    starts = models.DateTimeField(
        gettext_lazy("starts"),
        null=True,
        blank=True,
        help_text=gettext_lazy("On the clock of the place. Readers see the event once this is known."),
    )
    ends = models.DateTimeField(
        gettext_lazy("ends"), null=True, blank=True, help_text=gettext_lazy("Of an event of whole days: its last day.")
    )
    all_day = models.BooleanField(
        gettext_lazy("all day"), default=False, help_text=gettext_lazy("Whole days: the times are left out.")
    )
    cancelled = models.BooleanField(
        gettext_lazy("cancelled"),
        default=False,
        help_text=gettext_lazy("It stays in lists and calendars, and says so."),
    )
    time_zone = models.CharField(
        gettext_lazy("time zone"), max_length=40, default="Europe/Stockholm", validators=[check_time_zone]
    )
    country = CountryField(gettext_lazy("country"), blank=True)
    address = models.CharField(gettext_lazy("address"), max_length=200, blank=True)
    website = models.URLField(gettext_lazy("website"), blank=True)
    changed_at = models.DateTimeField(gettext_lazy("changed"), auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("event")
        verbose_name_plural = gettext_lazy("events")
        permissions = [("publish_event", "Can publish events")]
        ordering = ["-starts", "pk"]
        constraints = [
            *slug_constraints("event"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="event_ends_after_start"
            ),
        ]

    def __str__(self):
        title = next(filter(None, (text(self, "title", code) for code in (None, "en", *CODES))), "")
        return f"{title or self.pk}, {self.local_start:%Y}" if self.starts else title or str(self.pk)

    @property
    def zone(self):
        """The event's time zone; the desk's own where the name is none, since a page must not fail for that."""
        return ZoneInfo(self.time_zone) if self.time_zone in time_zones() else timezone.get_default_timezone()

    @property
    def local_start(self):
        return self.starts and self.starts.astimezone(self.zone)

    @property
    def local_end(self):
        return self.ends and self.ends.astimezone(self.zone)

    @property
    def is_exact(self):
        return bool(self.starts) and not any(text(self, "dates_in_words", code) for code in CODES)

    @property
    def dates(self):
        """When it is, as the active language writes it; no more exactly than it is known."""
        if words := text(self, "dates_in_words"):
            return words
        if not self.starts:
            return ""
        if not self.is_exact:  # another language has words that this one still lacks
            return dates.months(self.local_start, self.local_end)
        return dates.span(self.local_start, self.local_end, self.all_day)

    @property
    def clock(self):
        """Whose clock the times are on: “local time, UTC+3”; '' where no times are told."""
        if self.all_day or not self.is_exact:
            return ""
        return _("local time, %(offset)s") % {"offset": dates.offsets(self.local_start, self.local_end)}

    @property
    def machine_start(self):
        """For <time datetime>: a day, or a moment with its offset; '' where neither is known."""
        if not self.is_exact:
            return ""
        return f"{self.local_start:%Y-%m-%d}" if self.all_day else self.local_start.isoformat(timespec="minutes")

    @property
    def whereabouts(self):
        """Place, address and country, as far as they are known, on one line."""
        return ", ".join(filter(None, [text(self, "place"), self.address, self.country.name if self.country else ""]))

    def public_languages(self):
        return [code for code in CODES if self.starts and text(self, "title", code) and text(self, "slug", code)]

    read_languages = public_languages

    def best_language(self, code=None):
        """The language whose page serves a reader of `code` best; None where there is none."""
        there = self.public_languages()
        return next((choice for choice in best_first(code, self.source_language) if choice in there), None)

    def link_in(self, code):
        """Where a link in a text of that language leads: the event, or the honest page; None where it has no page."""
        if not (best := self.best_language(code)):
            return None
        with override(code):
            return reverse("events:event_detail", args=[text(self, "slug", best)])

    def urls(self):
        """The event's address in each language that it has a page in: {code: path}."""
        return {code: self.link_in(code) for code in self.public_languages()}

    def get_absolute_url(self):
        return self.link_in(active()) or ""
