"""The searches of `make bench`, on the site that bench.py has filled, in a process of their own: a worker that has answered
one page. DATA_DIR, or DATABASE_URL, says which site.
"""

import os
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests import bench  # noqa: E402 - it is found by that path

TRIES = 3  # of each search


def search(client):
    """What readers type, in all languages: forms, two words, mistakes; and what it costs a worker in memory."""
    from django.db import connection
    from django.urls import reverse
    from django.utils.translation import override

    from news.listing import Filters
    from news.search import Question
    from news.search_hits import Found

    client.get("/en/")
    before, searches, pages = memory(), {}, {}
    for code in ("sv", "en", "et", "fi") * TRIES:
        forms, typos = ([row[0] for row in gold(code, name)] for name in ("pairs", "typos"))
        pairs = [" ".join(two) for two in zip(forms[:20], forms[20:40], strict=True)]
        with override(code):
            for typed in [*forms[:40], *pairs, *typos[:6]]:
                keep_best(searches, (code, typed), lambda: Found.of(Question.parse(typed, code), typed, Filters(), 1))  # noqa: B023
                keep_best(pages, (code, typed), lambda: client.get(reverse("search"), {"q": typed}))  # noqa: B023
    limit = bench.LIMITS["search"][connection.vendor]
    bench.say(f"19 of 20 searches in {bench.ARTICLES:,} articles, milliseconds", nineteen_of_twenty(searches), limit)
    bench.say("  with the page around them", nineteen_of_twenty(pages))
    bench.say("  half of them, with the page around them", round(median(pages.values())))
    bench.say("  the home page beside them", round(bench.ask(client, "/en/")[1]))
    bench.say("a worker's memory for searching, MB", round(memory() - before), bench.LIMITS["search memory"])


def keep_best(times, key, do):
    """Keep the milliseconds of the best try: what others do on the machine only makes them longer."""
    start = time.perf_counter()
    do()
    times[key] = min(times.get(key, float("inf")), 1000 * (time.perf_counter() - start))


def nineteen_of_twenty(times):
    return round(sorted(times.values())[round(0.95 * len(times))])


def gold(code, name):
    lines = (ROOT / "tests" / "news" / "gold" / code / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def memory():
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def main():
    os.environ["DJANGO_SETTINGS_MODULE"] = "sme2go_site.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    search(Client())


if __name__ == "__main__":
    main()
    bench.end()
