"""What a word is found by: terms of several levels, so that a sure hit stands above a guess.

A term is a digit, its level, and letters. A text gives its terms to the index (`of_text`), a question asks for terms
(`of_question`); they meet where both have one in common.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product
from threading import local

import snowballstemmer

from . import lexicon

WORD = re.compile(r"[^\W_]+(?:[:’'\-‑][^\W_]+)*")
JOINTS = re.compile(r"[-‑]")
SAME_WORD, STEM, PART, LETTERS = LEVELS = "0123"  # a form of the word · alike in stem · part of a compound · å as a
STEMMERS = {"sv": "swedish", "en": "english", "et": "estonian", "fi": "finnish"}
POOR_STEMMERS = {"et", "fi"}  # their stems join words that have nothing in common more often than they help
ABBREVIATION = re.compile(r"([A-ZÅÄÖÕÜŠŽ0-9]{2,})[a-zåäöõüšž]{1,5}")  # ELi, EUs: the ending is written small
# What may follow a form that the dictionary knows: genitives of names, and the little words that Finnish and Estonian append.
APPENDED = {
    "sv": re.compile("s"),
    "en": re.compile("s"),
    "et": re.compile("[gk]i"),
    "fi": re.compile("(?:(?:mme|nne|ns[aä]|ni|si|(?<=([aeiouyäö]))\\1n)?(?:kin|k[aä]{2}n|h[aä]n|k[oö]|p[aä])?)"),
}
# Endings of what the dictionary does not know, which are mostly names.
ENDINGS = {
    "sv": "s",
    "en": "s",
    "et": "s st sse le l lt ks ni na ta ga t d i is ist isse ile il ilt ini iga it id e te de a u",
    "fi": "n in ia iin een aan ssa ssä sta stä lla llä lta ltä lle na nä ksi tta ttä ta tä a ä issa issä ista istä illa illä "
    "ilta iltä ille iksi ina inä it t",
}
BESIDE_IMPERATIVE = {"sv": "a"}  # verk is a noun, too, though the dictionary has it for the imperative of verka
# Cases on the stem of the genitive, which the dictionary may lack, or have only as forms of a verb: et. pargid is known by
# pargi, fi. koodilla by koodin. (how the genitive ends, the cases, how a word ends that is surely a verb and has no cases)
CASES = {
    "et": ("", re.compile("(?<=[aeiouõäöü])(?:d|s|sse|st|l|le|lt|ks|ni|na|ta|ga)"), "ma"),
    "fi": ("n", re.compile("t|s[st][aä]|l[lt][aä]|lle|ksi"), None),
}
# Forms that dictionaries lack by the thousand, and how the words that they belong to end.
BASES = {
    "et": ((r"mi(?:se|si|st|s)\w{0,4}", "mine"),),
    "fi": (
        (r"n(?:ee|ei)\w{1,4}", "nut nyt"),
        (r"([lrs])(?:ee|ei)\w{1,4}", r"\1ut \1yt"),
        (r"t([uy])\w{1,5}", r"t\1 tt\1"),
        (r"[dlnr]([uy])\w{1,5}", r"t\1"),
        (r"v[aä]\w{1,5}|vi[aäes]\w{0,4}", "va vä"),
        (r"mi(?:se|st|si|s)\w{0,5}", "minen"),
        (r"m[mp][aäi]\w{0,5}", "mpi"),
        (r"([uy])\1(?:de|te|ksi|t)\w{0,4}", r"\1\1s"),
    ),
}
# Words that the dictionary may hold as such, and another form of what they were made of: fi. opittu is known by opittiin.
MADE_OF = {
    "sv": "ad:a",
    "et": "tud:ti dud:di nud:ma tav:ti dav:di v:ma mine:ma likkus:lik em:e em:a am:a im: im:e im:a",
    "fi": "tu:tiin ty:tiin tava:tiin tävä:tiin va:massa vä:mässä va:vat vä:vät minen:maan minen:mään minen:massa minen:mässä "
    "minen:vat minen:vät ista:inen istä:inen mpi:n empi:an empi:än mmin:n emmin:an emmin:än asti:an ästi:än osti:on usti:un "
    "ysti:yn esti:en iisti:iin",
}
LINKS = {"sv": ("", "s"), "en": ("",), "et": ("",), "fi": ("",)}  # what may stand between the parts of a compound
SHORTEST_PART = 4
SHORTEST_MADE = 6
VERB_ENDS = ("a", "ä")  # of the languages that have CASES
LONGEST = 60  # letters; what is longer is no word
UNFOLDED = {  # what a letter may stand for where the keyboard lacks the language's own
    "sv": {"a": "aåä", "o": "oö"},
    "en": {},
    "et": {"a": "aä", "o": "oöõ", "u": "uü", "s": "sš", "z": "zž"},
    "fi": {"a": "aåä", "o": "oö"},
}
MOST_SPELLINGS = 800
VERSION = "3"  # of the terms: a change of what a word is found by makes the index anew
_own = local()


def words(text):
    """(word as written, start, end) of each word of a text; one with a hyphen, a colon or an apostrophe is one."""
    is_normal = unicodedata.is_normalized("NFC", text)
    for found in WORD.finditer(text):
        yield found[0] if is_normal else unicodedata.normalize("NFC", found[0]), *found.span()


def plain(text):
    """The words of a text in order, in small letters; of one with a hyphen, its parts."""
    return [part.lower() for part in re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))]


def fold(word):
    """The word without what stands on its letters: å and ä as a, õ and ö as o."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@lru_cache(maxsize=6_000)
