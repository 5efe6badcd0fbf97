"""make bench: the figures of the README, measured in one run; a figure over its limit ends the run with an error.

Times are multiples of a plain answer (/robots.txt) of the same site in the same run, since machines differ.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
ARTICLES, DESK_ARTICLES = 20_000, 2_000
# Queries, bytes, and for the desk milliseconds.
LIMITS = {"queries": 12, "first flight": 14_600, "whole page": 150_000, "desk list": 300, "editor": 2_000}
failed = []


def say(what, figure, limit=None):
    over = limit is not None and figure > limit
    if over:
        failed.append(what)
    print(f"{what:58} {figure:>10,}{f'   (at most {limit:,})' if limit else ''}{'   TOO MUCH' if over else ''}")


def prepare(folder):
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "sme2go_site.settings"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["flags"])
    call_command("load_sample", verbosity=0)


def signed_in():
    from django.contrib.auth import get_user_model
    from django.test import Client

    from sme2go_site.management.commands.serve import SAMPLE_NAME, SAMPLE_PASSWORD

    client = Client()
    client.force_login(get_user_model().objects.create_superuser(SAMPLE_NAME, password=SAMPLE_PASSWORD))
    return client


def add_articles(number, first=0):
    from news.models import Article
    from sme2go_site.languages import CODES

    model = Article.objects.get(slug_sv="slutkonferens-i-tartu")
    articles = []
    for count in range(first, first + number):
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


@contextmanager
def served():
    """The address of the site as `make run` serves it, from the folder that prepare() filled."""
    from tests.conftest import free_port

    port = free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            for line in process.stdout:
                if "Stop with" in line:
                    break
            wait_for_answer(f"http://127.0.0.1:{port}/robots.txt")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def wait_for_answer(address):
    for _attempt in range(100):
        with suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.1)
    sys.exit(f"{address} does not answer")


def look(address, large_article):
    """What only a browser shows: the weight of the report, and how long the editor takes to open a large article."""
    from playwright.sync_api import sync_playwright

    from tests.conftest import launch, weigh
    from tests.pages import PAGES

    with sync_playwright() as playwright:
        browser = launch(playwright)
        for code, path in PAGES["tartu"].items():
            first, whole = weigh(browser, address + path)
            say(f"the Tartu report in {code}: page and styles, compressed", first, LIMITS["first flight"])
            say(f"the Tartu report in {code}: with fonts and pictures", whole, LIMITS["whole page"])
        opened = open_large_article(browser, address, large_article)
        say("200 kB and 60 pictures open in the editor, milliseconds", opened, LIMITS["editor"])
        browser.close()


def add_large_article():
    """An article of 200 kB with 60 pictures; gives its number."""
    from news.models import Article, Picture

    pictures = [f'<figure><img src="/go/picture/{picture.pk}/"></figure>' for picture in Picture.objects.all()]
    words = "Words of a long report that goes on for a while. " * 65
    body = "".join(f"<p>{words}</p>{pictures[number % len(pictures)]}" for number in range(60))
    return Article.objects.create(title_en="Large", slug_en="large", body_en=body[:200_000]).pk


def open_large_article(browser, address, number):
    """Milliseconds from the click to four text boxes that can be written in; the median of five."""
    from sme2go_site.management.commands.serve import SAMPLE_NAME, SAMPLE_PASSWORD

    form = f"{address}/admin/news/article/{number}/change/"
    page = browser.new_page(base_url=address)
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", SAMPLE_NAME)
    page.fill("#id_password", SAMPLE_PASSWORD)
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    times = []
    for _attempt in range(5):
        page.goto(form, wait_until="commit")
        page.wait_for_function("() => document.querySelectorAll('.ProseMirror[contenteditable=true]').length === 4")
        times.append(page.evaluate("performance.now()"))
    page.close()
    return round(median(times))


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
        add_articles(DESK_ARTICLES)
        queries, milliseconds = ask(signed_in(), "/admin/news/article/")
        say(f"queries of the desk's list, {DESK_ARTICLES:,} articles", queries)
        say(f"the desk's list, {DESK_ARTICLES:,} articles, milliseconds", round(milliseconds), LIMITS["desk list"])
        add_articles(ARTICLES - DESK_ARTICLES, DESK_ARTICLES)
        large = {name: ask(client, path) for name, path in pages.items()}
        for name in pages:
            say(f"queries of the {name}, 12 articles", small[name][0], LIMITS["queries"])
            say(f"queries of the {name}, {ARTICLES:,} articles", large[name][0], small[name][0])
            say(f"time of the {name}, in plain answers, 12 articles", round(small[name][1] / plain, 1))
            say(f"time of the {name}, in plain answers, {ARTICLES:,} articles", round(large[name][1] / plain, 1))
        large_article = add_large_article()
        with served() as address:
            look(address, large_article)
    if failed:
        sys.exit(f"over the limit: {', '.join(failed)}")


if __name__ == "__main__":
    main()
