"""Programme, project, partners and logos: who did it, and whose money made it possible."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField

from sme2go_site import imaging
from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.languages import CODES, active, text
from sme2go_site.models import slug_constraints
from sme2go_site.steps import InStep

from . import places, visibility

NORTH_OF_MAP = _("The drawn map reaches from 56.3° to 62.9° north. Leave the position empty for a place outside it.")
EAST_OF_MAP = _("The drawn map reaches from 12° to 29.5° east. Leave the position empty for a place outside it.")

BY_PERIOD = _("Leave this empty: the words that the law of the funding period asks for are shown then.")
WRONG_UNION = _("Beside the flag of a programme of %(period)s must stand “%(words)s”, and no other period’s words.")
NO_FUND = _("A programme of %(period)s does not name a fund beside the flag: leave this empty.")


def between(least, most, complaint):
    return [MinValueValidator(least, complaint), MaxValueValidator(most, complaint)]


class Programme(models.Model):
    """The funding programme; its period decides the wording beside the flag (visibility.py)."""

    name = models.CharField(_("name"), max_length=120)
    period = models.CharField(_("funding period"), max_length=9, choices=[(key, key) for key in visibility.PERIODS])
    union_wording = models.CharField(_("wording beside the flag"), max_length=120, blank=True, help_text=BY_PERIOD)
    fund_wording = models.CharField(_("name of the fund"), max_length=120, blank=True, help_text=BY_PERIOD)
    logo = models.ImageField(
        _("logo"),
        upload_to="programme/",
        blank=True,
        validators=[imaging.check_upload],
        help_text=_("JPEG, PNG, WebP or AVIF; SVG cannot be used yet. It is shown no larger than the EU flag."),
    )
    logo_width = models.PositiveSmallIntegerField(_("width"), null=True, editable=False)
    logo_height = models.PositiveSmallIntegerField(_("height"), null=True, editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        errors = {}
        for code in CODES if self.period in visibility.PERIODS else ():
            union, fund = (text(self, name, code) for name in ("union_wording", "fund_wording"))
            if union and not visibility.union_suits(self.period, code, union):
                said = {"period": self.period, "words": visibility.PERIODS[self.period].union[code]}
                errors[f"union_wording_{code}"] = WRONG_UNION % said
            if not visibility.fund_suits(self.period, fund):
                errors[f"fund_wording_{code}"] = NO_FUND % {"period": self.period}
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        """A newly chosen logo is cleaned as pictures are: it stands on every page."""
        if self.logo and not self.logo._committed:
            self.logo, (self.logo_width, self.logo_height) = imaging.cleaned(self.logo, visibility.LOGO_SIDE)
        super().save(*args, **kwargs)

    @property
    def logo_size(self):
        """{"width", "height"} in px beside the flag; None where there is no logo."""
        return visibility.beside_flag(self.logo_width, self.logo_height) if self.logo and self.logo_width else None


class Project(InStep):
    acronym = models.CharField(_("acronym"), max_length=40)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, verbose_name=_("programme"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    aims = RichTextField(_("aims"), blank=True)
    results = RichTextField(_("results"), blank=True)
    contact_text = RichTextField(_("contact"), blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"), validators=[MinValueValidator(1990)])
    last_year = models.PositiveSmallIntegerField(_("last year"), validators=[MinValueValidator(1990)])
    markets = CountryField(_("markets reached"), multiple=True, blank=True)
    company_countries = CountryField(_("countries of the companies"), multiple=True, blank=True)
    website = models.URLField(_("former website"), blank=True)
    lead_partner = models.ForeignKey(
        "Partner", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead partner")
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_year__lte=models.F("last_year")), name="project_years_in_order"
            )
        ]

    def __str__(self):
        return self.acronym

    @property
    def years(self):
        return f"{self.first_year}–{self.last_year}"


class PartnerQuerySet(models.QuerySet):
    def public(self):
        """Partners that have a page in the active language."""
        return self.filter(name__gt="", slug__isnull=False)


class Partner(InStep):
    class Role(models.TextChoices):
        LEAD = "lead", _("Lead partner")
        PARTNER = "partner", _("Project partner")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("No longer exists")
        TO_BE_CONFIRMED = "to_be_confirmed", _("To be confirmed")

    name = models.CharField(_("name"), max_length=160, blank=True)
    slug = MissingAsNullSlugField(_("word in the address"), max_length=80, blank=True, null=True, db_index=False)
    description = RichTextField(_("description"), blank=True)
    role_text = models.TextField(_("role in the project"), max_length=400, blank=True)
    legal_name = models.CharField(_("registered name"), max_length=160, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTNER)
    country = CountryField(_("country"), blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=between(places.SOUTH, places.NORTH, NORTH_OF_MAP)
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=between(places.WEST, places.EAST, EAST_OF_MAP)
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["order", "pk"]
        constraints = slug_constraints("partner")

    def __str__(self):
        names = (text(self, "name", code) for code in ("en", *CODES))
        return self.legal_name or next(filter(None, names), str(self.pk))

    @property
    def is_active(self):
        return self.status == self.Status.ACTIVE

    def link_in(self, code):
        """The partner's page in that language; None where it has none."""
        if not (text(self, "name", code) and text(self, "slug", code)):
            return None
        with override(code):
            return reverse("partners:partner_detail", args=[text(self, "slug", code)])

    def urls(self):
        """The partner's address in each language that it has a page in: {code: path}."""
        return {code: path for code in CODES if (path := self.link_in(code))}

    def get_absolute_url(self):
        return self.link_in(active()) or ""


class Logo(models.Model):
    """A logo of one owner: a partner, the project or the programme."""

    class Kind(models.TextChoices):
        COLOUR = "colour", _("Colour")
        NEGATIVE = "negative", _("Negative")
        ONE_COLOUR = "one-colour", _("One colour")

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("partner")
    )
    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("project")
    )
    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, null=True, blank=True, related_name="logos", verbose_name=_("programme")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COLOUR)
    original = models.FileField(_("original file"), upload_to="logos/original/")
    svg = models.TextField(_("clean SVG"), blank=True, editable=False)
    renditions = models.JSONField(_("renditions"), default=dict, blank=True, editable=False)
    usage_rules = models.TextField(_("usage rules"), blank=True)
    is_placeholder = models.BooleanField(_("placeholder, not the real logo"), default=False)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("superseded by")
    )
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("logo")
        verbose_name_plural = _("logos")
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
        return f"{self.partner or self.project or self.programme}, {self.get_kind_display()}"

    @property
    def name(self):
        """Whose logo it is, as the active language says it."""
        return text(self.partner, "name") or str(self.partner) if self.partner else str(self.project or self.programme)

    @property
    def link(self):
        """The owner's page; '' for an owner that has none in the active language."""
        return self.partner.get_absolute_url() if self.partner else ""

    @property
    def width_at_40(self):
        """The width in px at a height of 40 px, so that a page keeps its place while the file loads."""
        return round(40 * self.renditions.get("width", 133) / self.renditions.get("height", 40))
