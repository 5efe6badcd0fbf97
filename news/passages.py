"""The passage of a text that answers a question, with the forms found in it marked."""

from dataclasses import dataclass
from itertools import islice

from sme2go_site import terms

LENGTH = 240  # signs of a passage
REACH = LENGTH * 2 // 3  # signs after a word of the question in which others stand together with it
MOST_WORDS = 20_000  # words of a text that are looked through
MOST_HITS = 200


@dataclass(frozen=True)
class Piece:
    text: str
    is_found: bool = False


def marked(text, wanted, code):
    """[Piece] of the whole text; `wanted` is a list of sets of terms, one for each word of the question."""
    return _pieces(text, [(start, end) for start, end, _which in _hits(text, wanted, code)], 0, len(text))


def passage(text, wanted, code):
    """[Piece] of the part of a text that answers most words, the first such; [] where nothing of it is in the text."""
    hits, first, most, near = [], 0, 0, 0
    for hit in islice(_hits(text, wanted, code), MOST_HITS):
        if most == len(wanted) and hit[0] > hits[first][0] + LENGTH:
            break  # nothing that comes later is better, and none of it is in that passage
        hits.append(hit)
        while hits[near][0] < hit[0] - REACH:
            near += 1
        together = len(frozenset().union(*(which for _start, _end, which in hits[near:])))
        if together > most:
            first, most = near, together
    if not hits:
        return []
    start, end = _around(text, hits[first][0])
    spans = [(begin, until) for begin, until, _which in hits if start <= begin and until <= end]
    before = [Piece("… ")] if start and text[start - 1] != "\n" else []
    after = [Piece(" …")] if text[end : end + 1] not in {"", "\n"} else []
    return [*before, *_pieces(text, spans, start, end), *after]


def beginning(text):
    """[Piece]: the first words of a text."""
    if len(text) <= LENGTH:
        return [Piece(text)] if text else []
    return [Piece(text[: text.rfind(" ", 0, LENGTH)]), Piece(" …")]


def _hits(text, wanted, code):
    """(start, end, which words of the question) of each word that was found."""
    all_wanted = frozenset().union(*wanted)
    for word, start, end in islice(terms.words(text), MOST_WORDS):
        own = terms.of_text(word, code)
        if not all_wanted.isdisjoint(own):
            yield start, end, frozenset(at for at, terms_ in enumerate(wanted) if terms_ & own)


def _around(text, at):
    """(start, end) of a passage around a place: of its own paragraph, and from its start where that is near."""
    # Where there is no further end, find() answers -1, which this makes the end of the text.
    line, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at) % (len(text) + 1)
    start = line if at - line < LENGTH // 3 else text.find(" ", at - LENGTH // 3) + 1
    if line_end - start <= LENGTH:
        return start, line_end
    return start, max(text.rfind(" ", start, start + LENGTH), text.find(" ", at) % (len(text) + 1))


def _pieces(text, spans, start, end):
    pieces, at = [], start
    for begin, until in spans:
        pieces += [Piece(text[at:begin]), Piece(text[begin:until], is_found=True)]
        at = until
    return [piece for piece in [*pieces, Piece(text[at:end])] if piece.text]
