"""Downloads of logo files and zips: counted per name and month, with no address, no cookie and nothing else of the reader."""

import logging

from django.db import DatabaseError, IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


class Download(models.Model):
    month = models.DateField(_("month"))  # its first day
    name = models.CharField(_("file"), max_length=160)
    count = models.PositiveIntegerField(_("downloads"), default=1)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-month", "-count", "name"]
        constraints = [models.UniqueConstraint(fields=["month", "name"], name="download_once_a_month")]

    def __str__(self):
        return f"{self.name}, {self.month:%Y-%m}: {self.count}"


def count(name):
    """One more download of this name in this month; a database that cannot be written to does not keep the file back."""
    this = {"month": timezone.localdate().replace(day=1), "name": name[:160]}
    try:
        if not _one_more(this):
            with transaction.atomic():
                Download.objects.create(**this)
    except IntegrityError:  # somebody else's download was the month's first
        _one_more(this)
    except DatabaseError:
        logger.exception("A download of %s was not counted", name)


def _one_more(this):
    return Download.objects.filter(**this).update(count=F("count") + 1)
