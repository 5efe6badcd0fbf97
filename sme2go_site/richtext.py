"""Rich text as it is stored: what the editor offers, and what may enter the database.

`clean()` is the only way in (fields.RichTextField); rendering.py is the only way onto a page. lxml reads and brings the text
into the site's grammar, from the innermost element outwards; nh3, the allow-list, has the last word. It does not read first,
since nesting makes it quadratic; libxml2 stops at 256 levels.
"""

import re
from urllib.parse import quote

import nh3
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy
from lxml import etree, html
from lxml.html import defs

from . import references

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Quotation": True,
    "LibraryFigure": {
        "dialog": static_lazy("admin/library_dialog.js"),
        "library": reverse_lazy("admin:news_picture_library"),
        "upload": reverse_lazy("admin:news_picture_upload"),
    },
    "PasteFilter": True,
    "Image": True,
    "Caption": True,
    "SiteLink": {"protocols": ["http", "https", "mailto", "tel"], "targets": reverse_lazy("admin:link_targets")},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "History": True,
}
NESTED_TOO_DEEPLY = _("The text is nested too deeply to be read: paste it as plain text.")

RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "tfoot": "tbody"}  # the page's title is the h1
MARKS = {"a", "strong", "em"}
TEXT_BLOCKS = {"p", "h2", "h3", "h4", "figcaption"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "figure", "table"}
HOLDS = {"ul": "li", "ol": "li", "table": "tr", "thead": "tr", "tbody": "tr", "tr": "td"}  # each holds nothing else
ALIKE = {"tr": {"tr", "thead", "tbody"}, "td": {"td", "th"}, "li": {"li"}}
PARTS = {"li", "td", "th", "tr", "thead", "tbody", "figcaption"}  # nothing without what holds them
FIGURES = [["img"], ["img", "figcaption"], ["blockquote"], ["blockquote", "figcaption"]]
SECTIONS = defs.block_tags | {"caption", "dd", "dt", "main"}  # other blocks: paragraphs, or what is in them
NEVER_SHOWN = {"iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style", "svg"}
NEVER_SHOWN |= {"template", "textarea", "title", "xmp", "audio", "video", "canvas", "head"}

CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
SPACE = re.compile("[ \t\n\r\x0c]+")
UNSEEN = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")
LINK = re.compile(r"https?://[^/?#\\]|mailto:.|tel:.|/(?![/\\])|#", re.IGNORECASE)
UNSAFE_IN_ADDRESS = re.compile(r"""[\s"<>\\^`{|}]""")
LONGEST_ADDRESS = 2000
MAX_DEPTH = 50  # what is brought into the grammar may be four times as deep, and must still be readable
NUMBERS = {"start": 9999, "colspan": 100, "rowspan": 100}


def _fitting(_tag, name, value):
    """nh3's filter of attributes: a number is a number within reason."""
    if name in NUMBERS:
        return value if re.fullmatch("[0-9]{1,4}", value) and 2 <= int(value) <= NUMBERS[name] else None
    return value


