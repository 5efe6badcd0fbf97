"""Pages and facts that staff edit. Drafts stand in drafts.py and typed.py, what keeps translations in step in checks.py."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .audit_entry import AuditEntry
from .checks import SentBack, TranslationCheck
from .drafts import WorkingCopy
from .fields import MissingAsNullSlugField, RichTextField
from .history import InHistory, Version
from .languages import CODES, active, text
from .old_addresses import Addressed, OldAddress
from .preview import PreviewLink
from .steps import InStep
from .typed import Typed

__all__ = [
    "AuditEntry",
    "Fact",
    "OldAddress",
    "Page",
    "PreviewLink",
    "SentBack",
    "TranslationCheck",
    "Typed",
    "Version",
    "WorkingCopy",
]
TAKEN = _("This word already leads to a list of the site. Choose another.")


def slug_constraints(model_name):
    """One unique constraint a language: modeltranslation's own columns must not carry `unique`."""
    return [models.UniqueConstraint(fields=[f"slug_{code}"], name=f"{model_name}_slug_{code}_unique") for code in CODES]


def leads_elsewhere(slug):
    """Whether the word stands for a list in the addresses of any language: nyheter, partners …"""
    for code in CODES if slug else ():
        with override(code), suppress(Resolver404):
            if resolve(f"/{code}/{slug}/").url_name != "page_detail":
                return True
    return False


class Page(Addressed, InStep):
    """One of the site's standing pages."""

    class Key(models.TextChoices):
        ABOUT = "about", _("About the project")
        CONTACT = "contact", _("Contact")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        PRIVACY = "privacy", _("Privacy")

    key = models.CharField(_("page"), max_length=20, choices=Key, unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = MissingAsNullSlugField(_("word in the address"), max_length=60, blank=True, null=True, db_index=False)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = RichTextField(_("text"), blank=True)
    reviewed_at = models.DateField(_("reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        permissions = [("publish_page", "Can publish pages")]
        ordering = ["pk"]
        constraints = slug_constraints("page")

    def __str__(self):
        return self.get_key_display()

    def clean(self):
        """No page takes an address that leads to something else, in whatever language."""
        super().clean()
        taken = {f"slug_{code}": TAKEN for code in CODES if leads_elsewhere(text(self, "slug", code))}
        if taken:
            raise ValidationError(taken)

    def link_in(self, code):
        """The page's address in that language; None where it is not written yet."""
        if not (text(self, "title", code) and text(self, "slug", code)):
            return None
        with override(code):
            return reverse("page_detail", args=[text(self, "slug", code)])

    def urls(self):
        """The page's address in each language that it exists in: {code: path}."""
        return {code: path for code in CODES if (path := self.link_in(code))}

    def read_languages(self):
        return list(self.urls())

    def get_absolute_url(self):
        return self.link_in(active()) or ""


class Fact(InHistory):
    """Something that a page must say and that only the organisation knows; pages name it as [[key]].

    While it is empty, readers do not see the paragraph that names it, and staff are told.
    """

    class Key(models.TextChoices):
        CONTROLLER = "controller", _("Who is responsible for personal data, with address")
        CONTACT = "contact", _("Contact of the project's news desk")
        ACCESSIBILITY_CONTACT = "accessibility-contact", _("Whom to tell about accessibility problems")
        HOST = "host", _("Who runs the server")
        LOG_PERIOD = "log-period", _("How long server logs are kept")
        ENFORCEMENT_EE = "enforcement-ee", _("Estonian body that supervises accessibility")
        COMPLAINT_SE = "complaint-se", _("Swedish authority for complaints about privacy")

    key = models.CharField(_("fact"), max_length=30, choices=Key, unique=True)
    text = models.TextField(_("text"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["pk"]

    def __str__(self):
        return self.get_key_display()

    def read_languages(self):
        return [code for code in CODES if text(self, "text", code)]

    def missing_languages(self):
        return [code for code in CODES if not text(self, "text", code)]
