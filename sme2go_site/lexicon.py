"""The dictionaries of the languages: which word a form belongs to. Built once into files, and then mapped into memory.

Source: the word lists of simplemma, 0.2 to 3.5 million forms a language, as tries of together 37 MB. Building them takes
about half a minute and 750 MB, so it is work of a command (`manage.py rebuild_search`) and never of a worker.
"""

import os
from functools import cache
from pathlib import Path

import simplemma
from django.conf import settings
from marisa_trie import BytesTrie
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from .languages import CODES

WORDS = Path(__file__).parent / "words"


class Missing(Exception):
    """The dictionaries have not been built yet, or their files are broken."""


def file_of(code):
    return settings.DICTIONARIES / f"{code}-{simplemma.__version__}.trie"


def build(code):
    """Write the dictionary of a language, whole or not at all; a killed build leaves nothing that would be read."""
    words = DefaultDictionaryFactory().get_dictionary(code)
    trie = BytesTrie((word, words[word].encode()) for word in words)
    settings.DICTIONARIES.mkdir(parents=True, exist_ok=True)
    draft = file_of(code).with_suffix(f".{os.getpid()}")
    try:
        trie.save(str(draft))
        draft.replace(file_of(code))
    finally:
        draft.unlink(missing_ok=True)
    _trie.cache_clear()


def missing():
    """The languages whose dictionary has to be built."""
    return [code for code in CODES if not _answers(code)]


def _answers(code):
    try:
        return bool(_trie(code))
    except Missing:
        return False


@cache
def _trie(code):
    try:
        return BytesTrie().mmap(str(file_of(code)))
    except (OSError, RuntimeError) as error:  # RuntimeError: what marisa calls a file that is no trie
        raise Missing(f"no dictionary of {code}: {error}") from error


@cache
def _own(code):
    """{form: the words it belongs to}: what the word list lacks or has wrong, from words/<code>.txt."""
    lines = (WORDS / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip() and not line.startswith("#")]
    return {form: lemmas or [form] for form, *lemmas in rows}


def lemmas(word, code):
    """The words that a form in small letters belongs to: none that the dictionary does not know. Raises Missing."""
    if found := _own(code).get(word):
        return found
    trie = _trie(code)
    for spelled in (word, word.capitalize(), word.upper()):
        if found := trie.get(spelled):
            return ["".join(filter(str.isalnum, found[0].decode().lower()))]  # some of the list's have a dot
    return []


def is_own(word, code):
    """Whether its words are named by our own file, which is then the last word on it."""
    return word in _own(code)


def is_ending(word, code):
    """Whether no compound ends with it, although a word is spelled like it: -ship, -ness."""
    return f"-{word}" in _short_parts(code)


def is_no_compound(word, code):
    """Whether it is one word, although it could be two: kontroll, which is not kont and roll."""
    return f"={word}" in _short_parts(code)


def is_short_part(word, code):
    """Whether it makes compounds although it is shorter than what is tried: el, pää, maa."""
    return word in _short_parts(code)


@cache
def _short_parts(code):
    lines = (WORDS / f"{code}-short.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if not line.startswith("#")}
