"""What every test may ask for: a database, a running site with the sample content, a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).parent.parent
CODES = ("sv", "en", "et", "fi")
MISSING_BROWSER = "no Chromium: apt install chromium, or CHROMIUM=path"


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Fast passwords, unhashed static files, uploads in a folder of the test's own, English unless a test says otherwise."""
    translation.activate("en")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def missing(what):
    """Skip with a line that says how to get it; a failure where CI=true promises that everything is there."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


class Answer:
    """What the running site answered: status, headers, text; redirects are not followed."""

    def __init__(self, status: int, headers: Message, body: bytes):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


class Site:
    """The site as `make run` serves it, with the sample content in a database and a folder of its own."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self._opener = urllib.request.build_opener(NoRedirect)

    def get(self, path, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            with self._opener.open(urllib.request.Request(self.address + path, headers=names), timeout=30) as found:
                return Answer(found.status, found.headers, found.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    data, port = tmp_path_factory.mktemp("site"), free_port()
    environment = os.environ | {"DATA_DIR": str(data), "DATABASE_URL": own_database(data), "CI": ""}
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (data / "log").open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        running = Site(port)
        try:
            wait_for(running, process, log)
            yield running
        finally:
            process.terminate()
            process.wait()


def wait_for(site, process, log):
    for _attempt in range(240):
        if process.poll() is None:
            try:
                site.get("/robots.txt")
                return
            except OSError:
                time.sleep(0.5)
    log.seek(0)
    pytest.fail(f"the site did not start:\n{log.read()}")


def own_database(data, name="sme2go_running_site"):
    """A database beside the one of the unit tests: a new one on PostgreSQL, a file on SQLite; one a process of the run."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{data / 'site.sqlite3'}"
    import psycopg

    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


def find_chromium():
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright):
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    return playwright.chromium.launch(executable_path=find_chromium(), args=quiet)


def weigh(browser, address):
    """Bytes of a page read to its end, cold, at 360 px and twofold density: (page and styles, everything)."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page, sizes = context.new_page(), {}
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    page.goto(address, wait_until="networkidle")
    for image in page.locator("img").all():
        image.scroll_into_view_if_needed()
        image.evaluate("image => image.decode()")
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(size for url, size in sizes.items() if url == address or url.endswith(".css")), sum(sizes.values())


@pytest.fixture(scope="session")
def chromium():
    if not find_chromium():
        missing(MISSING_BROWSER)
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright's loop runs in this thread; the database does not mind
    )
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, site):
    """open_page(path, width=…, **context options): a page of the running site in a browser without any history."""
    contexts = []

    def open_it(path, width=1366, height=768, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=site.address, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path, wait_until="load")
        return page

    yield open_it
    for context in contexts:
        context.close()
