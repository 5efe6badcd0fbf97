"""The Nu HTML checker finds nothing on any kind of page in any language."""

import json
import shutil
import subprocess

from .conftest import ROOT, missing
from .pages import EVERY_KIND_AND_ERROR

JAR = ROOT / "tests" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def test_nu_html_checker_finds_nothing_on_any_page(site, tmp_path):
    if not JAR.exists() or not shutil.which("java"):
        missing("no Nu HTML checker: apt install npm default-jre-headless, then make test")
    for kind, code, path in EVERY_KIND_AND_ERROR:
        (tmp_path / f"{kind}-{code}.html").write_bytes(site.get(path).body)
    checked = subprocess.run(
        ["java", "-Xss4m", "-jar", JAR, "--format", "json", "--exit-zero-always", *tmp_path.glob("*.html")],
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    assert not [f"{message['url'][-25:]}: {message['message']}" for message in messages if message["type"] == "error"]


def test_nu_html_checker_would_find_an_error(tmp_path):
    if not JAR.exists() or not shutil.which("java"):
        missing("no Nu HTML checker: apt install npm default-jre-headless, then make test")
    broken = tmp_path / "broken.html"
    broken.write_text("<!doctype html><title>x</title><p><div></p><img>")
    checked = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--exit-zero-always", broken], check=True, capture_output=True
    )
    assert any(message["type"] == "error" for message in json.loads(checked.stderr)["messages"])
