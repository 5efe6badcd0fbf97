"""The interface is complete in every language, and what is compiled is what is written."""

import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT, missing

CATALOGUES = sorted(Path(ROOT / "locale").glob("*/LC_MESSAGES/*.po"))


@pytest.fixture(autouse=True)
def gettext_tools():
    import shutil

    if not shutil.which("msgfmt"):
        missing("no msgfmt: apt install gettext")


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_catalogue_is_complete_and_compiled(catalogue, tmp_path):
    fresh = tmp_path / "fresh.mo"
    told = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", fresh, catalogue], capture_output=True, text=True, check=True
    )
    assert "fuzzy" not in told.stderr
    assert "untranslated" not in told.stderr
    assert fresh.read_bytes() == catalogue.with_suffix(".mo").read_bytes(), "run make messages"


def test_every_text_of_code_and_templates_is_in_the_catalogues(tmp_path):
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", "node_modules", "var", ".git", "tests"))
    subprocess.run(["make", "messages-only", f"BIN={ROOT}/.venv/bin"], cwd=copy, check=True, capture_output=True)
    for catalogue in CATALOGUES:
        written = (copy / catalogue.relative_to(ROOT)).read_text()
        assert entries(written) == entries(catalogue.read_text()), f"{catalogue.parent.parent.name}: run make messages"


def entries(catalogue):
    """What a translator sees, without the dates and wrapping of the tool."""
    return {block.strip() for block in catalogue.replace('"\n"', "").split("\n\n")[1:] if block.strip()}
