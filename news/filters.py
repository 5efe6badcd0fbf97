"""How the list of articles is narrowed: by what a language needs, its state, what was sent back, and the author."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sme2go_site.languages import CODES, name_of

from .article import Article
from .states import State, in_state, needs


def is_number(value):
    """Whether what came with an address is the number of an object."""
    return bool(value) and value.isascii() and value.isdigit() and len(value) < 10


class NeedsFilter(admin.SimpleListFilter):
    title = _("language that needs work")
    parameter_name = "needs"

    def lookups(self, request, model_admin):
        return [(code, _("needs %(language)s") % {"language": name_of(code)}) for code in CODES]

    def queryset(self, request, articles):
        return articles.filter(needs(self.value())) if self.value() in CODES else articles


class StateFilter(admin.SimpleListFilter):
    """A state in one language (?state=fi-draft), or in any (?state=draft)."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        any_language = [(state.value, state.label) for state in State]
        of_one = [(f"{code}-{state.value}", f"{name_of(code)}: {state.label}") for code in CODES for state in State]
        return [*any_language, *(choice for choice in of_one if choice[0] == self.value())]

    def queryset(self, request, articles):
        code, _dash, state = (self.value() or "").rpartition("-")
        if state not in State.values or code not in {"", *CODES}:
            return articles
        condition = Q()
        for one in [code] if code else CODES:
            condition |= in_state(State(state), one)
        return articles.filter(condition)


class SentBackFilter(admin.SimpleListFilter):
    title = _("sent back")
    parameter_name = "sent_back"

    def lookups(self, request, model_admin):
        return [("yes", _("sent back with a reason"))]

    def queryset(self, request, articles):
        return articles.sent_back() if self.value() == "yes" else articles


class AuthorFilter(admin.SimpleListFilter):
    title = _("author")
    parameter_name = "author"

    def lookups(self, request, model_admin):
        authors = get_user_model().objects.filter(pk__in=Article.objects.order_by().values("author").distinct())
        return [(str(author.pk), author.get_full_name() or author.get_username()) for author in authors]

    def queryset(self, request, articles):
        return articles.filter(author_id=self.value()) if is_number(self.value()) else articles
