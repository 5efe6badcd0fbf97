"""kill -9 while languages are published: all of them are public, or none."""

import os
import random
import signal
import subprocess
import sys
import time

from tests.conftest import ROOT

# Loads Django once. For each line it forks a process that publishes until it is killed, and then counts.
PUBLISHED = """
import os, sys, time, django; django.setup()
from django.core.management import call_command
from django.db import connection
from news.models import Article
from news.publishing import publish, take_back
from tests.factories import make_article

def again():
    began, article, codes = time.monotonic(), Article.objects.get(), ["sv", "en", "et", "fi"]
    take_back(article, codes)
    publish(article, codes)
    return time.monotonic() - began

call_command("migrate", verbosity=0)
make_article()
again()
for _line in sys.stdin:
    connection.close()  # a process must not inherit another one's
    child = os.fork()
    if not child:
        print(os.getpid(), again(), flush=True)
        while True:
            again()
    os.waitpid(child, 0)
    print(len(Article.objects.get().public_languages()), flush=True)
"""


def test_killed_server_leaves_all_languages_public_or_none(empty_site):
    chance, seen = random.Random(2018), set()
    command, pipe = [sys.executable, "-c", PUBLISHED], subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=empty_site, stdin=pipe, stdout=pipe, text=True) as server:
        for _kill in range(10):
            print("again", file=server.stdin, flush=True)
            publishing, seconds = server.stdout.readline().split()
            time.sleep(chance.random() * float(seconds))  # anywhere in the next round, on a slow machine too
            os.kill(int(publishing), signal.SIGKILL)
            seen.add(server.stdout.readline().strip())
        server.stdin.close()
    assert server.returncode == 0
    assert seen <= {"0", "4"}
