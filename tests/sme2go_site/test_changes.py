"""What changed between two versions of a text is marked, and nothing else."""

import re
import time

import pytest

from sme2go_site.changes import as_markup, changes, excerpt


def marked(markup):
    return re.findall(r"<(?:ins|del)>(.*?)</(?:ins|del)>", markup)


def test_changed_words_are_marked_on_both_sides_and_the_rest_stays():
    old, new = changes(
        "<p>Held its conference. Two questions.</p>", "<p>Held its final conference in Tartu. Two questions.</p>"
    )
    assert old == "<p>Held its <del>conference.</del> Two questions.</p>"
    assert new == "<p>Held its <ins>final conference in Tartu.</ins> Two questions.</p>"


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("<p>a</p>", "<p>a</p><p>new words</p>", [], ["new words"]),
        ("<p>a</p><ul><li>b</li></ul>", "<p>a</p>", ["b"], []),
        ("<p>a <a href='/go/article/1/'>b</a></p>", "<p>a <a href='/go/article/2/'>b</a></p>", ["b"], ["b"]),
        ("<p>a <strong>b</strong></p>", "<p>a b</p>", ["b"], ["b"]),
        ("<figure><img src='/go/picture/1/'></figure>", "<figure><img src='/go/picture/2/'></figure>",
         ['<img src="/go/picture/1/">'], ['<img src="/go/picture/2/">']),
        ("<p>x <em>y</em> old tail</p>", "<p>x <em>y</em> new tail</p>", ["old"], ["new"]),
        ("", "<p>all of it</p>", [], ["all of it"]),
        ("<p>same</p>", "<p>same</p>", [], []),
    ],
)  # fmt: skip
def test_changes_are_found(before, after, gone, come):
    old, new = changes(before, after)
    assert (marked(old), marked(new)) == (gone, come)


def test_without_its_marks_each_side_is_the_text_it_was():
    before, after = "<h2>A b</h2><p>c <em>d</em> e</p>", "<h2>A x</h2><p>c <em>y</em> e f</p><p>z</p>"
    for text, shown in zip((before, after), changes(before, after), strict=True):
        assert re.sub("</?(ins|del)>", "", shown) == text


def test_plain_text_is_words_and_never_markup():
    shown = changes(as_markup("a <b>b</b>", False), as_markup("a <script>c</script>", False))[1]
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_excerpt_of_a_long_text_leaves_out_what_is_the_same():
    same = "".join(f"<p>{'word ' * 30}{number}</p>" for number in range(40))
    _old, new = changes(same + "<p>old end</p>", same + "<p>new end</p>")
    assert len(excerpt(new)) < 200
    assert "<ins>new</ins> end" in excerpt(new)
    assert "⋯" in excerpt(new)


def test_time_stays_bounded_when_everything_differs():
    begun = time.process_time()
    changes("<p>" + "a b c d " * 20_000 + "</p>", "<p>" + "d c b a " * 20_000 + "</p>")
    assert time.process_time() - begun < 5
