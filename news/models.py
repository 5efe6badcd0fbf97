"""What belongs to articles: topics, events, attachments, old addresses. Articles and pictures have files of their own."""

from functools import cache
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import date as date_format
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.languages import CODES, text
from sme2go_site.models import slug_constraints
from sme2go_site.steps import InStep

from . import attachments
from .article import Article
from .picture import Picture

__all__ = ["Article", "Attachment", "Event", "Picture", "SlugRedirect", "Topic"]


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=60, blank=True)
    slug = MissingAsNullSlugField(_("word in the address"), max_length=60, blank=True, null=True, db_index=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["order", "pk"]
        constraints = slug_constraints("topic")

    def __str__(self):
        return next(filter(None, (text(self, "name", code) for code in (None, "en", *CODES))), str(self.pk))

    def is_in(self, code):
        """Whether the language has the topic: its name and its word in the address."""
        return bool(text(self, "name", code) and text(self, "slug", code))


@cache
def time_zones():
    return available_timezones()


def check_time_zone(name):
    if name not in time_zones():
        message = _("“%(name)s” is no time zone. Name one that exists, for instance Europe/Tallinn.")
        raise ValidationError(message, code="no_time_zone", params={"name": name})


class Event(InStep):
    """What an article reports on: where it was, and when."""

    title = models.CharField(_("title"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    dates_in_words = models.CharField(
        _("dates in words"),
        max_length=80,
        blank=True,
        help_text=_("When the exact days are not known: shown instead of the dates below, which then only sort."),
    )
    description = RichTextField(_("description"), blank=True)
    starts = models.DateTimeField(
        _("starts"), null=True, blank=True, help_text=_("An article on it can be published once this is known.")
    )
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Stockholm", validators=[check_time_zone]
    )
    country = CountryField(_("country"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("starts")), name="event_ends_after_start"
            )
        ]

    def __str__(self):
        title = next(filter(None, (text(self, "title", code) for code in (None, "en", *CODES))), "")
        return f"{title or self.pk}, {self.starts:%Y}" if self.starts else title or str(self.pk)

    @property
    def zone(self):
        """The event's time zone; the desk's own where the name is none, since a page must not fail for that."""
        return ZoneInfo(self.time_zone) if self.time_zone in time_zones() else timezone.get_default_timezone()

    @property
    def dates(self):
        """When it was, as the active language writes it: in words where only these are known."""
        if words := text(self, "dates_in_words"):
            return words
        kind = "DATE_FORMAT" if self.all_day else "DATETIME_FORMAT"
        days = [moment.astimezone(self.zone) for moment in (self.starts, self.ends) if moment]
        return " – ".join(dict.fromkeys(date_format(day, kind) for day in days))


class Attachment(models.Model):
    title = models.CharField(_("title"), max_length=160, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("article")
    )
    file = models.FileField(
        _("file"),
        upload_to="attachments/",
        validators=[attachments.check],
        help_text=_(
            "PDF, a document of Word, Excel, PowerPoint or LibreOffice, JPEG, PNG or plain text, at most 25 MB."
        ),
    )
    language = models.CharField(_("language of the file"), max_length=2, choices=settings.LANGUAGES)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "pk"]

    def __str__(self):
        return next(filter(None, (text(self, "title", code) for code in (None, *CODES))), self.file.name)

    def save(self, *args, **kwargs):
        """A newly chosen file is refused or cleaned before anything is stored."""
        if self.file and not self.file._committed:
            self.file = attachments.cleaned(self.file)
        super().save(*args, **kwargs)

    @property
    def type(self):
        """PDF, DOCX … as readers know it."""
        return PurePosixPath(self.file.name).suffix.lstrip(".").upper()

    @property
    def size(self):
        """Bytes; 0 where the file is away, since a page must not fail for that."""
        try:
            return self.file.size
        except OSError:
            return 0


class SlugRedirect(models.Model):
    """An address that an article once had in a language."""

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    old_slug = models.CharField(_("old word in the address"), max_length=80)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_slugs", verbose_name=_("article"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["language", "old_slug"], name="one_article_an_old_slug_and_language")
        ]

    def __str__(self):
        return f"{self.language}/{self.old_slug}"
