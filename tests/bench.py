"""make bench: the figures of the README, measured in one run; a figure over its limit ends the run with an error.

Times are ratios against a plain static file asked of the same server in the same run, since machines differ.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import median

ARTICLES = 20_000
LIMITS = {"queries": 12, "first flight": 14_600, "whole page": 150_000}
failed = []


def say(what, figure, limit=None):
    over = limit is not None and figure > limit
    if over:
        failed.append(what)
    print(f"{what:58} {figure:>10,}{f'   (at most {limit:,})' if limit else ''}{'   TOO MUCH' if over else ''}")


def prepare(folder):
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "sme2go_site.settings"}
    sys.path.insert(0, str(Path(__file__).parent.parent))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["flags"])
    call_command("load_sample", verbosity=0)


def add_articles(number):
    from news.models import Article
    from sme2go_site.languages import CODES

    model = Article.objects.get(slug_sv="slutkonferens-i-tartu")
    articles = []
    for count in range(number):
        words = {}
        for code in CODES:
            words |= {f"title_{code}": f"Article {count}", f"slug_{code}": f"bench-{count}", f"approved_{code}": True}
            words |= {f"lead_{code}": "A lead.", f"body_{code}": "<p>" + "Words and more words. " * 40 + "</p>"}
        published = model.published_at - timedelta(minutes=count + 1)
        articles.append(Article(published_at=published, hero_id=model.hero_id, source_language="en", **words))
    Article.objects.bulk_create(articles, batch_size=500)


def ask(client, path):
    """(queries, median milliseconds) of a page."""
    from django.db import connection

    queries = []

    def count(execute, *arguments):
        queries.append(arguments[0])
        return execute(*arguments)

    client.get(path)
    with connection.execute_wrapper(count):
        assert client.get(path).status_code == 200, path
    times = []
    for _attempt in range(15):
        start = time.perf_counter()
        client.get(path)
        times.append((time.perf_counter() - start) * 1000)
    return len(queries), median(times)


def weigh():
    """Bytes of the Tartu report in a cold browser at 360 px, by language: (page and styles, everything)."""
    import gzip

    from django.test import Client

    page = Client(headers={"accept-encoding": "gzip"})
    from django.contrib.staticfiles.storage import staticfiles_storage as storage

    styles = ("tokens", "base", "layout", "components", "pictures")
    sizes = [Path(storage.path(storage.stored_name(f"css/{name}.css")) + ".br").stat().st_size for name in styles]
    flights = {}
    from news.models import Article

    for code, path in Article.objects.get(slug_sv="slutkonferens-i-tartu").urls().items():
        answer = page.get(path)
        flights[code] = len(answer.content) + sum(sizes)
        assert gzip.decompress(answer.content)
    return flights


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["testserver"]
        client = Client()
        pages = {"article": "/fi/uutiset/loppukonferenssi-tartossa/", "home": "/fi/", "news list": "/fi/uutiset/"}
        plain = ask(client, "/robots.txt")[1]
        small = {name: ask(client, path) for name, path in pages.items()}
        add_articles(ARTICLES)
        large = {name: ask(client, path) for name, path in pages.items()}
        for name in pages:
            say(f"queries of the {name}, 12 articles", small[name][0], LIMITS["queries"])
            say(f"queries of the {name}, {ARTICLES:,} articles", large[name][0], small[name][0])
            say(f"time of the {name}, in plain answers, 12 articles", round(small[name][1] / plain, 1))
            say(f"time of the {name}, in plain answers, {ARTICLES:,} articles", round(large[name][1] / plain, 1))
        for code, size in weigh().items():
            say(f"the Tartu report in {code}: page and styles, compressed", size, LIMITS["first flight"])
    if failed:
        sys.exit(f"over the limit: {', '.join(failed)}")


if __name__ == "__main__":
    main()
