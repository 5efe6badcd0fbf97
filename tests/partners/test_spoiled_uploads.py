"""Spoiled files of each format: a clean result or a sentence that says why not, soon, and the worker works on."""

import time

import pytest
from django.core.exceptions import ValidationError

from partners import documents, svg

from .test_svg_attacks import faults
from .uploads import EPS, SAMPLES, bare_pdf, pdf, png, spoiled, wrapped

NAMES = list(SAMPLES)


def tried(take, data):
    """What is made of it; None when it is refused with a sentence."""
    start = time.process_time()
    try:
        return take(data)
    except ValidationError as refusal:
        assert refusal.messages[0]
        return None
    finally:
        assert time.process_time() - start < 5


@pytest.mark.parametrize("seed", range(50))
def test_spoiled_svg_is_clean_or_refused(seed):
    for name in NAMES:
        clean = tried(svg.clean, spoiled(SAMPLES[name], f"{name}{seed}"))
        assert clean is None or not faults(clean.text)
        assert clean is None or svg.clean(clean.data).text == clean.text


@pytest.mark.parametrize("seed", range(50))
def test_spoiled_pdf_is_taken_or_refused(seed):
    tried(documents.check_pdf, spoiled([pdf(2), bare_pdf()][seed % 2], seed))


@pytest.mark.parametrize("seed", range(50))
def test_spoiled_eps_is_taken_or_refused(seed):
    tried(documents.check_eps, spoiled([EPS, wrapped(EPS)][seed % 2], seed))


@pytest.mark.parametrize("seed", range(50))
def test_spoiled_png_is_taken_or_refused(seed):
    tried(documents.check_png, spoiled(png(), seed))


@pytest.mark.parametrize("seed", range(50))
def test_kind_of_spoiled_file_is_told_or_refused(seed):
    for data in (*SAMPLES.values(), pdf(), EPS, png()):
        assert tried(documents.kind_of, spoiled(data, seed)) in {"svg", "pdf", "eps", "png", None}
