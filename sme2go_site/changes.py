"""What changed between two versions of a text: both as they are, the words that only one of them has marked in it.

Blocks are compared first and words only inside the blocks that differ, since comparing words grows with their square.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, groupby

from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from lxml import html

from .richtext import inside, parsed

BLOCKS = {"p", "h2", "h3", "h4", "li", "td", "th", "figcaption", "img"}
WORD = re.compile(r"\S+")
MOST_WORDS = 3000  # in a run of blocks that differ; beyond, the whole run is marked
SHORT = 600  # characters that are shown whole


@dataclass(frozen=True)
class Place:
    """A word, or a picture, and where it stands: in the text or behind the element (`slot`), from start to end."""

    said: tuple
    element: html.HtmlElement
    slot: str = ""
    start: int = 0
    end: int = 0


def as_markup(words, is_rich):
    """A field's stored text as HTML that may be shown: what is not rich text becomes paragraphs."""
    return mark_safe(words if is_rich else linebreaks(words, autoescape=True))  # noqa: S308 - sanitised when stored


def changes(before, after):
    """(before with <del>, after with <ins>), both HTML that may be shown; the texts are stored ones, sanitised."""
    trees = parsed(before), parsed(after)
    old, new = (_blocks(tree) for tree in trees)
    gone, come = _differing(old, new)
    _mark(gone, "del")
    _mark(come, "ins")
    return tuple(mark_safe(inside(tree)) for tree in trees)  # noqa: S308


def excerpt(marked):
    """The marked blocks alone; ⋯ stands for what is the same between them."""
    tree = parsed(marked)
    if len(tree.text_content()) <= SHORT:
        return marked
    for is_marked, run in groupby(list(tree), key=lambda block: block.tag in {"ins", "del"} or bool(_marks(block))):
        if is_marked:
            continue
        first, *rest = run
        for block in rest:
            block.drop_tree()
        gap = html.Element("p", {"class": "unchanged"})
        gap.text = "⋯"
        first.getparent().replace(first, gap)
    return mark_safe(inside(tree))  # noqa: S308


def _marks(block):
    return block.xpath(".//ins | .//del")


def _blocks(tree):
    """The text as a list of blocks, each a list of places."""
    found = [[]]

    def walk(element, link):
        if element.tag in BLOCKS:
            found.append([])
        if element.tag == "img":
            found[-1].append(Place(("img", element.get("src")), element))
        link = element.get("href") if element.tag == "a" else link
        _read(element, "text", element.tag, link)
        for child in element:
            walk(child, link)
            _read(child, "tail", element.tag, link)

    def _read(element, slot, tag, link):
        style = tag if tag in {"strong", "em"} else ""
        for word in WORD.finditer(getattr(element, slot) or ""):
            found[-1].append(Place((word[0], link, style), element, slot, *word.span()))

    walk(tree, None)
    return [block for block in found if block]


def _differing(old, new):
    """The places that only the old text has, and those that only the new one has."""
    gone, come = [], []
    for kind, a, b, c, d in _matcher([_said(block) for block in old], [_said(block) for block in new]).get_opcodes():
        if kind == "equal":
            continue
        before, after = list(chain(*old[a:b])), list(chain(*new[c:d]))
        if len(before) + len(after) > MOST_WORDS:
            gone, come = gone + before, come + after
            continue
        for what, e, f, g, h in _matcher(_said(before), _said(after)).get_opcodes():
            if what != "equal":
                gone, come = gone + before[e:f], come + after[g:h]
    return gone, come


def _matcher(one, other):
    return SequenceMatcher(None, one, other, autojunk=False)


def _said(block):
    return tuple(place.said for place in block)


def _mark(places, tag):
    """Wrap each run of neighbouring words in an element; the last one first, so that positions stay true."""
    for (element, slot), run in reversed([(key, list(run)) for key, run in groupby(places, _slot)]):
        if not slot:
            wrapper = html.Element(tag)
            wrapper.tail, element.tail = element.tail, None
            element.getparent().replace(element, wrapper)
            wrapper.append(element)
            continue
        for start, end in reversed(_spans(run, getattr(element, slot))):
            _wrap(element, slot, start, end, tag)


def _slot(place):
    return place.element, place.slot


def _spans(run, words):
    """[(start, end)] of the words that have nothing but space between them."""
    spans = []
    for place in run:
        if spans and not words[spans[-1][1] : place.start].strip():
            spans[-1] = (spans[-1][0], place.end)
        else:
            spans.append((place.start, place.end))
    return spans


def _wrap(element, slot, start, end, tag):
    words, marked = getattr(element, slot), html.Element(tag)
    marked.text, marked.tail = words[start:end], words[end:]
    setattr(element, slot, words[:start])
    if slot == "text":
        element.insert(0, marked)
    else:
        tail, element.tail = element.tail, None
        element.addnext(marked)
        element.tail = tail
