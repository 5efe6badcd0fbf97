"""The picture library: one file for all languages, its words in each."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sme2go_site import imaging
from sme2go_site.languages import CODES, text


class Picture(models.Model):
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
        by_width = sorted((int(wide), rendition["path"]) for wide, rendition in self.renditions["jpeg"].items())
        return self.file.storage.url(next((path for wide, path in by_width if wide >= width), by_width[-1][1]))

    def link_in(self, _code):
        """Where a reference to the picture leads: the file itself, for the editor and for whoever follows a raw link."""
        return self.jpeg(960) if self.may_be_shown else None

    @property
    def may_be_shown(self):
        return self.rights_until is None or self.rights_until >= timezone.localdate()
