"""Old addresses lead to the new one: whatever readers have seen under a word in the address stays reachable.

Each row names its object and not a new address, so there are neither chains nor loops. Whoever takes an old word on purpose
ends the redirect; the desk asks first: its form (writing.py), and the page of a draft (drafting.py).
"""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from .checks import AboutAnyQuerySet
from .languages import CODES, active, name_of, text

STILL_LEADS = _("In %(language)s, “%(slug)s” still leads to “%(other)s”. Tick its box to take it over.")


class OldAddress(models.Model):
    """A word in the address that an object had in a language while readers saw it there."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField(_("number"))
    about = GenericForeignKey("content_type", "object_id")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    slug = models.CharField(_("old word in the address"), max_length=80)

    objects = AboutAnyQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["language", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="old_address_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "language", "slug"], name="one_object_an_old_address_and_language"
            )
        ]

    def __str__(self):
        return f"{self.language}/{self.slug}"


class Addressed(models.Model):
    """Has a word in the address in each language (slug_sv …) and leaves a redirect behind when it changes."""

    class Meta:
        abstract = True

    def was_read_in(self, code):
        """Whether readers may know the object's address in this language."""
        return True

    def save(self, *args, **kwargs):
        with transaction.atomic(savepoint=False):
            before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            self._remember_addresses(before)

    def _remember_addresses(self, before):
        kind = ContentType.objects.get_for_model(self)
        for code in CODES:
            old, new = before and text(before, "slug", code), text(self, "slug", code)
            if old == new:
                continue
            if new:
                OldAddress.objects.filter(content_type=kind, language=code, slug=new).delete()
            if old and before.was_read_in(code):
                OldAddress.objects.update_or_create(
                    content_type=kind, language=code, slug=old, defaults={"object_id": self.pk}
                )


@receiver(post_delete)
def forget(instance, **_kwargs):
    """What has been deleted has no address any more, old or new."""
    if isinstance(instance, Addressed):
        OldAddress.objects.about(instance).delete()


def moved(model, slug, code=None):
    """The object that had this word in the language (default: the active one); None where none had."""
    if "\x00" in slug:  # which no word has, and PostgreSQL refuses to look for
        return None
    old = OldAddress.objects.about_any(model).filter(language=code or active(), slug=slug).first()
    return old and model._default_manager.filter(pk=old.object_id).first()


def redirect_from(model, slug):
    """301 to where the object is now, in the active language; 404 where nothing was ever here or readers may not see it."""
    found = moved(model, slug)
    if address := found and found.link_in(active()):
        return redirect(address, permanent=True)
    raise Http404(slug)


def holder(instance, code, slug):
    """The other object that this word still leads to as an old address; None where it is free."""
    old = (
        OldAddress.objects.about_any(type(instance))
        .filter(language=code, slug=slug)
        .exclude(object_id=instance.pk or 0)
    )
    return old[0].about if old else None


def holders(instance, values):
    """{column: other}: of {column: value}, the words in the address that still lead to another object."""
    slugs = {f"slug_{code}": code for code in CODES}
    found = {name: holder(instance, slugs[name], values[name]) for name in slugs.keys() & values.keys() if values[name]}
    return {name: found[name] for name in slugs if found.get(name)}


def refusal(column, slug, other):
    """That this word is taken over only on purpose."""
    said = {"slug": slug, "other": other, "language": name_of(column[-2:])}
    return ValidationError(STILL_LEADS % said, code="old_address")


def _old_words(instance, column, base):
    """The old addresses of others that begin so: nobody is given one unasked."""
    old = OldAddress.objects.about_any(type(instance)).filter(language=column[-2:], slug__startswith=base)
    return set(old.exclude(object_id=instance.pk or 0).values_list("slug", flat=True))


def free_slug(instance, column, words):
    """A slug from these words that no other object has, or had, in this language."""
    longest = instance._meta.get_field(column).max_length - 4
    base = slugify(words)[:longest].strip("-") or str(instance._meta.model_name)
    others = type(instance)._base_manager.exclude(pk=instance.pk).filter(**{f"{column}__startswith": base})
    taken = set(others.values_list(column, flat=True)) | _old_words(instance, column, base)
    numbered = (f"{base}-{number}" for number in range(2, 1000))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
