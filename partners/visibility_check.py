"""A run of the guard as it is kept: when, what was found, and what the pages looked like."""

from contextlib import suppress
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from PIL import Image

from sme2go_site.uploads import StoreAway

OLD = timedelta(days=30)
KEPT = 2  # runs with pictures; what was found is kept of all
WEBP = {"quality": 60, "method": 4}


class VisibilityCheck(models.Model):
    at = models.DateTimeField(_("at"), default=timezone.now)
    views = models.PositiveIntegerField(_("pages as seen"), default=0)
    findings = models.JSONField(default=list)  # visibility_rules.Finding, as data
    pictures = models.JSONField(default=list)  # {"page", "language", "width", "scheme", "path", "size"}

    class Meta:
        verbose_name = _("check of visibility")
        verbose_name_plural = _("checks of visibility")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def is_old(self):
        return timezone.now() - self.at > OLD

    @classmethod
    def keep(cls, views, findings, pictures):
        """Store a run: how many views, [Finding], and the [View] that are to be seen. Of older runs only findings stay."""
        check = cls.objects.create(views=views, findings=[finding.as_data() for finding in findings])
        with suppress(StoreAway):  # what was found is kept, whether or not it can be shown
            check.pictures = [check._stored(view) for view in pictures]
            check.save()
            for old in cls.objects.exclude(pictures=[])[KEPT:]:
                for picture in old.pictures:
                    default_storage.delete(picture["path"])
                old.pictures = []
                old.save()
        return check

    def _stored(self, view):
        buffer = BytesIO()
        with Image.open(BytesIO(view.picture), formats=["PNG"]) as image:
            size = image.size
            image.convert("RGB").save(buffer, "WEBP", **WEBP)
        said = {"page": view.page, "language": view.language, "width": view.width, "scheme": view.scheme}
        name = "-".join(map(str, said.values()))
        path = default_storage.save(f"visibility/{self.at:%Y%m%d-%H%M%S}/{name}.webp", ContentFile(buffer.getvalue()))
        return said | {"path": path, "size": size}
