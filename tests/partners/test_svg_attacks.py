"""What attacks by a drawing leads to: a clean drawing that says what it lost, or a refusal that says why."""

import re
import time
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError

from partners import svg
from partners.svg_vocabulary import REASONS

from .svg_attacks import CLEANED, REFUSED

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = re.compile(r"url\(|//|:", re.IGNORECASE)
LOCAL = re.compile(r"url\(#i\d+\)( #[0-9a-f]{6})?|#i\d+")


def faults(text):
    """Whatever in a drawing could act, fetch or speak; written without a look at how drawings are cleaned."""
    found = re.findall(r"<!|<\?|&|\\|javascript|data:|@|script", text, re.IGNORECASE)
    for element in ElementTree.fromstring(text).iter():
        found += [element.text or "", element.tail or ""]
        found += [element.tag] * (not element.tag.startswith(SVG) or bool(re.search(DANGEROUS, element.tag)))
        for name, value in element.attrib.items():
            is_address = name == "href" or ADDRESS.search(value)
            found += [name] * bool(re.match(r"on|style|class|\{|src|to$|from$|begin", name, re.IGNORECASE))
            found += [value] * bool(is_address and not LOCAL.fullmatch(value))
    return [one for one in found if one]


DANGEROUS = (
    r"script|foreign|anim|\}set$|image|style|text|\}a$|handler|video|audio|iframe|object|embed|feImage|title|meta"
)


def test_there_are_at_least_a_hundred_attacks():
    assert len(CLEANED | REFUSED) >= 100


@pytest.mark.parametrize("name", CLEANED)
def test_attack_is_taken_out_and_told(name):
    told, data = CLEANED[name]
    clean = svg.clean(data)
    assert not faults(clean.text)
    assert "<rect" in clean.text
    assert told is None or REASONS[told] in clean.removed


@pytest.mark.parametrize("name", REFUSED)
def test_attack_is_refused_with_the_reason_in_time(name):
    code, data = REFUSED[name]
    start = time.process_time()
    with pytest.raises(ValidationError) as refusal:
        svg.clean(data)
    assert refusal.value.code == code
    assert refusal.value.messages[0]
    assert time.process_time() - start < 4


@pytest.mark.parametrize("name", CLEANED)
def test_clean_again_is_the_same(name):
    clean = svg.clean(CLEANED[name][1])
    again = svg.clean(clean.data)
    assert (again.text, again.removed) == (clean.text, ())


def test_a_fault_would_be_seen():
    assert len(faults('<svg xmlns="http://www.w3.org/2000/svg" onload="a"><script/><use href="//a"/>a</svg>')) >= 4


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_attack_in_another_encoding_is_seen(encoding):
    data = CLEANED["script"][1].decode().encode(encoding)
    assert REASONS["script"] in svg.clean(data).removed
