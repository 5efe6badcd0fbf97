"""Everything that stands between a fresh clone and a running site, each step skipped when there is nothing to do."""

import errno
import hashlib
import os
import socket
import sqlite3
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from news import search_build
from partners.models import Partner
from sme2go_site import lexicon
from sme2go_site.signin import SAMPLE_NAME, SAMPLE_PASSWORD, SAMPLE_STAFF


class Command(BaseCommand):
    help = "Prepare and serve the site on this machine as a visitor would get it."

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")
        parser.add_argument("--reload", action="store_true", help="serve the working copy, and again on each change")

    def handle(self, *, port, reload, **_options):
        if settings.IS_SERVER:
            raise CommandError("SITE_ADDRESS is set: on a server, run granian with sme2go_site.wsgi (see README).")
        port = free_port(port)
        try:
            self.prepare(reload)
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(in_one_line(error)) from error
        self.announce(port)
        if reload:
            call_command("runserver", f"127.0.0.1:{port}")
            return
        os.execv(  # noqa: S606
            sys.executable,
            [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
             "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "--no-ws",
             "sme2go_site.wsgi:application"],
        )  # fmt: skip

    def prepare(self, reload):
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("load_sample", stdout=self.stdout)
        self.prepare_search()
        if not get_user_model().objects.exists():
            make_sample_staff()
        if not reload:
            collect_when_changed()

    def prepare_search(self):
        """Beside the site where the dictionaries have to be made first, which takes half a minute; else at once."""
        if lexicon.missing():
            search_build.start()
        elif not search_build.is_whole():
            call_command("rebuild_search", verbosity=0)

    def announce(self, port):
        self.stdout.write(
            f"\n  The site:   http://127.0.0.1:{port}\n  The admin:  http://127.0.0.1:{port}/admin/"
            f"   sign in as {SAMPLE_NAME} with {SAMPLE_PASSWORD}\n"
            f"  or with the same password as {', '.join(list(SAMPLE_STAFF)[1:])}\n  Stop with Ctrl-C.\n"
        )
        self.stdout.flush()


def make_sample_staff():
    """One account of each kind: the first may do everything, the others are in a group each."""
    users = get_user_model().objects
    for name, group in SAMPLE_STAFF.items():
        user = users.create_user(name, password=SAMPLE_PASSWORD, is_staff=True, is_superuser=group is None)
        if group:
            user.groups.add(Group.objects.get(name=group))
    Partner.objects.first().contributors.add(users.get(username="sample-partner"))


def free_port(words):
    """The number that was asked for, if it is a port and free."""
    port = int(words) if words.isascii() and words.isdecimal() else 0
    if not 1 <= port <= 65535:
        raise CommandError(f"{words or 'An empty PORT'} is no port: choose one from 1024 to 65535.")
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be used ({error.strerror}): try make run PORT={port + 1000}."
        ) from error
    return port


def in_one_line(error):
    full = getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error)
    if full:
        return f"The disk is full: make room and run again ({settings.DATA_DIR})."
    return f"The site could not be prepared in {settings.DATA_DIR}: {' '.join(str(error).split())}"


def collect_when_changed():
    """Collect the static files when any of them, or the set of libraries, is not what it was at the last time."""
    seen = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for file in sorted(Path(settings.BASE_DIR / "static").rglob("*")):
        if file.is_file():
            seen.update(f"{file} {file.stat().st_mtime_ns} {file.stat().st_size}".encode())
    stamp = settings.DATA_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["flags"])
    stamp.write_text(seen.hexdigest())
