"""The gold set: what readers type, and what they expect to find; by native editors, in tests/news/gold/."""

import hashlib
import json
from pathlib import Path

import pytest
import snowballstemmer
from django.utils import timezone
from django.utils.translation import override

from news import search_index
from news.models import Article
from news.search import Question
from news.search_texts import Findable
from sme2go_site import terms
from sme2go_site.languages import CODES
from tests.conftest import ROOT

GOLD = Path(__file__).parent / "gold"
FIRST = 10


def rows(code, name):
    lines = (GOLD / code / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(params=CODES)
def language(request):
    with override(request.param):
        yield request.param


@pytest.fixture
def shelf(db, language):
    """An article for each form of the gold set, all alike but for that form: {form: its number}."""
    names = ("pairs", "compounds", "letters", "typos", "not_compounds", "friends")
    forms = {form for name in names for row in rows(language, name) for form in row[1 : 3 if name == "friends" else 2]}
    numbers, moment = {form: number for number, form in enumerate(sorted(forms), start=1)}, timezone.now()
    words = {f"title_{language}": "…", f"approved_{language}": True, "published_at": moment}
    Article._base_manager.bulk_create(
        [Article(pk=number, **words | {f"slug_{language}": f"a{number}"}) for number in numbers.values()]
    )
    for form, number in numbers.items():
        findable = Findable("", "", f"… {form} …")
        search_index.put(language, number, findable.terms(language), findable.words())
    return numbers


def found(typed, code, forgiving=False):
    question = Question.parse(typed, code)
    question, articles = question.forgiving if forgiving else question, Article.objects.public()
    newest = question.newest(articles)
    ranked = question.first(articles, newest, min(len(newest), FIRST))
    return [number for number, _level in ranked]


def missed(shelf, code, name):
    return [(typed, form) for typed, form, *_note in rows(code, name) if shelf[form] not in found(typed, code)]


@pytest.mark.parametrize("name", ["pairs", "compounds", "letters"])
def test_nineteen_of_twenty_expected_forms_are_among_the_first_ten(shelf, language, name):
    wanted = rows(language, name)
    assert len(missed(shelf, language, name)) <= len(wanted) // 20


def test_mistakes_in_typing_are_forgiven(shelf, language):
    wanted = rows(language, "typos")
    lost = [(typed, form) for typed, form in wanted if shelf[form] not in found(typed, language, forgiving=True)]
    assert len(lost) <= len(wanted) // 10, lost


def above_true_hits(shelf, code):
    above = []
    for typed, true, false in rows(code, "friends"):
        hits = found(typed, code)
        if shelf[false] in hits and (shelf[true] not in hits or hits.index(shelf[false]) < hits.index(shelf[true])):
            above.append((typed, true, false))
    return above


def test_no_false_friend_stands_above_a_true_hit(shelf, language):
    assert not above_true_hits(shelf, language)


def told(code):
    """{row: what the README's table says of the language}."""
    heads = "|".join(["", "", *CODES, ""])
    lines = [[cell.strip() for cell in line.split("|")] for line in (ROOT / "README.md").read_text().splitlines()]
    at = next((at for at, line in enumerate(lines) if "|".join(line) == heads), len(lines))
    return {line[1]: line[2 + CODES.index(code)] for line in lines[at + 2 : at + 6]}


def test_readme_tells_what_is_found_beside_plain_snowball(shelf, language):
    stem = snowballstemmer.stemmer(terms.STEMMERS[language]).stemWord
    pairs, friends = rows(language, "pairs"), rows(language, "friends")
    joined = sum(stem(typed.lower()) == stem(form.lower()) for typed, form, *_note in pairs)
    fooled = sum(stem(typed.lower()) == stem(false.lower()) for typed, _true, false in friends)
    assert told(language) == {
        "forms found among the first ten": f"{len(pairs) - len(missed(shelf, language, 'pairs'))} of {len(pairs)}",
        "by plain Snowball": f"{joined} of {len(pairs)}",
        "false friends above a true hit": f"{len(above_true_hits(shelf, language))} of {len(friends)}",
        "taken for one by plain Snowball": f"{fooled} of {len(friends)}",
    }


def test_letters_within_a_word_are_no_part_of_a_compound(shelf, language):
    assert [
        (typed, word) for typed, word in rows(language, "not_compounds") if shelf[word] in found(typed, language)
    ] == []


def test_both_databases_order_alike(shelf, language):
    """Each is compared with what is written down; a change of the words or rules writes it anew, from the failure."""
    asked = sorted({row[0] for name in ("pairs", "friends", "compounds", "letters") for row in rows(language, name)})
    order = hashlib.sha256(json.dumps([found(typed, language) for typed in asked]).encode()).hexdigest()
    assert order == json.loads((GOLD / "order.json").read_text())[language]
