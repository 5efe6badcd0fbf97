"""Words that somebody may have meant who made one mistake in typing."""

from functools import lru_cache

from sme2go_site import lexicon, terms

ALPHABETS = {"sv": "åäöé", "en": "", "et": "äõöüšž", "fi": "åäö"}
SHORTEST = 4  # letters; of a shorter word almost everything is a neighbour


@lru_cache(maxsize=30)  # of some 700 words each
def guesses(word, code):
    """Terms of all words that are one letter more, one less, another one or two exchanged. Raises lexicon.Missing."""
    small = word.lower()
    if not SHORTEST <= len(small) <= terms.LONGEST or not small.isalpha():
        return frozenset()
    found = set()
    for meant in _neighbours(small, "abcdefghijklmnopqrstuvwxyz" + ALPHABETS[code]):
        found |= {meant, *lexicon.lemmas(meant, code)}
    return frozenset(terms.SAME_WORD + meant for meant in found)


def _neighbours(word, alphabet):
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for left, right in halves:
        yield from (left + sign + right for sign in alphabet)
        if right:
            yield left + right[1:]
            yield from (left + sign + right[1:] for sign in alphabet)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
