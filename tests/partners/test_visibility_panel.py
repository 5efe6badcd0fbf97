"""What the desk's first screen says of the last run of the guard, and what is kept of the runs."""

import sys
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from PIL import Image

from partners import visibility_browser
from partners.models import VisibilityCheck
from partners.visibility_browser import View
from partners.visibility_pages import PAGES, paths
from partners.visibility_rules import Finding
from tests.factories import make_article, make_group, make_partner

pytestmark = pytest.mark.django_db


def view(page="home"):
    buffer = BytesIO()
    Image.new("RGB", (360, 740), "#0d4f5c").save(buffer, "PNG")
    return View(page, "sv", 360, "light", {}, buffer.getvalue())


def first_screen(client, group=None):
    user = get_user_model().objects.create_user("somebody", is_staff=True, is_superuser=group is None)
    if group:
        user.groups.add(make_group(group))
    client.force_login(user)
    return client.get("/admin/").content.decode()


def test_broken_rule_is_a_red_line_that_names_page_and_rule(client):
    found = [Finding("home", code, 360, "dark", "size", "Partner 133 × 50 > 72 × 48") for code in ("sv", "fi")]
    VisibilityCheck.keep(80, found, [])
    page = first_screen(client)
    (line,) = page.split("visibility-broken")[1].split("</ul>")[0].split("<li>")[1:]
    assert "Home page" in line
    assert "The flag is at least as large as any logo" in line
    assert "Swedish, Finnish · 360 px · dark" in line
    assert "133 × 50 &gt; 72 × 48" in line
    assert "All rules are kept" not in page


def test_rules_that_are_kept_are_a_green_line_with_the_date_and_pictures(client):
    check = VisibilityCheck.keep(80, [], [view()])
    page = first_screen(client)
    assert "All rules are kept" in page
    assert f"{timezone.localtime(check.at):%Y, %H:%M}" in page
    assert f'href="{default_storage.url(check.pictures[0]["path"])}"' in page
    assert client.get(f"/media/{check.pictures[0]['path']}").headers["Content-Type"] == "image/webp"
    assert "30 days" not in page


def test_check_that_is_missing_or_old_is_said(client):
    assert "Not checked yet" in first_screen(client)
    VisibilityCheck.objects.create(at=timezone.now() - timedelta(days=31))
    assert "more than 30 days ago" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(("group", "is_told"), [("publisher", True), ("editor", False), ("translator-fi", False)])
def test_only_who_may_publish_is_told(client, group, is_told):
    assert ("Visibility of EU funding" in first_screen(client, group)) == is_told


def test_only_the_last_two_runs_keep_their_pictures():
    checks = [VisibilityCheck.keep(1, [], [view()]) for _run in range(3)]
    files = [check.pictures[0]["path"] for check in checks]
    assert [default_storage.exists(file) for file in files] == [False, True, True]
    assert [bool(check.pictures) for check in VisibilityCheck.objects.all()] == [True, True, False]


def test_findings_are_kept_when_the_store_of_pictures_is_away(store, bucket):
    store.end()
    VisibilityCheck.keep(80, [Finding("home", "sv", 360, "dark", "size", "133 × 50 > 72 × 48")], [view()])
    kept = VisibilityCheck.objects.get()
    assert (len(kept.findings), kept.pictures) == (1, [])


def test_pages_of_the_table_are_those_that_exist():
    make_partner()
    make_article(languages=["sv", "fi"])
    found = paths()
    assert {page for page, _code, _path in found} >= {"home", "partner", "strip", "article"}
    assert [code for page, code, _path in found if page == "strip"] == ["sv", "en", "et", "fi"]
    assert all(path.startswith(f"/{code}/") for _page, code, path in found)
    assert {"home", "article", "partner", "press", "strip"} == set(PAGES)


@pytest.mark.parametrize(("missing", "said"), [("chromium", "apt install chromium"), ("playwright", "pip install")])
def test_command_says_in_one_line_what_is_missing(monkeypatch, missing, said):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(visibility_browser.shutil, "which", lambda _name: None)
    if missing == "playwright":
        monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(CommandError, match=said) as refusal:
        call_command("check_visibility", address="http://127.0.0.1:9")
    assert "\n" not in str(refusal.value)
    assert not VisibilityCheck.objects.exists()
