"""Keeping translations in step: when a language's field was last declared to match its source."""

from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from modeltranslation.translator import translator

from .languages import text
from .models import TranslationCheck

NOT_TEXT = {"slug", "approved"}  # translated, but a change of the source says nothing about them


def text_fields(model):
    """The translated fields of a model whose words must follow the source."""
    return [name for name in translator.get_options_for_model(model).fields if name not in NOT_TEXT]


def digest(words):
    return sha256(words.encode()).hexdigest()


def declare_matching(instance, language, by=None):
    """Record that every field of this language says what the source says now."""
    kind = ContentType.objects.get_for_model(instance)
    for field in text_fields(type(instance)):
        source = text(instance, field, instance.source_language)
        TranslationCheck.objects.update_or_create(
            content_type=kind,
            object_id=instance.pk,
            language=language,
            field=field,
            defaults={"source_text": source, "source_digest": digest(source), "by": by},
        )