def of_text(word, code):
    """The terms by which a word of a text can be found. Raises lexicon.Missing."""
    found = set()
    for piece in _pieces(word, code):
        same, alike, parts = _forms(piece, code)
        found |= {SAME_WORD + form for form in same}
        found |= {STEM + form for form in alike}
        found |= {PART + part for part in parts}
        found |= {LETTERS + fold(form) for form in same | alike | parts if fold(form) != form}
    return frozenset(found)


@lru_cache(maxsize=2_000)
def of_question(word, code):
    """What a word in a question asks for: [terms of each level], the surest first. Raises lexicon.Missing."""
    piece = _pieces(word, code)[0]
    same, alike, _parts = _forms(piece, code)
    folded = {fold(form) for form in _spellings(piece.lower(), code) | alike}
    return (
        frozenset(SAME_WORD + form for form in same),
        frozenset(STEM + form for form in alike),
        frozenset(PART + form for form in same),
        frozenset({LETTERS + form for form in folded} | {SAME_WORD + form for form in folded}),
    )


def _pieces(word, code):
    """[the word without what an abbreviation appends, and the parts of one with hyphens]: EU:n, SME2GO-projektet."""
    whole = re.split("[:’']", word)[0]
    *first, last = JOINTS.split(whole)
    if not first:
        return [whole]
    in_own_form = {"".join([*first, known]) for known in _known(last.lower(), code)}
    return ["".join([*first, last]), *in_own_form, *first, last]


def _forms(word, code):
    """(words that it is a form of, what is alike, parts of the compound that it is), all in small letters."""
    small = "".join(filter(str.isalnum, word.lower()))[:LONGEST]
    same = {small, *_known(small, code)}
    if short := ABBREVIATION.fullmatch(word):
        same.add(short[1].lower())
    parts = _parts(small, code)
    if len(same) == 1 and parts:
        same |= {first + known for first, last in _splits(small, code) for known in _known(last, code)}
    alike = {stem for form in same if _fits(stem := _stem(form, code), same, code)} | {
        known for form in same for known in lexicon.lemmas(form, code)
    }
    alike |= {source for form in same for source in _made_of(form, code)}
    if not _known(small, code):
        alike |= {small.removesuffix(end) for end in ENDINGS[code].split() if len(small) - len(end) >= SHORTEST_PART}
    return same, alike, parts


@lru_cache(maxsize=5_000)
def _known(word, code):
    """The dictionary's words for a form, also where it lacks the form."""
    found = set(lexicon.lemmas(word, code))
    if word + BESIDE_IMPERATIVE.get(code, "?") in found:
        found.add(word)
    if not lexicon.is_own(word, code) and all(one == word or one.endswith(VERB_ENDS) for one in found):
        found |= _by_genitive(word, code)
    return frozenset(found or _without_appended(word, code) or _bases(word, code))


