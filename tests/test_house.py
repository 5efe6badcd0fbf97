"""Rules of the house that no linter knows."""

import ast
import re

import pytest

from .conftest import ROOT

ROOMS = {"sme2go_site": set(), "partners": {"sme2go_site"}, "news": {"partners", "sme2go_site"}}
LOOK_BACK = {"urls.py", "views.py", "serve.py", "settings.py"}
DESK = {"admin", "account", "allauth", "mfa", "usersessions"}  # folders of templates that only staff see
CODE = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")) if "migrations" not in file.parts]
TEMPLATES = [file for file in sorted((ROOT / "templates").rglob("*.html")) if not DESK & set(file.parts)]


def name(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", CODE, ids=name)
def test_imports_run_one_way(file):
    room = file.relative_to(ROOT).parts[0]
    if room == "sme2go_site" and file.name in LOOK_BACK:
        return
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module and not node.level)
        for alias in node.names
    }
    assert imported & set(ROOMS) <= ROOMS[room] | {room}


def test_files_of_tests_are_short():
    files = [file for file in (ROOT / "tests").rglob("*.py") if "node_modules" not in file.parts]
    assert [name(file) for file in files if len(file.read_text().splitlines()) > 300] == []


@pytest.mark.parametrize("file", CODE, ids=name)
def test_module_is_short_and_says_what_it_is_for(file):
    tree = ast.parse(file.read_text())
    assert len(file.read_text().splitlines()) <= 300
    if tree.body and len(tree.body) > 12:
        assert ast.get_docstring(tree)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [function.name for function in functions if function.end_lineno - function.lineno > 45]


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_public_template_is_short_and_holds_no_script_style_or_unsafe_text(file):
    words = file.read_text()
    assert len(words.splitlines()) <= 80
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", words)
    assert not re.search(r"\|safe\b", words) or file.name == "figure.html"
    assert not re.search(r"request\.user|csrf_token|messages", words)
    assert not re.search(r"""(?:if|==)\s*["'](?:sv|en|et|fi)["']""", words), "languages are a loop over facts"


def test_scheme_changes_nothing_but_colours_by_name():
    """What axe relies on: it looks at every rule in light, and in dark at those on colours (tests/browser)."""
    sheets = "".join(file.read_text() for file in sorted((ROOT / "static").rglob("*.css")))
    blocks = re.findall(r"@media \(prefers-color-scheme: \w+\) {((?:[^{}]|{[^{}]*})*)}", sheets)
    changed = re.findall(r"[{;]\s*([\w-]+)\s*:", "".join(blocks))
    assert len(blocks) == sheets.count("prefers-color-scheme")
    assert changed
    assert all(name.startswith("--") for name in changed)
