"""What belongs to articles: topics, attachments, and what the search keeps. Articles, events and pictures have own files."""

import re
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from sme2go_site.fields import MissingAsNullSlugField, UnguessablePath
from sme2go_site.history import InHistory
from sme2go_site.languages import CODES, text
from sme2go_site.models import slug_constraints
from sme2go_site.old_addresses import Addressed

from . import attachments
from .article import Article
from .event import Event
from .picture import Picture
from .share_picture import SharePicture

__all__ = [
    "Article",
    "Attachment",
    "EmbeddingSite",
    "Event",
    "Picture",
    "SearchBuild",
    "SearchText",
    "SharePicture",
    "Topic",
]
ORIGIN = re.compile(r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?\Z")
NO_ORIGIN = _("Write the website’s address without a path, for example https://www.example.org.")


class Topic(Addressed):
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

    def read_languages(self):
        return [code for code in CODES if self.is_in(code)]


class Attachment(InHistory):
    title = models.CharField(_("title"), max_length=160, blank=True)
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="attachments", verbose_name=_("article")
    )
    file = models.FileField(
        _("file"),
        upload_to=UnguessablePath("attachments/"),
        validators=[attachments.check],
        help_text=_(
            "PDF, a document of Word, Excel, PowerPoint or LibreOffice, JPEG, PNG or plain text, at most 25 MB."
        ),
    )
    size = models.PositiveIntegerField(_("size"), default=0, editable=False)  # bytes
    language = models.CharField(_("language of the file"), max_length=2, choices=settings.LANGUAGES)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(blank=True, editable=False)  # what a PDF says, for the search

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "pk"]

    def __str__(self):
        return next(filter(None, (text(self, "title", code) for code in (None, *CODES))), self.file.name)

    def save(self, *args, **kwargs):
        """A newly chosen file is refused or cleaned before anything is stored."""
        if self.file and not self.file._committed:
            self.text = attachments.text_of(self.file)
            self.file = attachments.cleaned(self.file)
            self.size = self.file.size
        super().save(*args, **kwargs)

    @property
    def type(self):
        """PDF, DOCX … as readers know it."""
        return PurePosixPath(self.file.name).suffix.lstrip(".").upper()


class EmbeddingSite(models.Model):
    """A website that may frame the newest articles."""

    origin = models.CharField(_("website"), max_length=200, unique=True, help_text=NO_ORIGIN)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("website that may show the news")
        verbose_name_plural = _("websites that may show the news")
        ordering = ["origin"]

    def __str__(self):
        return self.origin

    def clean(self):
        self.origin = self.origin.strip().lower().rstrip("/")
        if not ORIGIN.match(self.origin):
            raise ValidationError({"origin": NO_ORIGIN})


class SearchText(models.Model):
    """What readers of one language can find an article by, besides title and lead; a passage of it is shown with a hit."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="search_texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    text = models.TextField()
    checksum = models.CharField(max_length=64)  # of all that is in the index, so that what is the same is left alone

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_search_text_a_language")]

    def __str__(self):
        return f"{self.article_id} {self.language}"


class SearchBuild(models.Model):
    """The one building of the index: when it last gave a sign of life, and what it has finished."""

    version = models.CharField(max_length=20, blank=True)  # terms.VERSION of the index that is whole
    beat_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.version
