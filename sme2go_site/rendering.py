"""How a stored text becomes a page: pictures from the library, links in the reader's language, tables that scroll.

The text is parsed once and serialised once. Pictures wait outside the tree, since lxml does not write <source> as HTML does:
a comment, which no stored text can contain, keeps their place.
"""

import re

from django.template.loader import render_to_string
from django.utils.html import escape, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree, html

from . import references
from .languages import active, text
from .richtext import inside, parsed

FACT = re.compile(r"\[\[([a-z-]+)\]\]")
SLOT = re.compile("<!--picture ([0-9]+)-->")
SAYING = ("p", "li", "h2", "h3", "h4", "td", "th")  # the blocks that a missing fact silences, the nearest one each time
EMPTIED = ("li", "ul", "ol", "blockquote")
HEADINGS = ("h2", "h3", "h4")


def render(markup, code=None, facts=None):
    """The text for a page in one language (default: the active one).

    `facts` is {key: text}: where it is given, [[key]] becomes the fact, and a paragraph or list item that names an empty
    one is left out.
    """
    return render_each([markup], code, facts)[0]


def render_each(markups, code=None, facts=None):
    """Several texts at once: what they refer to is loaded with one query a kind."""
    code = code or active()
    trees = [parsed(markup or "") for markup in markups]
    with override(code):
        for tree in trees if facts is not None else ():
            _fill_in(tree, facts)
        found = references.load(filter(None, (_reference(one) for tree in trees for one in tree.iter("a", "img"))))
        return [_finished(tree, found, code) for tree in trees]


def _finished(tree, found, code):
    for link in list(tree.iter("a")):
        _lead(link, found, code)
    _make_tables_scrollable(tree)
    pictures = [_take_out(image, found, number) for number, image in enumerate(list(tree.iter("img")))]
    # sanitised when it was stored
    return mark_safe(SLOT.sub(lambda slot: pictures[int(slot[1])], inside(tree)))  # noqa: S308


def plain(markup):
    """A stored text as lines of words, for what shows no HTML."""
    tree = parsed(markup or "")
    for block in tree.iter("p", "h2", "h3", "h4", "li", "td", "th", "figcaption"):
        block.tail = "\n" + (block.tail or "")
    return "\n".join(filter(None, (" ".join(line.split()) for line in tree.text_content().splitlines())))


def described(markup, code):
    """A stored text for the desk: as it is, but what its pictures show is said."""
    tree = parsed(markup)
    found = references.load(filter(None, map(_reference, tree.iter("img"))))
    for image in tree.iter("img"):
        picture = found.get(_reference(image))
        gone = "" if picture else _("a picture that no longer exists")
        image.set("alt", gone or text(picture, "alt", code))
        image.set("loading", "lazy")
    return mark_safe(inside(tree))  # noqa: S308 - sanitised when it was stored


def _reference(element):
    return references.parse(element.get("href") or element.get("src"))


def _lead(link, found, code):
    """Set where a link leads in this language; one that leads nowhere leaves its words."""
    address = link.get("href") or ""
    if reference := _reference(link):
        target = found.get(reference)
        address = target.link_in(code) if hasattr(target, "link_in") else None
    elif address.startswith(("http://", "https://")):
        link.set("rel", "external")
    if address:
        link.set("href", address)
    else:
        link.drop_tag()


def _take_out(image, found, number):
    """Leave a slot where a figure stood, and return the figure as a page shows it: '' where nobody may see it."""
    figure = next(image.iterancestors("figure"), image)
    picture, caption = found.get(_reference(image)), figure.find("figcaption")
    slot = etree.Comment(f"picture {number}")
    slot.tail = figure.tail
    figure.getparent().replace(figure, slot)
    if not picture or not picture.may_be_shown:
        return ""
    words = mark_safe("" if caption is None else inside(caption))  # noqa: S308 - as the text that it stands in
    return render_to_string("components/figure.html", {"picture": picture, "caption": words}).strip()


def _make_tables_scrollable(tree):
    tables = tree.xpath(".//table[not(ancestor::table)]")
    for number, table in enumerate(tables, start=1):
        name = _("Table") if len(tables) == 1 else _("Table %(number)d") % {"number": number}
        region = html.Element("div", {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": name})
        region.tail, table.tail = table.tail, None
        table.getparent().replace(table, region)
        region.append(table)
    for table in tree.iter("table"):
        _name_header_cells(table)


def _name_header_cells(table):
    rows = table.xpath("./tr | ./*/tr")
    head = rows[0] if rows and all(cell.tag == "th" for cell in rows[0]) else None
    for row in rows:
        for cell in row.iterchildren("th"):
            cell.set("scope", "col" if row is head or row.getparent().tag == "thead" else "row")
    # A cell that reaches down into the next rows cannot leave their group.
    if head is None or table.find("thead") is not None or head.xpath("./*[@rowspan]"):
        return
    body = head.getparent()
    table.insert(0, html.Element("thead"))
    table[0].append(head)
    if body.tag == "tbody" and len(body) == 0:
        table.remove(body)


def _fill_in(tree, facts):
    """Put facts where [[key]] names them; what names a missing one goes, and so do lists and sections that this empties."""
    for element in list(tree.iter()):
        for place in ("tail", "text"):
            keys = FACT.findall(getattr(element, place) or "")
            if keys and all(facts.get(key) for key in keys):
                _put_words(element, place, facts)
            elif keys:
                _silence(element if place == "text" else element.getparent(), tree)


def _put_words(element, place, facts):
    holder = element if place == "text" else element.getparent()
    is_linked = holder.tag == "a" or next(holder.iterancestors("a"), None) is not None

    def words(match):
        fact = escape(facts[match[1]]) if is_linked else urlize(facts[match[1]], autoescape=True)
        return "<br>".join(fact.strip().splitlines())

    stored = re.split(FACT.pattern.replace("(", "(?:"), getattr(element, place))
    pieces = [escape(piece) for piece in stored]
    filled = parsed(
        "".join(map("".join, zip(pieces, [*map(words, FACT.finditer(getattr(element, place))), ""], strict=True)))
    )
    setattr(element, place, filled.text)
    at = 0 if place == "text" else holder.index(element) + 1
    holder[at:at] = list(filled)


def _silence(element, tree):
    """Drop the nearest block around; a cell stays, empty, so that its row keeps its shape."""
    block = next((parent for parent in (element, *element.iterancestors()) if parent.tag in SAYING), None)
    if block is None or tree not in block.iterancestors():
        return
    if block.tag in {"td", "th"}:
        for child in list(block):
            block.remove(child)
        block.text = None
        return
    parent, heading = block.getparent(), block.getprevious()
    block.drop_tree()
    while parent.tag in EMPTIED and not parent.text_content().strip() and parent.find(".//img") is None:
        block, parent = parent, parent.getparent()
        heading = block.getprevious()
        block.drop_tree()
    while heading is not None and _heads_nothing(heading):
        empty, heading = heading, heading.getprevious()
        empty.drop_tree()


def _heads_nothing(element):
    """Whether it is a heading with nothing of its own before the next of its rank, or the end."""
    after = element.getnext()
    return element.tag in HEADINGS and (after is None or (after.tag in HEADINGS and after.tag <= element.tag))
