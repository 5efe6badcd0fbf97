"""Keeping translations in step with their original, for everything that is translated: articles, pages, partners, projects.

A field of a translation is outdated while its original no longer has the digest of its check (checks.py). Every save sees to
that, whoever saves: changing the words of a translation confirms them, changing the original makes the others outdated.
`QuerySet.update()` alone goes round it.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from .checks import SentBack, TranslationCheck, digest
from .deeds import deed
from .languages import CODES, name_of, text

NOT_TEXT = {"slug", "approved", "public_from"}  # translated, but a change of the source says nothing about them
NO_SOURCE = _("There is no %(field)s in %(language)s yet: write it first, then make it the original language.")


def text_fields(model):
    """The translated fields of a model whose words must follow the source, in the model's order: the title or name first."""
    names = set(translator.get_options_for_model(model).fields) - NOT_TEXT
    return [field.name for field in model._meta.fields if field.name in names]


class InStep(models.Model):
    """Something written in one language and translated into the others."""

    source_language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES, default="en")

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        name = text_fields(type(self))[0]
        if any(text(self, name, code) for code in CODES) and not text(self, name, self.source_language):
            said = {"field": self._meta.get_field(name).verbose_name, "language": name_of(self.source_language)}
            raise ValidationError({"source_language": NO_SOURCE % said})

    def is_read(self, column):
        """Whether readers see this column, now or at a moment that is set: then changes of it go to a working copy."""
        return True

    def save(self, *args, by=None, small_edit=False, unfinished=frozenset(), **kwargs):
        """`small_edit`: what is fresh stays fresh. `unfinished`: {(field, code)} that may change, but do not match yet."""
        with transaction.atomic(savepoint=False), deed(by):
            before = Texts.stored(self)
            super().save(*args, **kwargs)
            keep_in_step(self, before, by, small_edit, unfinished)


@receiver(post_delete)
def forget(instance, **_kwargs):
    """What has been deleted waits for nobody."""
    if isinstance(instance, InStep):
        TranslationCheck.objects.about(instance).delete()
        SentBack.objects.about(instance).delete()


class Texts(dict):
    """The stored texts of an object: {(field, code): text}, and the language of the original; empty for a new object."""

    source_language = None

    @classmethod
    def stored(cls, instance):
        """Read from the database and not from the object: what is stored has been sanitised, and may be newer."""
        keys = [(field, code) for field in text_fields(type(instance)) for code in CODES]
        columns = [f"{field}_{code}" for field, code in keys]
        rows = type(instance)._base_manager.filter(pk=instance.pk).select_for_update()
        found = rows.values_list("source_language", *columns).first() if instance.pk else None
        texts = cls(zip(keys, (value or "" for value in found[1:]), strict=True) if found else ())
        texts.source_language = found and found[0]
        return texts

    def original(self, field):
        return self.get((field, self.source_language), "")

    def changed_since(self, before):
        return {key for key in self if self[key] != before.get(key, "")}


class Checks(dict):
    """The checks of an object: {(field, code): check}; what is taken out of it is deleted by store()."""

    def __init__(self, instance):
        found = TranslationCheck.objects.about(instance)
        super().__init__({(check.field, check.language): check for check in found})
        self.instance = instance
        self.stored = {check.pk: self.content(check) for check in self.values()}

    @staticmethod
    def content(check):
        return check.source_digest, check.outdated_since, check.at

    def made(self, key):
        """The check of a field and language, a new one where there is none."""
        if key not in self:
            kind = ContentType.objects.get_for_model(self.instance)
            self[key] = TranslationCheck(
                content_type=kind, object_id=self.instance.pk, field=key[0], language=key[1], source_digest=""
            )
        return self[key]

    def fresh(self, field, source):
        """The languages whose check holds this source's digest."""
        return {code for (name, code), check in self.items() if name == field and check.source_digest == digest(source)}

    def store(self):
        gone = self.stored.keys() - {check.pk for check in self.values()}
        if gone:
            TranslationCheck.objects.filter(pk__in=gone).delete()
        changed = [check for check in self.values() if check.pk and self.content(check) != self.stored[check.pk]]
        fields = ["source_text", "source_digest", "outdated_since", "by", "at"]
        TranslationCheck.objects.bulk_update(changed, fields)
        TranslationCheck.objects.bulk_create([check for check in self.values() if not check.pk])


