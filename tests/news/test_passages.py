"""The passage that answers: what it holds, where it begins and ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.passages import LENGTH, beginning, marked, passage

RAIL = [{"0railway"}]


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in pieces)


def test_passage_is_of_one_paragraph():
    assert shown(passage("First.\nA railway here.\nLast.", RAIL, "en")) == "A [railway] here."


def test_long_paragraph_is_cut_between_words():
    words = shown(passage("before " * 60 + "railway" + " after" * 60, RAIL, "en"))
    assert words.startswith("… before")
    assert words.endswith("after …")
    assert "[railway]" in words
    assert len(words) < LENGTH + 10


def test_passage_holds_as_many_of_the_words_as_it_can():
    text = "A railway.\n" + "x " * 300 + "\nA railway and a bridge."
    assert shown(passage(text, [*RAIL, {"0bridge"}], "en")) == "A [railway] and a [bridge]."


def test_no_hit_no_passage():
    assert passage("Nothing here", RAIL, "en") == []


def test_whole_title_is_shown():
    assert shown(marked("The railways’ end", RAIL, "en")) == "The [railways]’ end"


@given(st.text(alphabet="ab \nrailwy’-", max_size=600))
@pytest.mark.usefixtures("dictionaries")
def test_pieces_are_parts_of_the_text(text):
    assert "".join(piece.text for piece in marked(text, RAIL, "en")) == text
    assert shown(passage(text, RAIL, "en")).strip("… ").replace("[", "").replace("]", "") in text
    assert beginning(text) == [] or beginning(text)[0].text in text
