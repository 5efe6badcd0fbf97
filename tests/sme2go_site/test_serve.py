"""Two commands, and what is said when they cannot do their work; a half-configured server refuses to start."""

import os
import socket
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from news.models import Article
from tests.conftest import ROOT


def manage(*arguments, **variables):
    """manage.py in a process of its own: (exit code, last line of what it said)."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=plain | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr.strip().splitlines()


def test_taken_port_is_said_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, said = manage("serve", "--port", port, DATA_DIR=str(tmp_path))
    assert code
    assert len(said) == 1
    assert f"Port {port} cannot be used" in said[0]


@pytest.mark.parametrize(
    ("port", "name"), [("99999", "99999"), ("0", "0"), ("abc", "abc"), ("8e3", "8e3"), ("", "An empty PORT")]
)
def test_impossible_port_is_said_in_one_line(tmp_path, port, name):
    code, said = manage("serve", "--port", port, DATA_DIR=str(tmp_path))
    assert code
    assert said == [f"CommandError: {name} is no port: choose one from 1024 to 65535."]


def test_virtual_environment_that_cannot_be_made_is_said_in_one_line(tmp_path):
    python = tmp_path / "python"
    python.write_text(
        f'#!/bin/sh\ntest "$2" != venv || {{ echo many; echo lines >&2; exit 1; }}\nexec {sys.executable} "$@"\n'
    )
    python.chmod(0o755)
    command = ["make", "-s", "-f", ROOT / "Makefile", "run", f"PYTHON={python}"]
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith(("make:", "make["))]
    assert done.returncode
    assert len(said) == 1
    assert "Make room" in said[0]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
@pytest.mark.parametrize("size", ["4k", "300k", "3m"])
def test_full_disk_is_said_in_one_line(tmp_path, size):
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", tmp_path], check=False).returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        (tmp_path / "filler").write_bytes(b"0" * 4096)
        code, said = manage("serve", "--port", "1", DATA_DIR=str(tmp_path / "data"))
    finally:
        subprocess.run(["umount", tmp_path], check=True)
    assert code
    assert len(said) == 1
    assert "full" in said[0] or "No space left" in said[0]


def test_folder_that_cannot_be_made_is_said_in_one_line():
    code, said = manage("serve", DATA_DIR="/proc/nowhere")
    assert code
    assert said == ["Nothing can be written to /proc/nowhere: No such file or directory."]


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"SITE_ADDRESS": "https://sme2go.example"}, "SECRET_KEY"),
        ({"SITE_ADDRESS": "https://sme2go.example", "SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SITE_ADDRESS": "http://sme2go.example", "SECRET_KEY": "k" * 50}, "https://"),
        ({"SITE_ADDRESS": "sme2go.example", "SECRET_KEY": "k" * 50}, "https://"),
        ({"SITE_ADDRESS": "https://sme2go.example", "SECRET_KEY": "k" * 50, "DEBUG": "true"}, "DEBUG"),
    ],
)
def test_half_configured_server_refuses_to_start(tmp_path, variables, complaint):
    code, said = manage("check", DATA_DIR=str(tmp_path), **variables)
    assert code
    assert complaint in said[-1]


def test_configured_server_passes_the_deployment_check(tmp_path):
    key = "an-0nly-for-this-test-long-and-unguessable-string-of-signs-!%&"
    variables = {"SITE_ADDRESS": "https://sme2go.example", "SECRET_KEY": key, "DATA_DIR": str(tmp_path)}
    assert manage("check", "--deploy", "--fail-level", "WARNING", **variables)[0] == 0


def test_secret_key_is_made_once_and_read_by_its_owner_only(tmp_path):
    manage("check", DATA_DIR=str(tmp_path))
    kept = (tmp_path / "secret_key").read_text()
    manage("check", DATA_DIR=str(tmp_path))
    assert (tmp_path / "secret_key").read_text() == kept
    assert len(kept) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_sample_is_never_loaded_over_what_somebody_has_edited(sample):
    Article.objects.filter(slug_sv="slutkonferens-i-tartu").update(title_sv="Ändrad")
    Article.objects.exclude(slug_sv="slutkonferens-i-tartu").delete()
    call_command("load_sample", verbosity=0)
    assert list(Article.objects.values_list("title_sv", flat=True)) == ["Ändrad"]
    assert not get_user_model().objects.exists(), "the sample's login belongs to the laptop alone"
