"""What a question finds, as the search page shows it."""

from dataclasses import dataclass, replace

from sme2go_site.languages import CODES, active, name_of, text

from . import passages
from .article import public_in
from .models import Article, SearchText
from .passages import Piece
from .search import LAST, MISTYPED, Question

PER_PAGE = 10
MOST = 300  # hits that are counted, and can be leafed through
FEW = 3  # hits below which a mistake in typing is forgiven
IN_ANOTHER = 3  # hits shown of each other language
FEW_LACKING = 200  # articles that the language lacks, up to which their numbers are cheaper than what makes them so


@dataclass(frozen=True)
class Hit:
    article: Article
    level: int
    code: str
    title: list[Piece]
    passage: list[Piece]

    @property
    def address(self):
        return self.article.link_in(self.code)

    @property
    def language_name(self):
        return name_of(self.code)


@dataclass(frozen=True)
class Found:
    """`total`: hits that can be leafed through; `are_more`: whether there are more. `similar`: the hits that one mistake in
    typing had to be forgiven for. `elsewhere`: {code: hits} in languages other than the reader's, of articles that this
    lacks. `single`: [] unless nothing was found; see _single().
    """

    total: int
    are_more: bool
    hits: list[Hit]
    similar: list[Hit]
    elsewhere: dict
    single: list

    @classmethod
    def of(cls, question, typed, filters, page):
        """Raises lexicon.Missing, and DatabaseError where the index does not answer."""
        articles = filters.apply(Article.objects.public())
        newest = question.newest(articles, MOST + 1)  # to count all of a common word's takes longer than to show them
        if len(newest) < FEW and (forgiving := question.forgiving).wanted(-1) != question.wanted(-1):
            question, newest = forgiving, forgiving.newest(articles, MOST + 1)
        total = min(len(newest), MOST)
        hits = _hits(question, question.first(articles, newest, min(total, page * PER_PAGE))[(page - 1) * PER_PAGE :])
        return cls(
            total,
            len(newest) > MOST,
            [hit for hit in hits if hit.level < MISTYPED],
            [hit for hit in hits if hit.level == MISTYPED],
            _elsewhere(typed, filters) if page == 1 else {},
            [] if total else _single(question, articles),
        )


def _hits(question, ranked):
    """The hits of a page, given as [(number, level)]."""
    code = question.code
    articles = Article.objects.defer("body").in_bulk([number for number, _level in ranked])
    texts = SearchText.objects.filter(article__in=articles, language=code)
    rest, found = dict(texts.values_list("article_id", "text")), []
    for number, level in ranked:
        if number not in articles:
            continue  # deleted since it was found
        article, wanted = articles[number], question.wanted(level)
        title, lead = text(article, "title", code), text(article, "lead", code)
        best = passages.passage(f"{lead}\n{rest.get(number, '')}", wanted, code) or passages.beginning(lead)
        marked = passages.marked(title, question.wanted(max(level, LAST)), code)  # a compound of the word, too
        found.append(Hit(article, level, code, marked, best))
    return found


def _elsewhere(typed, filters):
    """{code: the first hits} among the articles that the reader's language lacks, where there are any."""
    questions = [Question.parse(typed, code) for code in CODES if code != active()]
    questions = [question for question in questions if question and question.may_find_any]
    if not questions:
        return {}
    lacking, found = filters.apply(Article.objects.lacking(active())), {}
    numbers = tuple(lacking.order_by().values_list("pk", flat=True)[: FEW_LACKING + 1])
    if not numbers:
        return {}
    if len(numbers) <= FEW_LACKING:
        lacking = Article.objects.filter(pk__in=numbers)
        questions = [replace(question, among=numbers) for question in questions]
    for question in questions:
        articles = lacking.filter(public_in(question.code))
        if newest := question.newest(articles):
            found[question.code] = _hits(question, question.first(articles, newest, min(len(newest), IN_ANOTHER)))
    return found


def _single(question, articles):
    """[(word, number of hits up to MOST, whether there are more)] of each word that has any."""
    if len(question.words) < 2:
        return []
    found = [(word, len(Question(question.code, (word,)).newest(articles, MOST + 1))) for word in question.words]
    return [(word, min(number, MOST), number > MOST) for word, number in found if number]
