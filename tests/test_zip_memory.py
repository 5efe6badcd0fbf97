"""The zip of 200 MB of logos from a running server, whose memory hardly knows of it."""

import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from sme2go_site.bucket import Bucket
from sme2go_site.uploads import uploads_storage
from tests.conftest import served
from tests.prepared import ROOT, environment, own_database

MB = 1_000_000
LARGE_LOGO = """
from hashlib import sha256
from os import urandom
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from tests.factories import make_logo, make_project

make_project()
logo, data = make_logo(), urandom(35_000_000)
path = default_storage.save("logos/large.eps", ContentFile(data))
entry = {"format": "eps", "path": path, "bytes": len(data), "sha256": sha256(data).hexdigest()}
logo.renditions["files"] += [entry | {"side": number} for number in range(1, 7)]
logo.save()
"""


def manage(data, *arguments):
    command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=own_environment(data), check=True)


def own_environment(data):
    return environment(data, own_database(data, "zips"))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A folder with a site that has one logo, of 210 MB."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("the same whichever database: done with SQLite")
    folder = tmp_path_factory.mktemp("data")
    manage(folder, "migrate")
    manage(folder, "shell", "--command", LARGE_LOGO)
    return folder


@pytest.fixture(scope="module", params=["folder", "bucket"])
def running(request, data):
    """The site with its uploads in the folder, and with the same files copied into a bucket."""
    variables = {}
    if request.param == "bucket":
        store = request.getfixturevalue("store")
        store.begin()
        variables = {"UPLOADS_URL": store.address("copied")}
        bucket = Bucket(**uploads_storage(variables["UPLOADS_URL"])["OPTIONS"])
        bucket.connection.create_bucket(Bucket="copied")
        for file in filter(Path.is_file, (data / "media").rglob("*")):
            bucket.save(str(file.relative_to(data / "media")), ContentFile(file.read_bytes()))
    with served(own_environment(data) | variables) as site:
        yield site


def memory(pid):
    """Bytes that a process and those that it has started hold."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
    return own + sum(memory(child) for child in children)


def download(site, pause):
    """Read the zip in pieces of 1 MB, with a pause in seconds after each; how many bytes it has."""
    connection, length = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=120), 0
    connection.request("GET", "/logos/logos.zip")
    response = connection.getresponse()
    while piece := response.read(MB):
        length += len(piece)
        time.sleep(pause)
    assert length == int(response.headers["Content-Length"])
    return length


def most_memory(site, readers, pause):
    """Bytes more than idle that the server holds at most while so many read the zip at once."""
    for _time in range(3):
        site.get("/en/")
        site.get("/logos/logos.zip", Range="bytes=0-99")
    idle, most = memory(site.pid), 0
    with ThreadPoolExecutor(readers) as pool:
        reading = [pool.submit(download, site, pause) for _reader in range(readers)]
        while not all(one.done() for one in reading):
            most = max(most, memory(site.pid))
            time.sleep(0.02)
    assert all(one.result() > 200 * MB for one in reading)
    return most - idle


def test_zip_read_slowly_takes_less_than_50_mb(running):
    assert most_memory(running, readers=1, pause=0.01) < 50 * MB


def test_zip_read_by_four_at_once_takes_less_than_50_mb(running):
    assert most_memory(running, readers=4, pause=0) < 50 * MB
