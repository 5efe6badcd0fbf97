"""The picture library: one file for all languages, its words in each."""

from datetime import timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.history import InHistory
from sme2go_site.languages import CODES, text
from sme2go_site.uses import uses

ENDING_DAYS = 30


class PictureQuerySet(models.QuerySet):
    def rights_ended(self):
        return self.filter(rights_until__lt=timezone.localdate())

    def rights_ending(self):
        """Shown today, but not for long."""
        today = timezone.localdate()
        return self.filter(rights_until__range=(today, today + timedelta(days=ENDING_DAYS)))

    def lacking_alt(self, *codes):
        """Without words for those who do not see them, in one of these languages (default: in any)."""
        wanted = [(f"alt_{code}", value) for code in codes or CODES for value in ("", None)]
        return self.filter(models.Q(*wanted, _connector=models.Q.OR), decorative=False)


class Picture(InHistory):
    """A picture as the site keeps it: a clean master, and renditions that readers get.

    `renditions` is {"colour": "rrggbb", "avif": {"320": path, …}, "webp": {…}, "jpeg": {…}}; see imaging.py.
    """

    alt = models.CharField(
        _("description for those who do not see it"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, in one sentence."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    file = models.ImageField(
        _("file"),
        upload_to=imaging.upload_path,
        validators=[imaging.check_upload],
        help_text=_("JPEG, PNG, WebP or AVIF, at most 25 MB and 50 megapixels."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Says nothing that the text does not say: read aloud as nothing.")
    )
    rights_holder = models.CharField(_("rights holder"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    rights_until = models.DateField(_("right of use ends"), null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, per cent from the left"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, per cent from the top"), default=50, validators=[MaxValueValidator(100)]
    )
    width = models.PositiveIntegerField(_("width"), null=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, editable=False)
    renditions = models.JSONField(_("renditions"), default=dict, editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-pk"]

    def __str__(self):
        words = (text(self, field, code) for field in ("caption", "alt") for code in (None, "en", *CODES))
        return next(filter(None, words), self.file.name)

    def save(self, *args, **kwargs):
        """A newly chosen file is cleaned and rendered before anything is stored; an unchanged one costs nothing."""
        if self.file and not self.file._committed:
            imaging.prepare(self)
        super().save(*args, **kwargs)

    def jpeg(self, width):
        """The address of the smallest JPEG that is at least this wide, else of the widest."""
        return self.jpeg_facts(width)["url"]

    def jpeg_facts(self, width):
        """The same with what is known of the file: {"url", "width", "height", "bytes"}."""
        widths = sorted(map(int, self.renditions["jpeg"]))
        found = next((wide for wide in widths if wide >= width), widths[-1])
        rendition = self.renditions["jpeg"][str(found)]
        return rendition | {"url": self.file.storage.url(rendition["path"]), "width": found}

    def link_in(self, _code):
        """Where a reference to the picture leads: the file itself, for the editor and for whoever follows a raw link."""
        return self.jpeg(960) if self.may_be_shown else None

    @property
    def may_be_shown(self):
        return self.rights_until is None or self.rights_until >= timezone.localdate()

    @property
    def rights_are_ending(self):
        days = (self.rights_until - timezone.localdate()).days if self.rights_until else -1
        return 0 <= days <= ENDING_DAYS

    def missing_alt(self):
        """The languages in which those who do not see it are told nothing; a decorative picture lacks nothing."""
        return [] if self.decorative else [code for code in CODES if not text(self, "alt", code)]

    def uses(self):
        """[(object, [codes])]: articles whose main picture it is (no codes), and texts that show it, by language."""
        return [(article, []) for article in self.hero_of.defer("body")] + uses("picture", self.pk)


@receiver(pre_delete, sender=Picture)
def refuse_while_used(instance, **_signal):
    """However it is deleted, one by one or in bulk: a page never loses its picture."""
    if found := instance.uses():
        raise models.ProtectedError(_("The picture is in use."), {thing for thing, _codes in found})
