"""Logos: of a partner, the project or the programme, in every kind and shape, and which of them readers see."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sme2go_site.fields import UnguessablePath
from sme2go_site.history import InHistory, InHistoryQuerySet
from sme2go_site.languages import CODES, text

from . import logo_files, visibility

OWNERS = ("project", "programme", "partner")
STORED = UnguessablePath("logos/original/")


class LogoQuerySet(InHistoryQuerySet):
    def approved(self):
        """What readers may see and download, also where a newer version has come since."""
        return self.filter(is_approved=True)

    def public(self):
        """What readers are offered: approved, and not superseded."""
        return self.approved().filter(superseded_by=None)

    def of(self, owner):
        """The logos of a partner, a project or a programme."""
        return self.filter(**{owner._meta.model_name: owner})

    def for_list(self):
        """Without the drawings, of which each may be as long as a book."""
        return self.defer("svg")

    def best_first(self):
        """What suits most uses comes first: in colour, then wide."""
        kinds = [models.When(kind=kind, then=at) for at, kind in enumerate(Logo.Kind.values)]
        shapes = [models.When(shape=shape, then=at) for at, shape in enumerate(Logo.Shape.values)]
        number = models.IntegerField()
        return self.order_by(
            models.Case(*kinds, output_field=number), models.Case(*shapes, output_field=number), "-version", "pk"
        )


class Logo(InHistory):
    """One version of one logo of one owner; its files are made when it is saved (logo_files.py)."""

    class Kind(models.TextChoices):
        COLOUR = "colour", _("Colour")
        NEGATIVE = "negative", _("Negative")
        ONE_COLOUR = "one-colour", _("One colour")

    class Shape(models.TextChoices):
        WIDE = "wide", _("Wide")
        TALL = "tall", _("Tall")
        SQUARE = "square", _("Square")

    class Ground(models.TextChoices):
        WHITE = "white", _("White")
        GREY = "grey", _("Light grey")
        BRAND = "brand", _("A colour")
        DARK = "dark", _("Dark")
        PHOTO = "photo", _("A photograph")

    partner = models.ForeignKey(
        "Partner", on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("partner")
    )
    project = models.ForeignKey(
        "Project", on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("project")
    )
    programme = models.ForeignKey(
        "Programme", on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COLOUR)
    shape = models.CharField(_("shape"), max_length=8, choices=Shape, default=Shape.WIDE)
    original = models.FileField(_("SVG, or else PNG"), upload_to=STORED)
    pdf = models.FileField(_("PDF"), upload_to=STORED, blank=True)
    eps = models.FileField(_("EPS"), upload_to=STORED, blank=True)
    png = models.FileField(_("the owner’s own PNG"), upload_to=STORED, blank=True)
    svg = models.TextField(_("clean SVG"), blank=True, editable=False)
    renditions = models.JSONField(_("renditions"), default=dict, blank=True, editable=False)  # logo_files.py
    clear_space = models.PositiveSmallIntegerField(
        _("clear space, percent of the logo’s height"), null=True, blank=True
    )
    smallest_px = models.PositiveSmallIntegerField(_("smallest width on a screen, px"), null=True, blank=True)
    smallest_mm = models.PositiveSmallIntegerField(_("smallest width in print, mm"), null=True, blank=True)
    grounds = models.JSONField(_("grounds that it may stand on"), default=list, blank=True)
    usage_rules = models.TextField(_("more rules of use"), blank=True)
    is_placeholder = models.BooleanField(_("placeholder, not the real logo"), default=False)
    is_approved = models.BooleanField(_("approved"), default=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("superseded by")
    )
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    for_publishers = ["is_approved", "superseded_by", "version"]  # rights.py
    not_proposed = ["project", "programme", "is_placeholder"]
    objects = LogoQuerySet.as_manager()

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
        permissions = [("publish_logo", "Can approve logos"), ("propose_logo", "Can propose logos of own partner")]
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="logo_has_exactly_one_owner",
                condition=(
                    models.Q(partner__isnull=False, project=None, programme=None)
                    | models.Q(partner=None, project__isnull=False, programme=None)
                    | models.Q(partner=None, project=None, programme__isnull=False)
                ),
            )
        ]

    def __str__(self):
        return f"{self.owner}, {self.get_kind_display()}, {self.get_shape_display()}"

    def save(self, *args, **kwargs):
        """Newly chosen files are checked, cleaned and made into the others; ValidationError where one is refused."""
        logo_files.make(self)
        super().save(*args, **kwargs)

    @property
    def owner(self):
        return self.partner or self.project or self.programme

    @property
    def is_public_at_once(self):
        """It has no draft: once it is approved, a change of it is one of what readers see (rights.py)."""
        return self.is_approved

    def is_own(self, user):
        return bool(self.partner and self.partner.is_own(user))

    def read_languages(self):
        return CODES if self.is_approved and not self.superseded_by_id else []

    @property
    def seen(self):
        """All that a publisher looks at before approving it, as one word: another file or rule makes it another."""
        files = sorted(entry["sha256"] for entry in self.renditions.get("files", ()))
        columns = [*(f"{owner}_id" for owner in OWNERS), "kind", "shape", "clear_space", "smallest_px", "smallest_mm"]
        rules = [text(self, "usage_rules", code) for code in CODES]
        values = [*(str(getattr(self, name)) for name in columns), sorted(self.grounds or ()), rules]
        return sha256(repr([files, values]).encode()).hexdigest()[:32]

    def earlier(self):
        """Its versions before this one, the newest first: they stay reachable."""
        same = Logo.objects.approved().of(self.owner).filter(kind=self.kind, shape=self.shape)
        return same.filter(superseded_by__isnull=False, version__lt=self.version).order_by("-version")

    def approve(self):
        """Readers see it from now on, in place of the owner's logo of the same kind and shape."""
        olds = list(Logo.objects.approved().of(self.owner).filter(kind=self.kind, shape=self.shape).exclude(pk=self.pk))
        self.is_approved = True
        self.version = max([old.version for old in olds], default=0) + 1
        self.save()
        for old in olds:
            if old.superseded_by_id is None:
                old.superseded_by = self
                old.save()

    @property
    def name(self):
        """Whose logo it is, as the active language says it."""
        return text(self.partner, "name") or str(self.partner) if self.partner else str(self.owner)

    @property
    def link(self):
        """The owner's page; '' for an owner that has none in the active language."""
        return self.partner.get_absolute_url() if self.partner else ""

    def get_absolute_url(self):
        return reverse("logos:logo_detail", args=[self.pk])

    @property
    def folder(self):
        """Its owner in ASCII letters: a folder of a zip."""
        return slugify(self.owner) or self._meta.model_name

    @property
    def stem(self):
        """What its files are called before the dot, in ASCII letters."""
        version = f"-v{self.version}" if self.version > 1 else ""
        return f"{self.folder}-{self.kind}-{self.shape}{version}"

    def files(self):
        """What it is offered as, the most useful first: [logo_files.LogoFile]."""
        return logo_files.files(self)

    @property
    def size(self):
        """(width, height) in px of the drawing, or of the PNG."""
        return self.renditions.get("width", 133), self.renditions.get("height", 40)

    @property
    def ink(self):
        """(x, y, width, height) in px of the drawing: the part of it that shows anything."""
        return tuple(self.renditions.get("ink") or (0, 0, *self.size))

    @property
    def ink_shape(self):
        """Width / height of what shows anything: a strip leaves out the empty edge."""
        return self.ink[2] / self.ink[3]

    @property
    def ground(self):
        """What it is shown on by itself: dark for a negative one, and for one that may stand on dark and not on white."""
        only_dark = self.Ground.DARK in (self.grounds or ()) and self.Ground.WHITE not in self.grounds
        return self.Ground.DARK if only_dark or self.kind == self.Kind.NEGATIVE else self.Ground.WHITE

    @property
    def width_at_40(self):
        """The width in px at a height of 40 px, so that a page keeps its place while the file loads."""
        width, height = self.size
        return round(40 * width / height)

    @property
    def size_beside_flag(self):
        """{"width", "height"} in px in the header of every page, for the programme's."""
        return visibility.beside_flag(*self.size)

    @property
    def size_on_card(self):
        """{"width", "height"} in px on pages that are about logos."""
        return visibility.on_card(*self.size)

    def clean(self):
        super().clean()
        if not set(self.grounds or ()) <= set(self.Ground.values):
            raise ValidationError({"grounds": _("This ground is not known.")})
