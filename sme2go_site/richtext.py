"""Rich text as it is stored: what the editor offers, and what may enter the database.

`clean()` is the only way in (fields.RichTextField); rendering.py is the only way onto a page. Markup is read as a stream of
tags and written anew by a small grammar, so that nothing survives which we did not write ourselves; nh3 then guards what was
written. nh3 does not read first: nesting makes it quadratic (400 kB of <ul> take it half a minute).
"""

import re
from html import unescape
from urllib.parse import quote

import nh3

from .grammar import CELLS, CONTAINERS, MARKS, TEXT_BLOCKS, Writer

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Quotation": True,
    "Figure": True,
    "Image": True,
    "Caption": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
    "History": True,
}
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "tfoot": "tbody"}  # the page's title is the h1
NEVER_SHOWN = "iframe|math|noembed|noframes|noscript|object|script|style|svg|template|textarea|title|xmp"
TOKEN = re.compile(
    rf"""<!--(?:-?>|.*?(?:--!?>|\Z))                                 # comment
    | <(?:[!?]|/(?![a-z]))[^>]*+>?                                   # doctype, processing instruction, </ and no name
    | <({NEVER_SHOWN})(?=[\s/>]).*?(?:</\1(?=[\s/>])|\Z)             # what is no text, with its content
    | <(/?)([a-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"?|'[^']*+'?)?+)*+)>?  # a tag; quotes count only after =
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([^\s/>="']++)(?:\s*+=\s*+(?:"([^"]*+)|'([^']*+)|([^\s>"']++)))?+""")
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
ENDLESS_NUMBER = re.compile(r"&#[0-9]{9,}+;?")  # Python refuses to read numbers of thousands of digits
REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#x[0-9a-f]{1,8}|[a-z0-9]{1,32});", re.IGNORECASE)
LINK = re.compile(r"https?://[^/?#\\]|mailto:.|tel:.|/(?![/\\])|#", re.IGNORECASE)
UNSAFE_IN_ADDRESS = re.compile(r"""[\s"<>\\^`{|}]""")
LONGEST_ADDRESS = 2000
HAVE_ATTRIBUTES = {"a", "img", "ol", "figure", *CELLS}

_guard = nh3.Cleaner(
    tags={*TEXT_BLOCKS, *MARKS, *CONTAINERS, *CELLS, "br", "img", "li", "thead", "tbody", "tr"},
    attributes={
        "a": {"href"},
        "img": {"src"},
        "ol": {"start"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    allowed_classes={"figure": {"quote"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


def quotation_tags(_config, _shared):
    """The editor's Quotation extension brings no tags that Figure and Blockquote do not bring already."""


def clean(markup):
    """The same text with nothing outside the allow-list: only our pictures, headings from h2, no empty paragraphs."""
    written = _written(markup or "")
    guarded = _guard.clean(written)
    return written if guarded == written else _written(guarded)  # a link that nh3 emptied is no link


def _written(markup):
    writer, read = Writer(), 0
    markup = CONTROLS.sub("", markup)
    for token in TOKEN.finditer(markup):
        if token.start() > read:
            writer.text(_plain(markup[read : token.start()]))
        read = token.end()
        if name := token[3]:
            name = RENAMED.get(name.lower(), name.lower())
            writer.end(name) if token[2] else writer.start(name, _attributes(name, token[4]))
    writer.text(_plain(markup[read:]))
    return writer.finish()


def _plain(source):
    return CONTROLS.sub("", unescape(ENDLESS_NUMBER.sub("", source))) if "&" in source else source


def _attributes(tag, source):
    """{name: value} of a tag. The first of two counts, and `&copy=` in an address is no sign, as in browsers."""
    found = {}
    if tag not in HAVE_ATTRIBUTES:
        return found
    for name, *values in ATTRIBUTE.findall(source):
        value = REFERENCE.sub(lambda match: unescape(match[0]), "".join(values))
        found.setdefault(name.lower(), CONTROLS.sub("", value))
    if tag == "a":
        found["href"] = _address(found.get("href", ""))
    return found


def _address(href):
    """A link's address as browsers read it; '' where it leads nowhere that we allow."""
    href = re.sub("[\t\n\r\x0c]", "", href).strip()
    if len(href) > LONGEST_ADDRESS or not LINK.match(href):
        return ""
    return UNSAFE_IN_ADDRESS.sub(lambda match: quote(match[0]), href)