def keep_in_step(instance, before, by=None, small_edit=False, unfinished=frozenset()):
    """Bring the checks up to what is stored now; `before` are the texts that were stored before the save."""
    now, checks = Texts.stored(instance), Checks(instance)
    if before and before.source_language != now.source_language:
        _turn_round(before, now.source_language, checks)
    changed = now.changed_since(before)
    for field, code in now:
        if code == now.source_language:
            checks.pop((field, code), None)
            continue
        source, check = now.original(field), checks.get((field, code))
        if small_edit and check and check.source_digest == digest(before.get((field, now.source_language), "")):
            check.source_digest = digest(source)
        if not now[field, code]:
            checks.pop((field, code), None)
        elif (field, code) in changed - unfinished:
            checks.made((field, code)).confirm(source, by)
        elif check or (field, code) in changed:
            checks.made((field, code)).compare(source)
    checks.store()
    if changed:
        _settle(instance, {code for _field, code in changed})


def _turn_round(before, new_language, checks):
    """Another language is the original now: what was in step with it stays in step, the rest is outdated."""
    for field in dict.fromkeys(field for field, _code in before):
        fresh = checks.fresh(field, before.original(field)) | {before.source_language}
        known = {code for name, code in checks if name == field} | {before.source_language}
        for code in known - {new_language}:
            check = checks.made((field, code))
            check.source_text = check.source_digest = ""
            if {code, new_language} <= fresh:
                check.confirm(before[field, new_language], check.by)


def _settle(instance, languages):
    SentBack.objects.about(instance).open().filter(language__in=languages).update(settled_at=timezone.now())


@transaction.atomic
def confirm(instance, language, fields=None, by=None):
    """Record that these fields (default: all) of this language say what the source says now."""
    texts, checks = Texts.stored(instance), Checks(instance)
    for field in fields or text_fields(type(instance)):
        if texts[field, language] and language != texts.source_language:
            checks.made((field, language)).confirm(texts.original(field), by)
    checks.store()


@transaction.atomic
def approve(instance, language, by=None):
    """What nobody has confirmed yet is confirmed by the approval; what is outdated stays so. Settles what was sent back."""
    missing = set(text_fields(type(instance))) - {field for field, code in Checks(instance) if code == language}
    if missing:
        confirm(instance, language, missing, by)
    _settle(instance, {language})


@transaction.atomic
def accept_small_edit(instance, field, language):
    """The change that this language's field was shown was a small edit: all that were in step with it then stay so."""
    texts, checks = Texts.stored(instance), Checks(instance)
    if (field, language) not in checks:
        return
    basis, source = checks[field, language].source_digest, texts.original(field)
    for (name, _code), check in checks.items():
        if name == field and check.source_digest == basis:
            check.source_digest = digest(source)
            check.compare(source)
    checks.store()


@transaction.atomic
def take_back_small_edit(instance, field):
    """What was called a small edit of this field was none: its translations are outdated after all."""
    texts, checks = Texts.stored(instance), Checks(instance)
    for (name, _code), check in checks.items():
        if name == field:
            check.source_digest = digest(check.source_text)
            check.compare(texts.original(field))
    checks.store()


@transaction.atomic
def send_back(instance, language, reason, by):
    _settle(instance, {language})
    kind = ContentType.objects.get_for_model(instance)
    SentBack.objects.create(content_type=kind, object_id=instance.pk, language=language, reason=reason, by=by)


def with_outdated(queryset):
    """Annotates `outdated_since_sv` … : since when the longest outdated field of each language is so; NULL when none is."""
    checks = TranslationCheck.objects.about_any(queryset.model).outdated().filter(object_id=OuterRef("pk"))
    first = {
        f"outdated_since_{code}": Subquery(
            checks.filter(language=code).order_by("outdated_since").values("outdated_since")[:1]
        )
        for code in CODES
    }
    return queryset.annotate(**first)
