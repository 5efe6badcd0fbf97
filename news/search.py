"""Finding articles: what was asked for, and what answers it, the surest first.

Hits are ordered by how sure they are (a form of the word, alike in stem, part of a compound, letters without their marks, one
mistake in typing), then by where the words stand (title before lead before text), then newest first. Both databases answer
the same conditions, so they order alike.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate

from django.db.models import Case, IntegerField, Q, Value, When

from sme2go_site import terms
from sme2go_site.languages import CODES

from . import search_build, search_index
from .search_guesses import guesses

MOST_WORDS = 12
MOST_SIGNS = 300
NEWEST_FIRST = ("-published_at", "-pk")
NEAR = 100  # of the newest, which are looked at one by one before all are asked for
LAST = len(terms.LEVELS) - 1
MISTYPED = LAST + 1  # the level of hits for which a mistake in typing was forgiven
IN_TITLE, IN_LEAD, IN_TEXT = 8, 3, 1
QUOTES = str.maketrans(dict.fromkeys("”“„«»″", '"'))
TOO_COMMON = {  # asked for only where nothing else is
    "sv": "och i att en ett det som på är av för med till den de om har inte vi kan från",
    "en": "the a an and of to in is for on with that it as at by from are was be we",
    "et": "ja on ei et see ka kui oma mis või ning seda",
    "fi": "ja on ei että se joka myös sekä tai kun niin mutta",
}


@dataclass(frozen=True)
class Question:
    """What somebody typed, in one language: words, and phrases that stood in quotes.

    `was_cut`: it was too long, and not all of it is asked for. `forgives`: see `forgiving`. `among`: the numbers of the only
    articles that are asked about, where those are few; None: of any.
    """

    code: str
    words: tuple = ()
    phrases: tuple = ()
    was_cut: bool = False
    forgives: bool = False
    among: tuple | None = None

    @classmethod
    def parse(cls, typed, code):
        """Anything is a question: what is neither letter nor digit separates words, and quotes need not be closed."""
        whole = unicodedata.normalize("NFC", typed).translate(QUOTES)
        pieces = whole[:MOST_SIGNS].split('"')
        quoted = pieces[1::2] if len(pieces) % 2 else pieces[1:-1:2]
        rest = " ".join(pieces if len(pieces) < 3 else [*pieces[0::2], *([] if len(pieces) % 2 else pieces[-1:])])
        words = list(dict.fromkeys(word for word, _start, _end in terms.words(rest)))
        asked = [word for word in words if word.lower() not in TOO_COMMON[code].split()] or words
        phrases = [tuple(terms.plain(phrase)) for phrase in quoted]
        was_cut = len(whole) > MOST_SIGNS or len(asked) > MOST_WORDS
        return cls(code, tuple(asked[:MOST_WORDS]), tuple(filter(None, phrases))[:MOST_WORDS], was_cut)

    def __bool__(self):
        return bool(self.words or self.phrases)

    @property
    def forgiving(self):
        """The same question, with one mistake in typing forgiven of each word that no text has."""
        forgiving = replace(self, forgives=True)
        forgiving._asked.update(self._asked)
        return forgiving

    def wanted(self, level):
        """[terms of each word] up to a level, the words of phrases as they are. Raises lexicon.Missing."""
        phrased = [{terms.SAME_WORD + word} for phrase in self.phrases for word in phrase]
        return [*self._levels[level], *phrased]

    def is_in(self, name):
        """Whether a name has forms of all the words, or compounds of them. Raises lexicon.Missing."""
        own = {term for word, _start, _end in terms.words(name) for term in terms.of_text(word, self.code)}
        return all(own & wanted for wanted in self.wanted(terms.LEVELS.index(terms.PART)))

    @cached_property
    def _levels(self):
        """[[terms of each word] up to each level]."""
        words = [list(accumulate(self._terms(word), frozenset.union)) for word in self.words]
        return [[levels[at] for levels in words] for at in range(MISTYPED + self.forgives)]

    def _terms(self, word):
        levels = terms.of_question(word, self.code)
        yield from levels
        if self.forgives:
            # A word that texts have is no mistake: whoever asks for Tartu does not mean tark, whose form tarku is near.
            is_right = search_index.known(self.code, levels[0])
            yield frozenset() if is_right else search_index.known(self.code, guesses(word, self.code))

    @property
    def may_find_any(self):
        """Whether any article, public or not, has the words. Raises lexicon.Missing."""
        return not self.words or bool(self._up_to(-1).numbers)

    def newest(self, articles, most=NEAR):
        """The numbers of the newest that answer, of NEAR or more. Raises lexicon.Missing.

        Where so many of the surest answer, they are of those alone.
        """
        most = max(most, NEAR)
        articles = self._with_phrases(articles).order_by(*NEWEST_FIRST).values_list("pk", flat=True)
        if not self.words:
            return list(articles[:most])
        if self._common and len(hits := list(self._common.narrow(articles)[:most])) == most:
            return hits
        return list(self._all.narrow(articles)[:most])

    def first(self, articles, newest, most):
        """[(number, level)] of the first that answer, the surest first; `newest`: what newest() said. Raises lexicon.Missing.

        A level, and the texts behind title and lead, are asked for only where what comes before did not give enough, and
        of those first the newest ones: so a common word costs little more than the newest of its articles.
        """
        if not self.words:
            return [(number, 0) for number in newest[:most]]
        articles, hits = self._with_phrases(articles), []
        for level, found, surer in self._steps():
            on_top = self._answers([*self._levels[level], self._places(search_index.TITLE, search_index.LEAD)])
            if on_top.numbers:
                ranked = self._of(articles, on_top, surer).order_by(-self._weight, *NEWEST_FIRST)
                hits += [(number, level) for number in ranked.values_list("pk", flat=True)[: most - len(hits)]]
            rest = self._of_newest(newest, found, surer, on_top) if len(hits) < most else []
            if len(hits) + len(rest) < most and len(newest) >= NEAR:  # else those were all
                rest = self._of(articles, found, surer, on_top).order_by(*NEWEST_FIRST)
                rest = rest.values_list("pk", flat=True)[: most - len(hits)]
            hits += [(number, level) for number in rest[: most - len(hits)]]
            if len(hits) == most:
                break
        return hits

    def _steps(self):
        """(level, the Answers up to it, the Answers up to the step before) of each level that has more than those before."""
        surer = search_index.Answers(self.code, [], [])
        for level in range(len(self._levels)):
            if any(surer.are_all_of(asked) for at, asked in self._asked.items() if at >= level):
                continue  # a level has all that those below it have
            found = self._up_to(level)
            if not surer.are_all_of(found):
                yield level, found, surer
                surer = found

    @cached_property
    def _common(self):
        """The Answers up to the first level where those are too many to be named; else None."""
        return None if self.among is not None or (first := self._up_to(0)).are_all else first

    @cached_property
    def _all(self):
        """The Answers up to the last level. Where there are many on the first, there are on the last: that is not asked."""
        return replace(self._common, condition=self._levels[-1]) if self._common else self._up_to(-1)

    def _up_to(self, level):
        level %= len(self._levels)
        if level not in self._asked:
            self._asked[level] = self._answers(self._levels[level])
        return self._asked[level]

    @cached_property
    def _asked(self):
        """{level: the Answers up to it}, of those that were asked for."""
        return {}

    def _answers(self, condition):
        return search_index.Answers.to(self.code, condition, self.among)

    def _with_phrases(self, articles):
        for phrase in self.phrases:
            articles = articles.filter(pk__in=search_index.holding_phrase(self.code, phrase))
        return articles

    @staticmethod
    def _of(articles, found, *without):
        """Those of the articles that are among some Answers and not among others."""
        for others in without:
            articles = articles.exclude(pk__in=others.pks)
        return found.narrow(articles)

    @staticmethod
    def _of_newest(newest, found, *without):
        """The same of the numbers of the very newest."""
        near = newest[:NEAR]
        fit = found.intersection(near)
        unfit = set().union(*(others.intersection(near) for others in without)) if fit else ()
        return [number for number in near if number in fit and number not in unfit]

    def _places(self, *places):
        """All words' terms, as they stand in the index for titles and leads."""
        return {place + term for wanted in self._levels[LAST] for term in wanted for place in places}

    @property
    def _weight(self):
        """How much it counts where the words stand."""
        return sum((self._weight_of(wanted) for wanted in self._levels[LAST]), Value(0))

    def _weight_of(self, wanted):
        places = ((search_index.TITLE, IN_TITLE), (search_index.LEAD, IN_LEAD))
        whens = [
            When(pk__in=search_index.holding(self.code, [{place + term for term in wanted}]), then=weight)
            for place, weight in places
        ]
        return Case(*whens, default=IN_TEXT, output_field=IntegerField())


def holds(word):
    """A condition for the desk: the article holds a form of the word in any of its languages, public or not."""
    condition = Q()
    for code in CODES if search_build.is_whole() else ():
        asked = [terms.of_question(one, code) for one in Question.parse(word, code).words]
        if asked:
            forms = [same | alike for same, alike, *_less_sure in asked]
            condition |= Q(pk__in=search_index.holding(code, forms))
    return condition
