"""Eight writers and a killed server: whatever the site has acknowledged is in the article, its history or its drafts."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from urllib.error import URLError

import pytest
from lxml.etree import LxmlError

from tests.conftest import ROOT, Site, free_port, wait_for
from tests.factories import picture_file
from tests.http_staff import Staff

KILLED = (URLError, HTTPException, LxmlError, OSError, ValueError, IndexError)  # what an answer cut short may raise
WRITERS, SAVES, KILLS = 8, 100, 50
STORED = """
import django, json; django.setup()
from news.models import Article, Picture
from sme2go_site.models import Typed, Version, WorkingCopy
columns = ["title_sv", "title_en", "title_et", "title_fi"]
titles = [version["data"].get(name) for version in Version.objects.values("data") for name in columns]
titles += [value for copy in WorkingCopy.objects.all() for value in copy.data.values()]
titles += [getattr(article, name) for article in Article.objects.all() for name in columns]
pictures, broken = [], []
for picture in Picture.objects.all():
    pictures.append(picture.alt_en)
    paths = [made["path"] for kind in ("avif", "webp", "jpeg") for made in picture.renditions[kind].values()]
    broken += [path for path in [picture.file.name, *paths] if not picture.file.storage.exists(path)]
typed = [strings[0] for text in Typed.objects.all() for strings in text.data.values()]
print(json.dumps({"titles": titles, "pictures": pictures, "typed": typed, "broken": broken}))
"""


@pytest.fixture
def environment(prepared, tmp_path):
    """The sample's site in a folder and a database of its own, not yet served."""
    return prepared.copied_to(tmp_path, "saves")


@pytest.fixture
def server(environment, tmp_path):
    """(its address, a function that kills it): the next one answers at once at the same address."""
    port, pid = free_port(), tmp_path / "pid"
    command = [sys.executable, "-m", "tests.killed_server", str(port), str(pid)]
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment | {"DEBUG": "true"}, stdout=log, stderr=log)
        site = Site(port)
        try:
            wait_for(site, process, log)
            yield site.address, lambda: os.kill(int(pid.read_text()), signal.SIGKILL)
        finally:
            with suppress(ProcessLookupError):
                process.kill()
                os.kill(int(pid.read_text()), signal.SIGKILL)


def stored(environment):
    done = subprocess.run([sys.executable, "-c", STORED], cwd=ROOT, env=environment, capture_output=True, check=True)
    return json.loads(done.stdout)


def side_by_side(deeds):
    failures = []

    def done(deed):
        try:
            deed()
        except Exception as error:  # a thread's fault is the test's fault
            failures.append(repr(error))

    threads = [threading.Thread(target=done, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_hundred_saves_by_eight_writers_lose_no_acknowledged_text(server, environment):
    address, _kill = server
    writers, acknowledged = [Staff(address) for _writer in range(WRITERS)], []

    def write(at):
        for number in range(at, SAVES, WRITERS):
            title = f"Save {number} of writer {at}"
            assert writers[at].save_title(1, ("en", "et", "fi")[number % 3], title), "every save comes through"
            acknowledged.append(title)

    side_by_side([lambda at=at: write(at) for at in range(WRITERS)])
    assert len(acknowledged) == SAVES
    assert set(acknowledged) <= set(stored(environment)["titles"])


def test_server_killed_fifty_times_loses_nothing_that_it_acknowledged(server, environment):
    address, kill = server
    chance, over, acknowledged = random.Random(2018), threading.Event(), {"titles": [], "typed": [], "pictures": []}

    staff = {kind: Staff(address) for kind in acknowledged}

    def again_and_again(kind, deed):
        number = 0
        while not over.is_set():
            number += 1
            words = f"{kind} {number}"
            with suppress(*KILLED):
                if deed(staff[kind], words, number):
                    acknowledged[kind].append(words)

    def kill_it():
        try:
            for _kill in range(KILLS):
                time.sleep(chance.random() / 2)
                with suppress(ProcessLookupError):
                    kill()
            time.sleep(2)
        finally:
            over.set()  # whatever happened, the writers come to an end

    save = lambda staff, words, _number: staff.save_title(1, "fi", words)  # noqa: E731
    keep = lambda staff, words, _number: staff.keep_typed(2, words)  # noqa: E731
    upload = lambda staff, words, number: staff.upload(words, picture_file(size=(400 + number, 300)).read())  # noqa: E731
    pairs = {"titles": save, "typed": keep, "pictures": upload}
    side_by_side([kill_it, *(lambda kind=kind, deed=deed: again_and_again(kind, deed) for kind, deed in pairs.items())])
    found = stored(environment)
    for kind, words in acknowledged.items():
        assert words, f"nothing of {kind} came through: the test says nothing"
        assert set(words) <= set(found[kind]), kind
    assert not found["broken"]
    assert Site(int(address.rpartition(":")[2])).get("/en/").status == 200
