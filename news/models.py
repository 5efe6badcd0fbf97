"""Articles and what hangs on them. Pictures, the library that all languages share, stand in picture.py."""

from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.template.defaultfilters import date as date_format
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField

from partners.models import Partner
from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.languages import CODES, active, best_first, text
from sme2go_site.models import slug_constraints

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


class Event(models.Model):
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
    starts = models.DateTimeField(_("starts"))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    all_day = models.BooleanField(_("all day"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Stockholm")
    country = CountryField(_("country"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    source_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES, default="en")

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
        return f"{title or self.pk}, {self.starts:%Y}"

    @property
    def dates(self):
        """When it was, as the active language writes it: in words where only these are known."""
        if words := text(self, "dates_in_words"):
            return words
        zone = ZoneInfo(self.time_zone)
        kind = "DATE_FORMAT" if self.all_day else "DATETIME_FORMAT"
        days = [moment.astimezone(zone) for moment in (self.starts, self.ends) if moment]
        return " – ".join(dict.fromkeys(date_format(day, kind) for day in days))


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """Published and not withdrawn, whatever the languages."""
        return self.filter(published_at__lte=timezone.now(), withdrawn_at=None)

    def public(self):
        """What readers may see in the active language; a constraint sees to it that this has a title and a slug."""
        return self.published().filter(approved=True)

    def for_list(self):
        """Without the bodies, with what a card shows; the number of queries does not grow with the articles."""
        return self.for_card().prefetch_related("topics")

    def for_card(self):
        """A card without topics: title, lead, date and picture."""
        return self.defer("body").select_related("hero")

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = MissingAsNullSlugField(_("word in the address"), max_length=80, blank=True, null=True, db_index=False)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = RichTextField(_("text"), blank=True)
    approved = models.BooleanField(_("may be public"), default=False)
    source_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES, default="sv")
    hero = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="hero_of", verbose_name=_("main picture")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    substantive_update_at = models.DateTimeField(
        _("updated in substance"),
        null=True,
        blank=True,
        help_text=_("Readers see this date. Leave it alone when you only mend spelling."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    archive_at = models.DateTimeField(_("leaves the main lists"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="articles", verbose_name=_("topics"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="articles", verbose_name=_("partners"))
    related = models.ManyToManyField("self", blank=True, symmetrical=False, verbose_name=_("related articles"))
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("event")
    )
    source_url = models.URLField(_("source page"), blank=True)
    is_lead_story = models.BooleanField(_("lead story of the home page"), default=False)
    show_logo_strip = models.BooleanField(_("show the strip of the project's logos"), default=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="article_newest_first"),
            # Counting what is public reads this alone, not the texts.
            models.Index(
                fields=["published_at", "withdrawn_at", "archive_at", *(f"approved_{code}" for code in CODES)],
                name="article_public",
            ),
        ]
        constraints = [
            *slug_constraints("article"),
            *(
                models.CheckConstraint(
                    name=f"article_public_{code}_has_title_and_slug",
                    condition=~models.Q(**{f"approved_{code}": True})
                    | models.Q(**{f"title_{code}__gt": "", f"slug_{code}__isnull": False}),
                    violation_error_message=_(
                        "A language can be public only once it has a title and a word in the address."
                    ),
                )
                for code in CODES
            ),
        ]

    def __str__(self):
        return next(filter(None, (text(self, "title", code) for code in (self.source_language, *CODES))), str(self.pk))

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)

    @property
    def is_published(self):
        return bool(self.published_at and self.published_at <= timezone.now() and not self.withdrawn_at)

    def is_public_in(self, code):
        """The same rule as ArticleQuerySet.public(), for an article at hand."""
        return bool(self.is_published and getattr(self, f"approved_{code}"))

    def public_languages(self):
        return [code for code in CODES if self.is_public_in(code)]

    def best_language(self, code=None):
        """The public language that serves a reader of `code` best; None when readers may see none."""
        public = self.public_languages()
        return next((choice for choice in best_first(code, self.source_language) if choice in public), None)

    def link_in(self, code):
        """Where a link in a text of that language leads: the article, or the honest page; None when it is not public."""
        if not (best := self.best_language(code)):
            return None
        with override(code):
            return reverse("news:article_detail", args=[text(self, "slug", best)])

    def urls(self):
        """The article's address in each language that readers may see it in: {code: path}."""
        return {code: self.link_in(code) for code in self.public_languages()}

    def get_absolute_url(self):
        return self.link_in(active()) or ""


class Attachment(models.Model):
    title = models.CharField(_("title"), max_length=160, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("article")
    )
    file = models.FileField(_("file"), upload_to="attachments/")
    language = models.CharField(_("language of the file"), max_length=2, choices=settings.LANGUAGES)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "pk"]

    def __str__(self):
        return next(filter(None, (text(self, "title", code) for code in (None, *CODES))), self.file.name)

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
