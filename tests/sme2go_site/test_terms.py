"""What a word is found by, and how surely."""

from contextlib import contextmanager

import pytest

from sme2go_site import lexicon, terms


def level(typed, form, code):
    """The level at which a form is found by what was typed; None where it is not."""
    own = frozenset().union(*(terms.of_text(word, code) for word, _start, _end in terms.words(form)))
    (asked,) = [terms.of_question(word, code) for word, _start, _end in terms.words(typed)]
    return next((at for at, wanted in enumerate(asked) if wanted & own), None)


@pytest.mark.parametrize(
    ("code", "typed", "form", "sureness"),
    [
        ("sv", "stad", "städer", 0),
        ("sv", "stad", "stadig", 1),
        ("sv", "vasteras", "Västerås", 3),
        ("sv", "projekt", "projektledare", 2),
        ("sv", "ost", "kostnad", None),
        ("sv", "EU", "EU:s", 0),
        ("sv", "projekt", "SME2GO-projektet", 0),
        ("en", "company", "company’s", 0),
        ("et", "ettevõte", "ettevõtetele", 0),
        ("et", "ettevote", "ettevõtetele", 3),
        ("et", "EL", "ELi", 0),
        ("fi", "yritys", "yrityksille", 0),
        ("fi", "kaupunki", "älykaupungin", 2),
        ("fi", "älykaupunki", "älykaupungin", 0),
        ("fi", "EU", "EU:n", 0),
        ("fi", "Suomi", "Suomessakin", 0),
    ],
)
def test_word_finds_its_forms_as_surely_as_it_should(code, typed, form, sureness):
    assert level(typed, form, code) == sureness


def test_same_word_is_found_however_its_letters_are_composed():
    assert level("städer", "stad", "sv") == 0
    assert [word for word, _start, _end in terms.words("Västerås")] == ["Västerås"]


def test_terms_are_letters_and_digits_alone():
    odd = "EU:n a-b O’Neill İstanbul ½ x́ ﬁ 𐓷𐓘 paras. 12:30 C++"
    found = {term for word, _start, _end in terms.words(odd) for term in terms.of_text(word, "fi")}
    assert all(map(str.isalnum, found))


def test_word_that_is_too_long_costs_little():
    assert all(len(term) <= terms.LONGEST + 1 for term in terms.of_text("a" * 10_000, "sv"))


def test_own_words_name_forms_in_small_letters_once():
    for file in lexicon.WORDS.glob("*.txt"):
        rows = [line.split()[0] for line in file.read_text().splitlines() if line and not line.startswith("#")]
        assert len(rows) == len(set(rows)), file.name
        assert rows == [row.lower() for row in rows], file.name


def test_broken_dictionary_is_built_anew(settings, tmp_path):
    settings.DICTIONARIES = tmp_path
    lexicon.file_of("en").write_bytes(b"no trie")
    with fresh():
        with pytest.raises(lexicon.Missing):
            lexicon.lemmas("companies", "en")
        assert "en" in lexicon.missing()
        lexicon.build("en")
        assert lexicon.lemmas("companies", "en") == ["company"]


@contextmanager
def fresh():
    """Nothing of the dictionaries of the other tests is remembered, and they know nothing of this one's."""
    lexicon._trie.cache_clear()
    yield
    lexicon._trie.cache_clear()