def _by_genitive(word, code):
    """The nouns that it is a case of."""
    if code not in CASES:
        return set()
    ending, cases, verbs = CASES[code]
    genitives = (word[:at] + ending for at in range(3, len(word)) if cases.fullmatch(word, at))
    found = {known for form in genitives for known in lexicon.lemmas(form, code)}
    return {known for known in found if not (verbs and known.endswith(verbs))}


def _without_appended(word, code):
    rests = (word[:at] for at in range(len(word) - 1, 2, -1) if APPENDED[code].fullmatch(word, at))
    return next(filter(None, (lexicon.lemmas(rest, code) for rest in rests)), ())


def _bases(word, code):
    """The participle, comparative, name of a deed or quality that it is a form of."""
    found = ((re.search(f"(?<=..){form}$", word), bases.split()) for form, bases in BASES.get(code, ()))
    words = (word[: form.start()] + form.expand(base) for form, bases in found if form for base in bases)
    return [base for base in words if lexicon.lemmas(base, code) or _made_of(base, code)]


def _made_of(word, code):
    """The verb of a participle or of the name of a deed, the adjective of a comparative."""
    if len(word) < SHORTEST_MADE:
        return set()
    pairs = (pair.split(":") for pair in MADE_OF.get(code, "").split())
    forms = (word.removesuffix(ending) + other for ending, other in pairs if word.endswith(ending))
    return {source for form in forms for source in lexicon.lemmas(form, code)}


@lru_cache(maxsize=5_000)
def _parts(word, code):
    """All the words that a compound is made of, as they stand in it and as the dictionary has them."""
    whole = _known(word, code)
    if any(lexicon.is_no_compound(one, code) for one in (word, *whole)):
        return frozenset()
    found = set()
    for form in {word, *whole}:
        for first, last in _splits(form, code):
            heads = _known(last, code)
            if not whole or any(one.endswith(head) and _is_part(head, code) for one in whole for head in heads):
                found |= {first, last, *_known(first, code), *heads}
                found.update(*(_parts(part, code) for part in (first, last) if len(part) < len(word)))
    return frozenset(found)


@lru_cache(maxsize=5_000)
def _splits(word, code):
    """[(first part, last part)] of a compound: of two words that the dictionary has, else of a word and a compound."""
    halves = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
    pairs = [(first.removesuffix(link), last) for first, last in halves for link in LINKS[code] if first.endswith(link)]
    return [(first, last) for first, last in pairs if _is_last(last, code) and _is_part(first, code)] or [
        (first, last)
        for first, last in pairs
        if (_is_last(last, code) and _is_compound(first, code)) or (_is_part(first, code) and _is_compound(last, code))
    ]


def _is_last(word, code):
    return _is_part(word, code) and not any(
        lexicon.is_ending(form, code) for form in (word, *lexicon.lemmas(word, code))
    )


def _is_part(word, code):
    return lexicon.is_short_part(word, code) if len(word) < SHORTEST_PART else bool(lexicon.lemmas(word, code))


def _is_compound(word, code):
    return len(word) > 2 * SHORTEST_PART and bool(_splits(word, code))


def _fits(stem, same, code):
    """Whether a stem may stand for a word: a poor stemmer's not if it is another word (et. keel of keeldus, of keelduma)."""
    if code not in POOR_STEMMERS:
        return True
    found = lexicon.lemmas(stem, code)
    return not found or not same.isdisjoint(found) or len(same) == 1


def _stem(word, code):
    """A stemmer holds the word that it works on, so each thread has its own."""
    if not hasattr(_own, code):
        setattr(_own, code, snowballstemmer.stemmer(STEMMERS[code]))
    return getattr(_own, code).stemWord(word)


def _spellings(word, code):
    """The words that it may have been meant for, had the keyboard had their letters."""
    choices = [UNFOLDED[code].get(sign, sign) for sign in fold(word)]
    spelled = ("".join(signs) for signs in islice(product(*choices), MOST_SPELLINGS))
    return {word} | {known for one in spelled for known in lexicon.lemmas(one, code)}
