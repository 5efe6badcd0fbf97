"""What is remembered of each translation: against which text it was confirmed, and why it was sent back."""

from hashlib import sha256

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def digest(words):
    return sha256(words.encode()).hexdigest()


class AboutAnyObject(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField(_("number"))
    about = GenericForeignKey("content_type", "object_id")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        abstract = True


class AboutAnyQuerySet(models.QuerySet):
    def about(self, instance):
        return self.filter(content_type=ContentType.objects.get_for_model(instance), object_id=instance.pk)

    def about_any(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class TranslationCheckQuerySet(AboutAnyQuerySet):
    def outdated(self):
        return self.filter(outdated_since__isnull=False)


class TranslationCheck(AboutAnyObject):
    """What the original said when this field of this language was last confirmed to say the same.

    `source_text` is what somebody confirmed it against, `source_digest` that of the text which it is still good for. They
    differ only after a small edit, which moves the digest and leaves the text; taking it back moves the digest home.
    """

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    field = models.CharField(_("field"), max_length=40)
    source_text = models.TextField(_("source text"), blank=True)
    source_digest = models.CharField(_("digest of the source text"), max_length=64)
    outdated_since = models.DateTimeField(_("outdated since"), null=True, blank=True)

    objects = TranslationCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation check")
        verbose_name_plural = _("translation checks")
        permissions = [(f"translate_{code}", f"Can write {name}") for code, name in settings.LANGUAGES]
        ordering = ["pk"]
        indexes = [models.Index(fields=["content_type", "outdated_since"], name="check_outdated")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "field"], name="one_check_a_field_and_language"
            )
        ]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.field} {self.language}"

    @property
    def has_small_edit(self):
        return self.source_digest != digest(self.source_text)

    def confirm(self, source, by=None):
        """The translation says what the source says."""
        self.source_text, self.source_digest = source, digest(source)
        self.outdated_since, self.by, self.at = None, by, timezone.now()

    def compare(self, source):
        """Remember since when the source has moved on, or that it has not."""
        is_fresh = self.source_digest == digest(source)
        self.outdated_since = None if is_fresh else self.outdated_since or timezone.now()


class SentBackQuerySet(AboutAnyQuerySet):
    def open(self):
        return self.filter(settled_at=None)


class SentBack(AboutAnyObject):
    """A translation sent back to whoever wrote it, with the reason; settled by the next change of its words, or approval."""

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    reason = models.TextField(_("reason"), max_length=1000)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = SentBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation sent back")
        verbose_name_plural = _("translations sent back")
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "settled_at"], name="sent_back_open")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.language}"
