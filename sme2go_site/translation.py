"""Which fields of the frame's models exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Fact, Page


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "slug", "lead", "body")


@register(Fact)
class FactTranslation(TranslationOptions):
    fields = ("text",)
