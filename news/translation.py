"""Which fields of the news exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Article, Attachment, Event, Picture, Topic


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "slug", "lead", "body", "approved", "public_from")


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt", "caption", "credit")


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "slug")


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "slug", "place", "dates_in_words", "description")


@register(Attachment)
class AttachmentTranslation(TranslationOptions):
    fields = ("title",)
