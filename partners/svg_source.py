"""The uploaded bytes as a tree of XML: encodings, document types and how large a drawing may be, before it is looked at."""

import re
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 2_000_000
MAX_ELEMENTS = 20_000
MAX_DEPTH = 64
MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
UNMARKED = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
DECLARED = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.-]{1,40})["']""")
ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "cp1252"}

BEFORE_DOCTYPE = r"(?:\s++|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)*+"
QUOTED = r"""(?:"[^"<&]*+"|'[^'<&]*+')"""
DOCTYPE = re.compile(
    rf"({BEFORE_DOCTYPE})<!DOCTYPE\s+[\w:.-]+\s*+(?:PUBLIC\s*+{QUOTED}\s*+{QUOTED}?|SYSTEM\s*+{QUOTED})?\s*+"
    r"(?:\[([^\]]*+)\]\s*+)?>",
    re.DOTALL,
)
# Illustrator names its namespaces so; nothing but an address may stand behind such a name.
NAMESPACE = re.compile(r"""\s*+<!ENTITY\s+(ns_\w{1,40})\s+["']([\w:/.#-]{1,200})["']\s*+>\s*+""")

TOO_HEAVY = _("The drawing is larger than 2 MB. Save it without embedded pictures and editing data, and try again.")
COMPRESSED = _("This is a compressed drawing (SVGZ). Save it as plain SVG and try again.")
ENCODING = _("The drawing’s characters cannot be read. Save it as SVG in UTF-8 and try again.")
DAMAGED = _("The drawing is damaged or was not uploaded whole. Open it, save it anew as SVG and try again.")
ENTITIES = _("The drawing declares entities or other rules of its own (DOCTYPE). Save it as plain SVG and try again.")
NO_SVG = _("This file is no SVG drawing.")
TOO_COMPLEX = _("The drawing has too many parts. Simplify it, or join shapes of the same colour, and try again.")
TOO_DEEP = _("The groups of the drawing are nested too deep. Ungroup them and try again.")


def parsed(data):
    """(the root element, whether the file names a style sheet elsewhere); ValidationError for what the site does not take."""
    if len(data) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    text = _without_doctype(_decoded(data))
    target = _Counting()
    parser = XMLParser(target=target, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(text)
        return parser.close(), target.has_stylesheet
    except DefusedXmlException as error:
        raise ValidationError(ENTITIES, code="entities") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise ValidationError(DAMAGED, code="damaged") from error


def _decoded(data):
    if data.startswith(b"\x1f\x8b"):
        raise ValidationError(COMPRESSED, code="compressed")
    try:
        return _in_words(data, _encoding(data))
    except (UnicodeDecodeError, LookupError) as error:
        raise ValidationError(ENCODING, code="encoding") from error


def _encoding(data):
    """By mark, by the shape of the first two bytes, by declaration; LookupError for one that a browser reads otherwise."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise LookupError("UTF-32")
    for mark, name in MARKS.items():
        if data.startswith(mark):
            return name
    if data[:2] in UNMARKED:
        return UNMARKED[data[:2]]
    declared = DECLARED.match(data)
    name = declared[1].decode().lower() if declared else "utf-8"
    if name not in ENCODINGS:
        raise LookupError(name)
    return "cp1252" if name == "iso-8859-1" else name  # as browsers do


def _in_words(data, encoding):
    return data.decode(encoding).removeprefix("\ufeff")


def _without_doctype(text):
    """Without the document type, and with Illustrator's names of namespaces written out; any other declaration is refused."""
    doctype = DOCTYPE.match(text)
    if not doctype:
        return text  # a type that is written otherwise is refused by the parser
    rules, names = doctype[2] or "", {}
    while declared := NAMESPACE.match(rules):
        names[declared[1]] = declared[2]
        rules = rules[declared.end() :]
    if rules.strip() or len(names) > 40:
        raise ValidationError(ENTITIES, code="entities")
    rest = re.sub(r"&(ns_\w{1,40});", lambda found: names.get(found[1], found[0]), text[doctype.end() :])
    if len(rest) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    return doctype[1] + rest


class _Counting(ElementTree.TreeBuilder):
    """Stops at the first element too many, so that a bomb is never built."""

    def __init__(self):
        super().__init__()
        self.elements = self.depth = 0
        self.has_stylesheet = False

    def start(self, tag, attributes):
        self.elements += 1
        self.depth += 1
        if self.elements > MAX_ELEMENTS:
            raise ValidationError(TOO_COMPLEX, code="too_complex")
        if self.depth > MAX_DEPTH:
            raise ValidationError(TOO_DEEP, code="too_deep")
        return super().start(tag, attributes)

    def end(self, tag):
        self.depth -= 1
        return super().end(tag)

    def pi(self, target, text=None):
        self.has_stylesheet |= target == "xml-stylesheet"
