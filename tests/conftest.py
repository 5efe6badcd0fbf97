"""What every test may ask for: a database, a running site with the sample content, a real browser."""

import fcntl
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from email.message import Message
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import TransactionTestCase
from django.utils import translation

from news import search_index
from partners.visibility_browser import LETTERS, find_chromium
from sme2go_site import lexicon
from sme2go_site.uploads import uploads_storage
from tests import object_store
from tests.prepared import ROOT, PreparedSite, environment, own_database

CODES = ("sv", "en", "et", "fi")
DATABASES = {"db", "transactional_db", "prepared", "empty_site"}  # fixtures that give one
MISSING_BROWSER = "no Chromium: apt install chromium, or CHROMIUM=path"


def pytest_collection_modifyitems(items):
    """Mark what asks a database: the others can tell no kind from another, since pytest-django lets them reach none."""
    for item in items:
        is_case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
        if is_case or item.get_closest_marker("django_db") or DATABASES.intersection(item.fixturenames):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Fast passwords, unhashed static files, uploads in a folder of the test's own, English unless a test says otherwise."""
    translation.activate("en")
    settings.SEARCH_MENDS_ITSELF = False  # by a process that would ask another database
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def no_index_left(request, django_db_blocker):
    """A test that is not rolled back ends in a flush, which empties the tables of models only: not those of the search."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        with django_db_blocker.unblock():
            search_index.create()


@pytest.fixture(scope="session", autouse=True)
def dictionaries():
    """Those of the search, built once by the first of the workers; they depend on the installed library alone."""
    settings.DICTIONARIES.mkdir(parents=True, exist_ok=True)
    with (settings.DICTIONARIES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for code in lexicon.missing():
            lexicon.build(code)


@pytest.fixture
def sample(db, monkeypatch):
    """The sample's content in the test's own database; its pictures are small, since nobody looks at them."""
    monkeypatch.setattr("news.sample.PICTURE_WIDTH", 320)
    call_command("load_sample", verbosity=0)


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

    def __init__(self, port, environment=None, pid=None):
        self.address = f"http://127.0.0.1:{port}"
        self.environment, self.pid = environment, pid  # for commands on the same database and folder
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
def prepared(tmp_path_factory):
    own = tmp_path_factory.getbasetemp()
    return PreparedSite((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared")


@pytest.fixture
def empty_site(tmp_path):
    """The environment of a site that has a folder and a database of its own, and nothing in them."""
    return environment(tmp_path, own_database(tmp_path, "empty"))


@pytest.fixture(scope="session")
def site(prepared, tmp_path_factory):
    with served(prepared.copied_to(tmp_path_factory.mktemp("site"), "site")) as running:
        yield running


@contextmanager
def served(environment):
    """A prepared site as `make run` serves it."""
    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with (Path(environment["DATA_DIR"]) / "log").open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        running = Site(port, environment, process.pid)
        try:
            wait_for(running, process, log)
            yield running
        finally:
            process.terminate()
            process.wait()


def wait_for(site, process, log):
    for _attempt in range(600):
        if process.poll() is None:
            try:
                site.get("/robots.txt")
                return
            except OSError:
                time.sleep(0.5)
    log.seek(0)
    pytest.fail(f"the site did not start:\n{log.read()}")


class ObjectStore:
    """A real S3-compatible store (object_store.py), which can go away and come back."""

    def __init__(self, folder):
        self.folder, self.port, self.is_away = folder, free_port(), True

    def begin(self):
        """Be there: whichever test ended the store, the next one that asks for it starts it again."""
        if not self.is_away:
            return
        command = [sys.executable, "-W", "ignore", "-m", "tests.object_store", str(self.folder), str(self.port)]
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        for _attempt in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                self.is_away = False
                return
            time.sleep(0.1)
        pytest.fail(f"the object store did not start:\n{(self.folder / 'log').read_text()}")

    def end(self):
        self._process.kill()
        self._process.wait()
        self.is_away = True

    def address(self, bucket):
        """What UPLOADS_URL says of a bucket."""
        login = f"{quote(object_store.KEY)}:{quote(object_store.SECRET)}"
        return f"s3+http://{login}@127.0.0.1:{self.port}/{bucket}?region={object_store.REGION}"


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    running = ObjectStore(tmp_path_factory.mktemp("store"))
    running.begin()
    yield running
    running.end()


@pytest.fixture
def bucket(store, settings):
    """Uploads go to a new bucket of the running store; a test may end the store, the next one finds it back."""
    store.begin()
    name = f"test-{uuid4()}"
    uploads = uploads_storage(store.address(name))
    settings.STORAGES = settings.STORAGES | {"default": uploads}
    default_storage.connection.create_bucket(Bucket=name)
    return default_storage


@pytest.fixture(params=["folder", "bucket"])
def each_store(request):
    """The test runs with uploads in a folder, and again with uploads in a bucket."""
    return request.getfixturevalue("bucket") if request.param == "bucket" else default_storage


def launch(playwright):
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    quiet.append(LETTERS)
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
