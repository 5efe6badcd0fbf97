"""Whatever editors do, in whatever order: every state is what a simple model of it says."""

from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import booleans, sampled_from, sets

from news import publishing
from news.models import Article
from news.states import State, state_of
from sme2go_site import steps
from sme2go_site.languages import CODES
from sme2go_site.models import TranslationCheck
from tests.factories import make_article

FIELDS = ("title", "body")
languages, fields = sampled_from(CODES), sampled_from(FIELDS)
words = count(1)
NEVER = object()  # what no text equals


class Editing(RuleBasedStateMachine):
    """The model: texts, and for each translated field the source that it was confirmed against and is still good for."""

    @initialize(source=languages, lacking=sets(languages, max_size=1))
    def begin(self, source, lacking):
        there = [code for code in CODES if code == source or code not in lacking]
        bodies = {f"body_{code}": f"<p>body {code}</p>" for code in there}
        self.pk = make_article(languages=there, source_language=source, published_at=None, **bodies).pk
        self.source, self.approved, self.published, self.withdrawn = source, set(there), False, False
        self.texts = {
            (field, code): getattr(self.stored(), f"{field}_{code}") or "" for field in FIELDS for code in CODES
        }
        self.confirmed = {key: self.texts[key[0], source] for key in self.texts if self.texts[key] and key[1] != source}
        self.accepted = dict(self.confirmed)

    def stored(self):
        return steps.with_outdated(Article.objects.filter(pk=self.pk)).get()

    @rule(field=fields, code=languages, small=booleans())
    def edit(self, field, code, small):
        article, old = self.stored(), self.texts[field, code]
        new = f"<p>words {next(words)}</p>" if field == "body" else f"words {next(words)}"
        setattr(article, f"{field}_{code}", new)
        setattr(article, f"slug_{code}", getattr(article, f"slug_{code}") or f"slug-{next(words)}")
        article.save(small_edit=small)
        self.texts[field, code] = new
        if code != self.source:
            self.confirmed[field, code] = self.accepted[field, code] = self.texts[field, self.source]
        elif small:
            self._accept(field, old)

    def _accept(self, field, basis):
        for key, good_for in self.accepted.items():
            if key[0] == field and good_for == basis:
                self.accepted[key] = self.texts[field, self.source]

    @rule(field=fields, small=booleans())
    def edit_the_original(self, field, small):
        self.edit(field, self.source, small)

    @rule(field=fields, code=languages)
    def say_that_it_was_a_small_edit(self, field, code):
        steps.accept_small_edit(self.stored(), field, code)
        if (field, code) in self.accepted:
            self._accept(field, self.accepted[field, code])

    @rule(field=fields)
    def take_the_small_edit_back(self, field):
        steps.take_back_small_edit(self.stored(), field)
        for key in self.accepted:
            if key[0] == field:
                self.accepted[key] = self.confirmed[key]

    @rule(code=languages)
    def confirm(self, code):
        steps.confirm(self.stored(), code)
        for field in FIELDS:
            if self.texts[field, code] and code != self.source:
                self.confirmed[field, code] = self.accepted[field, code] = self.texts[field, self.source]

    @rule(code=languages)
    def approve(self, code):
        if not self.texts["title", code] or not getattr(self.stored(), f"slug_{code}"):
            return
        publishing.approve(self.stored(), code)
        self.approved.add(code)
        self._complete(code)

    def _complete(self, code):
        for field in FIELDS:
            if self.texts[field, code] and code != self.source and (field, code) not in self.accepted:
                self.confirmed[field, code] = self.accepted[field, code] = self.texts[field, self.source]

    @precondition(lambda self: self.approved)
    @rule(chosen=sets(languages, min_size=1))
    def publish(self, chosen):
        chosen = sorted(chosen & self.approved)
        if not chosen:
            return
        publishing.publish(self.stored(), chosen)
        self.approved = self.approved | set(chosen) if self.published and not self.withdrawn else set(chosen)
        self.published, self.withdrawn = True, False
        for code in chosen:
            self._complete(code)

    @rule(code=languages)
    def take_back(self, code):
        publishing.take_back(self.stored(), [code])
        self.approved.discard(code)

    @rule()
    def withdraw(self):
        publishing.withdraw(self.stored())
        self.withdrawn = True

    @rule(code=languages)
    def change_the_original_language(self, code):
        if not all(self.texts[field, code] for field in FIELDS) or code == self.source:
            return
        article = self.stored()
        article.source_language = code
        article.save()
        for field in FIELDS:
            self._turn_round(field, code)
        self.source = code

    def _turn_round(self, field, new):
        old_text, new_text = self.texts[field, self.source], self.texts[field, new]
        known = {code for name, code in self.accepted if name == field} | {self.source}
        fresh = {code for code in known if code == self.source or self.accepted[field, code] == old_text}
        for code in known - {new}:
            is_fresh = {code, new} <= fresh
            self.confirmed[field, code], self.accepted[field, code] = (new_text, new_text) if is_fresh else ("", NEVER)
        self.confirmed.pop((field, new), None)
        self.accepted.pop((field, new), None)

    def expected(self, code):
        if not self.texts["title", code]:
            return State.MISSING
        if self.withdrawn:
            return State.WITHDRAWN
        if code not in self.approved:
            return State.DRAFT
        if any(outdated == code for _field, outdated in self.outdated()):
            return State.OUTDATED
        return State.LIVE if self.published else State.READY

    def outdated(self):
        return {
            (field, code)
            for (field, code), good_for in self.accepted.items()
            if good_for != self.texts[field, self.source]
        }

    @invariant()
    def the_outdated_fields_are_those_that_the_model_says(self):
        found = TranslationCheck.objects.about(self.stored()).outdated().values_list("field", "language")
        assert set(found) == self.outdated()

    @invariant()
    def every_state_is_what_the_model_says(self):
        article = self.stored()
        assert {code: state_of(article, code).value for code in CODES} == {
            code: self.expected(code).value for code in CODES
        }


class Undone(Exception):
    """Ends the transaction of one sequence."""


@pytest.mark.django_db(transaction=True)
def test_states_are_right_after_any_sequence_of_edits():
    class Isolated(Editing):
        def __init__(self):
            super().__init__()
            self.transaction = transaction.atomic()
            self.transaction.__enter__()

        def teardown(self):
            self.transaction.__exit__(Undone, Undone(), None)

    quiet = settings(
        max_examples=60, stateful_step_count=20, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    run_state_machine_as_test(Isolated, settings=quiet)
