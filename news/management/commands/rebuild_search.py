"""`manage.py rebuild_search`: the dictionaries where they are missing, and the search index, while the site goes on."""

import time

from django.core.management.base import BaseCommand

from news import search_build
from sme2go_site import lexicon

WIDTH = 30


class Command(BaseCommand):
    help = "Bring the search index in step with all articles; with --anew, from empty tables."

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="throw the index away first, for one that is broken")

    def handle(self, *, anew, verbosity, **_options):
        self.is_shown = verbosity > 0
        if lexicon.missing() and self.is_shown:
            self.stdout.write("Building the dictionaries of the search, once, in about half a minute …")
        began, done = time.monotonic(), 0
        for done, total in search_build.build(anew):
            self.show(done, total, time.monotonic() - began)
        if self.is_shown:
            self.stdout.write(f"{done} articles can be found." if done else "There are no articles yet.")

    def show(self, done, total, seconds):
        """A bar on a terminal; nothing where the output goes into a file."""
        if self.is_shown and self.stdout.isatty():
            filled, left = WIDTH * done // total, seconds * (total - done) / done
            self.stdout.write(f"\r[{'#' * filled:<{WIDTH}}] {done} of {total}, {left:.0f} s left ", ending="")
            if done == total:
                self.stdout.write("")
            self.stdout.flush()
