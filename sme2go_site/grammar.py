"""The grammar of stored text: containers hold blocks, blocks hold words, words carry marks. Writer writes nothing else."""

import re
from html import escape

from . import references

TEXT_BLOCKS = {"p", "h2", "h3", "h4", "figcaption"}
MARKS = ("a", "strong", "em")  # in the order in which they are nested
CONTAINERS = {"ul", "ol", "blockquote", "figure", "table"}
CELLS = {"td", "th"}
TABLE_RANKS = {"table": 0, "thead": 1, "tbody": 1, "tr": 2, "td": 3, "th": 3}
STRUCTURE = {*CONTAINERS, *TABLE_RANKS, "li"}
PLACES = {"", "blockquote", "li", "quote", *CELLS}  # what blocks may stand in; "" is the text itself
MAX_DEPTH = 24  # containers in containers: deeper nesting is no text that anybody wrote
INLINE = {
    "abbr",
    "acronym",
    "bdi",
    "bdo",
    "big",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "font",
    "ins",
    "kbd",
    "label",
    "mark",
}
INLINE |= {"nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "sub", "sup", "time", "tt", "u", "var", "wbr"}
SPACE = re.compile("[ \t\n\r\x0c]+")
BLANK = re.compile("[\\s\xad\u200b-\u200d\u2060\ufeff]*+")


def _number(attributes, name, least, most):
    """' name="3"' where the attribute is a whole number within reason, else ''."""
    value = attributes.get(name, "")
    is_fit = re.fullmatch("[0-9]{1,4}", value) and least <= int(value) <= most
    return f' {name}="{int(value)}"' if is_fit else ""


def _is_blank(words):
    return BLANK.fullmatch(words) is not None


def _in_common(*chains):
    """How many marks all of the chains begin with."""
    length = 0
    for marks in zip(*chains, strict=False):
        if len(set(marks)) > 1:
            break
        length += 1
    return length


class _Words:
    """The inside of one text block: words with marks, single spaces, and line breaks only between words."""

    def __init__(self, tag):
        self.tag, self.parts, self.chain, self.says_something = tag, [], (), False
        self.has_space, self.breaks, self.gap_marks = False, 0, ()

    def add(self, words, marks):
        core = words.strip(" ")
        if words[0] == " ":
            self.space(marks)
        if core:
            self._write(core, marks)
            if words[-1] == " ":
                self.space(marks)

    def space(self, marks, breaks=0):
        """A space, or a line break, that is written once words follow."""
        if not (self.has_space or self.breaks):
            self.gap_marks = marks
        self.has_space = True
        self.breaks += breaks

    def _write(self, core, marks):
        if self.has_space and self.parts:
            self._close_to(_in_common(self.chain, self.gap_marks, marks))
            self.parts.append("<br>" * self.breaks or " ")
        self.has_space, self.breaks = False, 0
        common = _in_common(self.chain, marks)
        if _is_blank(core):
            marks = marks[:common]  # nothing opens for a blank
        else:
            self.says_something = True
        self._close_to(common)
        self.parts += [*marks[common:], escape(core, quote=False).replace("\xa0", "&nbsp;")]
        self.chain = marks

    def _close_to(self, length):
        self.parts += [f"</{mark[1:].split()[0].rstrip('>')}>" for mark in reversed(self.chain[length:])]
        self.chain = self.chain[:length]

    def finish(self):
        self._close_to(0)
        return "".join(self.parts)


class _Frame:
    """An open container: its blocks as they were written, and of a figure its picture and caption."""

    def __init__(self, tag, attributes=""):
        self.tag, self.attributes, self.parts, self.picture, self.caption = tag, attributes, [], "", ""

    def written(self):
        inner = "".join(_without_lone_paragraph(self.parts) if self.tag in {"li", *CELLS} else self.parts)
        caption = self.caption and f"<figcaption>{self.caption}</figcaption>"
        if self.tag == "quote" and inner:
            return f'<figure class="quote"><blockquote>{inner}</blockquote>{caption}</figure>'
        if self.tag == "figure" and self.picture:
            return f"<figure>{self.picture}{caption}</figure>"
        if self.tag in {"quote", "figure"}:
            return self.caption and f"<p>{self.caption}</p>"
        return f"<{self.tag}{self.attributes}>{inner}</{self.tag}>" if inner or self.tag in CELLS else ""


def _without_lone_paragraph(parts):
    """In an item or a cell a paragraph needs no tags of its own when it is alone or only lists follow."""
    if parts and parts[0].startswith("<p>") and all(part.startswith(("<ul>", "<ol")) for part in parts[1:]):
        return [parts[0].removeprefix("<p>").removesuffix("</p>"), *parts[1:]]
    return parts


class Writer:
    """Writes the grammar: containers hold blocks, blocks hold words, words carry marks."""

    def __init__(self):
        self.frames, self.words = [_Frame("")], None
        self.marks, self.href, self.depths = (), "", {"strong": 0, "em": 0}

    def text(self, words):
        words = SPACE.sub(" ", words)
        if not self.words and not _is_blank(words):
            self.words = _Words("p")
        if self.words and words:
            self.words.add(words, self.marks)

    def start(self, tag, attributes):
        if tag in MARKS:
            self._mark(tag, 1, attributes.get("href", ""))
        elif tag == "img":
            self._show(attributes.get("src"))
        elif tag == "br":
            if self.words:
                self.words.space(self.marks, breaks=1)
        elif not self._is_within_line(tag):
            self._close_words()
            if tag in TEXT_BLOCKS:
                self._open_words(tag)
            elif tag in STRUCTURE and self.frames[-1].tag != "quote":
                self._open(tag, attributes)

    def end(self, tag):
        if tag in MARKS:
            self._mark(tag, -1)
        elif not self._is_within_line(tag):
            self._close_words()
            if tag in CONTAINERS or tag in {"thead", "tbody", "tr"}:  # items and cells end where the next one starts
                self._rise({tag, "quote"} if tag == "figure" else {tag}, including=True)

    def finish(self):
        self._close_words()
        self._close_to(1)
        return "".join(self.frames[0].parts)

    def _mark(self, tag, step, href=""):
        if tag == "a":
            self.href = href
        else:
            self.depths[tag] = max(0, self.depths[tag] + step)
        link = self.href and f'<a href="{escape(self.href)}">'
        self.marks = (*filter(None, [link]), *(f"<{name}>" for name, depth in self.depths.items() if depth))

    def _is_within_line(self, tag):
        """Whether a tag does not end the line of text that it stands in; in a caption, paragraphs are but spaces."""
        if tag in INLINE or ":" in tag or tag in {"br", "img"}:
            return True
        is_in_caption = self.words and self.words.tag == "figcaption"
        if is_in_caption and tag not in STRUCTURE and tag != "figcaption":
            self.words.space(self.marks)
            return True
        return False

    def _open_words(self, tag):
        place = self._nearest({*PLACES, "figure"}).tag
        is_caption = tag == "figcaption" and place in {"figure", "quote"}
        self.words = _Words(tag if is_caption or (tag != "figcaption" and place != "quote") else "p")

    def _close_words(self):
        words, self.words = self.words, None
        if not words or not words.says_something:
            return
        inner, figure = words.finish(), self._nearest({*PLACES, "figure"})
        if words.tag == "figcaption" and not figure.caption:
            figure.caption = inner
        else:
            tag = "p" if words.tag == "figcaption" else words.tag
            self._nearest(PLACES).parts.append(f"<{tag}>{inner}</{tag}>")
        if self.href:  # no link reaches over the end of its block
            self._mark("a", -1)

    def _show(self, source):
        kind, pk = references.parse(source) or ("", 0)
        if kind != "picture":
            return
        figure, image = self._nearest({*PLACES, "figure"}), f'<img src="{references.address(kind, pk)}">'
        if figure.tag == "figure":
            image, figure.picture = figure.picture, image  # of several, the last one keeps the caption
        if image:
            self._nearest(PLACES - {"quote"}).parts.append(f"<figure>{image}</figure>")

    def _open(self, tag, attributes):
        if tag == "li":
            if self._rise({"ul", "ol"}):
                self.frames.append(_Frame("li"))
        elif tag in CONTAINERS:
            if len(self.frames) < MAX_DEPTH:
                is_quote = tag == "figure" and "quote" in attributes.get("class", "").split()
                start = _number(attributes, "start", 2, 9999) if tag == "ol" else ""
                self.frames.append(_Frame("quote" if is_quote else tag, start))
        elif self._rise(set(TABLE_RANKS)):
            self._open_part_of_table(tag, attributes)

    def _open_part_of_table(self, tag, attributes):
        rank = TABLE_RANKS[tag]
        while TABLE_RANKS[self.frames[-1].tag] >= rank:
            self._close_to(len(self.frames) - 1)
        for missing in ("tbody", "tr")[TABLE_RANKS[self.frames[-1].tag] : rank - 1]:
            self.frames.append(_Frame(missing))
        spans = (_number(attributes, name, 2, 100) for name in ("colspan", "rowspan")) if tag in CELLS else ()
        self.frames.append(_Frame(tag, "".join(spans)))

    def _nearest(self, tags):
        return next(frame for frame in reversed(self.frames) if frame.tag in tags)

    def _rise(self, tags, including=False):
        """Close what is open inside the nearest of these, and it too if `including`; whether there was one."""
        for depth in range(len(self.frames) - 1, 0, -1):
            tag = self.frames[depth].tag
            if tag in tags:
                self._close_to(depth if including else depth + 1)
                return True
            if tag == "quote" or (tag in CELLS and not tags & TABLE_RANKS.keys()):
                return False
        return False

    def _close_to(self, depth):
        while len(self.frames) > depth:
            frame = self.frames.pop()
            if written := frame.written():
                parent = self._nearest(PLACES - {"quote"}) if frame.tag in {*CONTAINERS, "quote"} else self.frames[-1]
                parent.parts.append(written)
