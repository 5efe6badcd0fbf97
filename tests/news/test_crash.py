"""kill -9 while languages are published: all of them are public, or none."""

import os
import random
import subprocess
import sys
import time

import pytest

from tests.conftest import ROOT, own_database

READY = "import django; django.setup(); from news.models import Article; "
MAKE = READY + "from tests.factories import make_article; make_article()"
COUNT = READY + "print(len(Article.objects.get().public_languages()))"
PUBLISH = (
    READY
    + """
from news.publishing import publish, take_back
article, codes = Article.objects.get(), ["sv", "en", "et", "fi"]
print("begun", flush=True)
while True:
    take_back(article, codes)
    publish(article, codes)
"""
)


@pytest.fixture
def python(tmp_path):
    """Starts Python on a database of its own."""
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DATABASE_URL": own_database(tmp_path, "sme2go_crash")}
    environment["DJANGO_SETTINGS_MODULE"] = "sme2go_site.settings"

    def start(*arguments):
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )

    return start


def test_killed_server_leaves_all_languages_public_or_none(python):
    for made in (("manage.py", "migrate", "-v0"), ("-c", MAKE)):
        assert python(*made).wait() == 0
    chance, seen = random.Random(2018), set()
    for _kill in range(10):
        with python("-c", PUBLISH) as server:
            assert server.stdout.readline() == "begun\n"
            time.sleep(chance.random() / 5)
            server.kill()
        seen.add(python("-c", COUNT).communicate()[0].strip())
    assert seen <= {"0", "4"}
