"""Which fields of partners, project and programme exist once a language."""

from modeltranslation.translator import TranslationOptions, register

from .models import Logo, Partner, Programme, Project


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("union_wording", "fund_wording")


@register(Project)
class ProjectTranslation(TranslationOptions):
    fields = ("name", "summary", "aims", "results", "contact_text", "boilerplate", "boilerplate_long")


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "slug", "description", "role_text")


@register(Logo)
class LogoTranslation(TranslationOptions):
    fields = ("usage_rules",)
