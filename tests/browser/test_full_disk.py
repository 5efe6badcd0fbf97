"""The disk is full while somebody writes: nothing is lost, and it is said where the text is."""

import os
import sqlite3
import subprocess
from contextlib import closing, suppress

import pytest

from sme2go_site.signin import SAMPLE_NAME, SAMPLE_PASSWORD
from tests.conftest import served

pytestmark = pytest.mark.browser
FORM = "/admin/news/article/1/translate/fi/"
PROBLEM = "() => document.querySelector('.typed-state').classList.contains('is-problem')"


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own, which a file can fill."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("the disk of the PostgreSQL server is not this test's to fill")
    mount = ["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", tmp_path]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield tmp_path
    subprocess.run(["umount", "-l", tmp_path], check=True)


def fill(disk):
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"0" * 65536)


def use_up(disk):
    """The room that the database keeps for such a day (reserve.py), too."""
    with closing(sqlite3.connect(disk / "site.sqlite3", isolation_level=None, timeout=20)) as database:
        database.execute("CREATE TABLE ballast (words)")
        for size in (100_000, 4_000, 1):
            with suppress(sqlite3.OperationalError):
                while True:
                    database.execute("INSERT INTO ballast VALUES (zeroblob(?))", [size])


def test_text_typed_and_saved_on_a_full_disk_comes_back_when_there_is_room(chromium, prepared, small_disk):
    with served(prepared.copied_to(small_disk, "full")) as site:
        page = chromium.new_context(base_url=site.address).new_page()
        page.goto("/admin/")
        page.fill("#id_login", SAMPLE_NAME)
        page.fill("#id_password", SAMPLE_PASSWORD)
        page.click("[type=submit]")
        page.goto(FORM)
        page.locator(".field-body_fi .ProseMirror[contenteditable=true]").wait_for()
        fill(small_disk)
        use_up(small_disk)
        page.locator("#id_title_fi").fill("Levy oli täynnä")
        page.wait_for_function(PROBLEM)
        with page.expect_navigation():
            page.locator("[name=_continue]").first.click()
        assert site.get("/fi/").status == 200
        (small_disk / "filler").unlink()
        page.goto(FORM)
        page.locator(".typed-back").wait_for()
        assert page.locator("#id_title_fi").input_value() == "Levy oli täynnä"
        page.locator("[name=_continue]").first.click()
        page.locator(".success").wait_for()
        page.context.close()


def test_staff_sign_in_and_read_while_the_disk_is_full(chromium, prepared, small_disk):
    with served(prepared.copied_to(small_disk, "full")) as site:
        fill(small_disk)
        for _time in range(3):
            page = chromium.new_context(base_url=site.address).new_page()
            page.goto("/admin/")
            page.fill("#id_login", SAMPLE_NAME)
            page.fill("#id_password", SAMPLE_PASSWORD)
            page.keyboard.press("Enter")
            page.locator("#user-tools a").first.wait_for()
            assert page.goto("/admin/news/article/").status == 200
            page.context.close()
        assert site.get("/sv/").status == 200
