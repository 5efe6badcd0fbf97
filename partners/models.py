"""Programme, project and partners (logos have a file of their own): who did it, and whose money made it possible."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_countries.fields import CountryField

from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.history import InHistory, InHistoryQuerySet
from sme2go_site.languages import CODES, active, text
from sme2go_site.models import slug_constraints
from sme2go_site.old_addresses import Addressed
from sme2go_site.steps import InStep

from . import places, visibility
from .downloads import Download
from .logo import Logo
from .strips import Strip
from .visibility_check import VisibilityCheck

__all__ = ["Download", "Logo", "Partner", "Programme", "Project", "Strip", "VisibilityCheck"]

NORTH_OF_MAP = _("The drawn map reaches from 56.3° to 62.9° north. Leave the position empty for a place outside it.")
EAST_OF_MAP = _("The drawn map reaches from 12° to 29.5° east. Leave the position empty for a place outside it.")

BY_PERIOD = _("Leave this empty: the words that the law of the funding period asks for are shown then.")
WRONG_UNION = _("Beside the flag of a programme of %(period)s must stand “%(words)s”, and no other period’s words.")
WRONG_FUND = _(
    "Beside the flag of a programme of %(period)s must stand “%(words)s”: with more words, but not without these."
)
NO_FUND = _("A programme of %(period)s does not name a fund beside the flag: leave this empty.")


def between(least, most, complaint):
    return [MinValueValidator(least, complaint), MaxValueValidator(most, complaint)]


class Programme(InHistory):
    """The funding programme; its period decides the wording beside the flag (visibility.py)."""

    name = models.CharField(_("name"), max_length=120)
    period = models.CharField(_("funding period"), max_length=9, choices=[(key, key) for key in visibility.PERIODS])
    union_wording = models.CharField(_("wording beside the flag"), max_length=120, blank=True, help_text=BY_PERIOD)
    fund_wording = models.CharField(_("name of the fund"), max_length=120, blank=True, help_text=BY_PERIOD)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["pk"]

    def __str__(self):
        return self.name

    @property
    def years(self):
        """Its period as texts write it."""
        return self.period.replace("-", "–")

    def clean(self):
        super().clean()
        errors = {}
        for code in CODES if self.period in visibility.PERIODS else ():
            union, fund = (text(self, name, code) for name in ("union_wording", "fund_wording"))
            if union and not visibility.union_suits(self.period, code, union):
                said = {"period": self.years, "words": visibility.PERIODS[self.period].union[code]}
                errors[f"union_wording_{code}"] = WRONG_UNION % said
            if fund and not visibility.fund_suits(self.period, code, fund):
                named = visibility.PERIODS[self.period].fund.get(code)
                said = {"period": self.years, "words": named}
                errors[f"fund_wording_{code}"] = (WRONG_FUND if named else NO_FUND) % said
        if errors:
            raise ValidationError(errors)


class Project(InStep):
    acronym = models.CharField(_("acronym"), max_length=40)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, verbose_name=_("programme"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    aims = RichTextField(_("aims"), blank=True)
    results = RichTextField(_("results"), blank=True)
    contact_text = RichTextField(_("contact"), blank=True)
    boilerplate = models.TextField(_("for the press, a paragraph"), max_length=600, blank=True)
    boilerplate_long = models.TextField(_("for the press, in full"), max_length=2000, blank=True)
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
        permissions = [("publish_project", "Can publish projects")]
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


class PartnerQuerySet(InHistoryQuerySet):
    def public(self):
        """Partners that have a page in the active language."""
        return self.filter(name__gt="", slug__isnull=False)

    def with_logos(self):
        """With the logos that readers may see."""
        return self.prefetch_related(models.Prefetch("logos", Logo.objects.public().for_list().best_first()))


class Partner(Addressed, InStep):
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
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("contributors"),
        help_text=_("Accounts of the partner’s own staff: what they change is public once it has been published here."),
    )

    for_publishers = ["contributors"]  # what these two mean: rights.py
    not_proposed = ["role", "status", "order", "source_language", "contributors"]
    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        permissions = [("publish_partner", "Can publish partners"), ("propose_partner", "Can propose for own partner")]
        ordering = ["order", "pk"]
        constraints = slug_constraints("partner")

    def __str__(self):
        names = (text(self, "name", code) for code in ("en", *CODES))
        return self.legal_name or next(filter(None, names), str(self.pk))

    def is_own(self, user):
        """Whether this account belongs to the partner's staff."""
        return Partner.objects.filter(pk=self.pk, contributors=user.pk).exists()  # as stored: a draft gives no rights

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

    def read_languages(self):
        return list(self.urls())

    def get_absolute_url(self):
        return self.link_in(active()) or ""
