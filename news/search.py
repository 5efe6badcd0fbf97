"""Finding articles: what was asked for, and what answers it, the surest first.

Hits are ordered by how sure they are (a form of the word, alike in stem, part of a compound, letters without their marks, one
mistake in typing), then by where the words stand (title before lead before text), then newest first. Both databases answer
the same conditions, so they order alike.
"""

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Case, IntegerField, Q, Value, When

from sme2go_site import terms
from sme2go_site.languages import CODES

from . import search_build, search_index
from .search_guesses import guesses

MOST_WORDS = 12
MOST_SIGNS = 300
MISTYPED = len(terms.LEVELS)  # the level of hits for which a mistake in typing was forgiven, after terms.LEVELS
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

    `was_cut`: it was too long, and not all of it is asked for.
    """

    code: str
    words: tuple = ()
    phrases: tuple = ()
    was_cut: bool = False

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

    def wanted(self, level, forgiving=False):
        """[terms of each word] up to a level, the words of phrases as they are. Raises lexicon.Missing."""
        phrased = [{terms.SAME_WORD + word} for phrase in self.phrases for word in phrase]
        return [self._levels(word, forgiving)[level] for word in self.words] + phrased

    def _levels(self, word, forgiving):
        """[the terms that a word is found by up to each level]; each holds those before it."""
        found, levels = set(), []
        for more in [*terms.of_question(word, self.code), *([guesses(word, self.code)] if forgiving else [])]:
            found = found | more
            levels.append(found)
        return levels

    def among(self, articles, forgiving=False):
        """Those of the articles that answer. Raises lexicon.Missing.

        `forgiving`: one mistake in typing a word is forgiven.
        """
        for phrase in self.phrases:
            articles = articles.filter(pk__in=search_index.articles_with(self.code, phrase))
        if not self.words:
            return articles
        articles = search_index.numbered(articles, self.code, self._up_to(-1, forgiving))
        return articles.filter(number__in=search_index.articles(self.code, self._up_to(-1, forgiving)))

    def ranked(self, articles, forgiving=False):
        """[(number, level)] of those that answer, the surest first; to be cut into pages."""
        found = self.among(articles, forgiving)
        if not self.words:
            return found.annotate(level=Value(0)).order_by("-published_at", "-pk").values_list("pk", "level")
        sizes = [search_index.size(self.code, self._up_to(level, forgiving)) for level in range(MISTYPED + forgiving)]
        # A level that finds no more than the one before it is not asked for.
        whens = [
            When(number__in=search_index.articles(self.code, self._up_to(level, forgiving)), then=level)
            for level, (before, size) in enumerate(pairwise([0, *sizes]))
            if before < size < sizes[-1]
        ]
        less_sure = sizes.index(sizes[-1])
        weights = [self._weight(self._levels(word, False)[-1]) for word in self.words]
        return (
            found.annotate(level=Case(*whens, default=less_sure, output_field=IntegerField()))
            .alias(weight=sum(weights, Value(0)))
            .order_by("level", "-weight", "-published_at", "-pk")
            .values_list("pk", "level")
        )

    def _up_to(self, level, forgiving):
        return [self._levels(word, forgiving)[level] for word in self.words]

    def _weight(self, wanted):
        """How much it counts where a word stands."""
        places = ((search_index.TITLE, IN_TITLE), (search_index.LEAD, IN_LEAD))
        whens = [
            When(number__in=search_index.articles(self.code, [{place + term for term in wanted}]), then=weight)
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
            condition |= Q(pk__in=search_index.articles(code, forms))
    return condition