_guard = nh3.Cleaner(
    tags={*MARKS, *BLOCKS, *PARTS, "br", "img"},
    attributes={
        "*": set(),
        "a": {"href"},
        "img": {"src"},
        "ol": {"start"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    allowed_classes={"figure": {"quote"}},
    attribute_filter=_fitting,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def no_more_tags(_config, _shared):
    """What our own extensions of the editor add to the library's list of tags, which `clean()` does not ask."""


def clean(markup):
    """The same text with nothing outside the allow-list: only our pictures, headings from h2, no empty paragraphs.

    Raises ValidationError for what is nested too deeply to be read.
    """
    tree = parsed(SPACE.sub(" ", CONTROLS.sub("", markup or "")))
    _settle_inside(tree)
    _wrap(tree, BLOCKS, "p")
    return _guard.clean(inside(tree)).strip()


def parsed(markup):
    """The markup's elements under one <div>; raises ValidationError when they are nested too deeply."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.fragment_fromstring(markup, create_parent="div", parser=parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise ValidationError(NESTED_TOO_DEEPLY, code="nested_too_deeply")
    return tree


def inside(element):
    """What an element contains, as HTML."""
    whole = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("<")]


def _settle_inside(element, depth=0):
    if depth > MAX_DEPTH:
        raise ValidationError(NESTED_TOO_DEEPLY, code="nested_too_deeply")
    for child in list(element):
        if child.tag in RENAMED:
            child.tag = RENAMED[child.tag]
        _settle_inside(child, depth + 1)
        _settle(child)


def _settle(element):
    """Bring one element into the grammar; what it contains is in it already."""
    tag = element.tag
    if tag in NEVER_SHOWN:
        element.drop_tree()
    elif tag == "img":
        _settle_image(element)
    elif tag in MARKS:
        _settle_mark(element)
    elif tag in HOLDS:
        _settle_holder(element)
    elif tag in {"li", "td", "th"}:
        _settle_item(element)
    elif tag == "blockquote":
        _wrap(element, BLOCKS, "p")
        _drop_if_empty(element)
    elif tag == "figure":
        _settle_figure(element)
    elif tag in TEXT_BLOCKS or tag in SECTIONS:
        _settle_text_block(element)
    elif tag != "br":
        _dissolve(element)


def _settle_image(image):
    """A picture of the library, in a figure; anything else is no picture of ours."""
    if (references.parse(image.get("src")) or ("",))[0] != "picture":
        image.drop_tree()
    elif image.getparent().tag != "figure":
        figure = html.Element("figure")
        figure.tail, image.tail = image.tail, None
        image.getparent().replace(image, figure)
        figure.append(image)


def _settle_mark(mark):
    is_nested = next(mark.iterancestors(mark.tag), None) is not None
    if mark.tag == "a":
        mark.set("href", _address(mark.get("href", "")))
        is_nested |= not mark.get("href")
    if is_nested or _is_blank(mark) or _has_blocks(mark):
        _dissolve(mark)


def _settle_text_block(block):
    """A block of words holds words; one that holds blocks gives way to them, and its own words become paragraphs."""
    if _has_blocks(block):
        _wrap(block, BLOCKS, "p")
        _dissolve(block)
    elif _is_blank(block):
        block.drop_tree()
    else:
        block.tag = block.tag if block.tag in TEXT_BLOCKS else "p"
        _trim(block)


def _settle_holder(holder):
    part = HOLDS[holder.tag]
    _wrap(holder, ALIKE[part], part)
    for row in holder.iterchildren("tr"):
        _wrap(row, ALIKE["td"], "td")
    for item in holder.xpath("./li | ./td | ./th | ./tr/td"):
        _settle_item(item)  # those that were wrapped just now
    _drop_if_empty(holder)


def _settle_item(item):
    """In an item or a cell, a paragraph needs no tags of its own when it is alone or only lists follow."""
    if _has_blocks(item):
        _wrap(item, BLOCKS, "p")
        first, *rest = item
        if first.tag == "p" and all(block.tag in {"ul", "ol"} for block in rest):
            _dissolve(first)
    _trim(item)
    if item.tag == "li":
        _drop_if_empty(item)


def _settle_figure(figure):
    """A picture or a quotation, each with at most one caption; otherwise its content stands for itself."""
    if [child.tag for child in figure] in FIGURES and not _own_words(figure):
        figure.attrib.clear()
        if figure[0].tag == "blockquote":
            figure.set("class", "quote")
        return
    for image in figure.findall("img"):
        image.addprevious(html.Element("figure"))
        image.getprevious().tail, image.tail = image.tail, None
        image.getprevious().append(image)
    _wrap(figure, BLOCKS, "p")
    _dissolve(figure)


def _wrap(parent, kept, wrapper):
    """Put each run of what is not `kept` into a new element; a blank one goes."""
    for orphan in [child for child in parent if child.tag in PARTS - kept]:
        _wrap(orphan, BLOCKS, "p")
        _dissolve(orphan)
    run, parent.text = _element(wrapper, parent.text), None
    for child in list(parent):
        if child.tag in kept:
            tail, child.tail = child.tail, None
            if not _is_blank(run):
                child.addprevious(_trim(run))
            run = _element(wrapper, tail)
        else:
            run.append(child)
    if not _is_blank(run):
        parent.append(_trim(run))


def _element(tag, words):
    element = html.Element(tag)
    element.text = words
    return element


def _trim(element):
    """No space and no line break at either end."""
    while len(element) and element[-1].tag == "br" and not (element[-1].tail or "").strip(" "):
        element[-1].drop_tree()
    while len(element) and element[0].tag == "br" and not (element.text or "").strip(" "):
        element.text = None
        _dissolve(element[0])
    element.text = (element.text or "").lstrip(" ")
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip(" ")
    else:
        element.text = element.text.rstrip(" ")
    return element


def _dissolve(element):
    """Put what an element contains in its place. As lxml's drop_tag, without counting all of its siblings."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + (element.text or "")
    else:
        before.tail = (before.tail or "") + (element.text or "")
    for child in list(element):
        element.addprevious(child)
    element.drop_tree()


def _own_words(element):
    return "".join(filter(None, [element.text, *(child.tail for child in element)])).strip()


def _has_blocks(element):
    return any(child.tag in BLOCKS or child.tag in PARTS for child in element)


def _is_blank(element):
    return not UNSEEN.sub("", element.text_content()).strip() and element.find(".//img") is None


def _drop_if_empty(element):
    if not len(element) and _is_blank(element):
        element.drop_tree()


def _address(href):
    """A link's address as browsers read it; '' where it leads nowhere that we allow."""
    href = href.strip()
    if len(href) > LONGEST_ADDRESS or not LINK.match(href):
        return ""
    return UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0]), href)
