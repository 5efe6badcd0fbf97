"""make bench: the figures of the README, measured in one run; a figure over its limit ends the run with an error.

Times are multiples of a plain answer (/robots.txt) of the same site in the same run, since machines differ.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import tracemalloc
import urllib.request
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
ARTICLES, DESK_ARTICLES, MANY = 20_000, 2_000, 100_000
# Queries, bytes, and for the desk milliseconds.
LIMITS = {"queries": 12, "first flight": 14_600, "whole page": 150_000, "desk list": 300, "editor": 2_000,
          "strip": 150, "zip": 100, "share picture": 500, "sitemap memory": 20_000, "search memory": 60,
          "search": {"sqlite": 50, "postgresql": 30}}  # fmt: skip
failed = []


def say(what, figure, limit=None):
    over = limit is not None and figure > limit
    if over:
        failed.append(what)
    print(f"{what:58} {figure:>10,}{f'   (at most {limit:,})' if limit else ''}{'   TOO MUCH' if over else ''}")


def end():
    if failed:
        sys.exit(f"over the limit: {', '.join(failed)}")


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
    """Articles made of paragraphs of the sample's, so that their words are as frequent as in real ones."""
    from news.models import Article
    from sme2go_site.languages import CODES, text
    from sme2go_site.richtext import inside, parsed

    chance, model = random.Random(first), Article.objects.get(slug_sv="slutkonferens-i-tartu")
    sample = Article.objects.exclude(slug_sv__startswith="bench-")
    paragraphs = {
        code: [
            inside(line) for article in sample for line in parsed(text(article, "body", code) or " ").iter("p", "li")
        ]
        for code in CODES
    }
    articles = []
    for count in range(first, first + number):
        words = {}
        for code in CODES:
            body = "".join(f"<p>{line}</p>" for line in chance.sample(paragraphs[code], 3))
            words |= {f"title_{code}": f"Article {count}", f"slug_{code}": f"bench-{count}", f"approved_{code}": True}
            words |= {f"lead_{code}": "A lead.", f"body_{code}": body}
        published = model.published_at - timedelta(minutes=count + 1)
        articles.append(
            Article(published_at=published, hero_id=model.hero_id, source_language="en", version=1, **words)
        )
    Article._base_manager.bulk_create(articles, batch_size=500)


def index():
    from django.db import connection

    from news import search_build

    for _done in search_build.build():
        pass
    if connection.vendor == "postgresql":
        # As a server does by itself within minutes; where that is off, plans are made for empty tables.
        connection.cursor().execute("VACUUM ANALYZE")


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
    page.fill("#id_login", SAMPLE_NAME)
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


def logos(client):
    """A strip of all logos drawn anew at each width, and how soon the zip of everything begins."""
    from partners.strips import by_owner

    owners = "&".join(f"owners={key}" for key in by_owner())
    for kind in ("svg", "png", "pdf"):
        times = []
        for width in range(600, 1500, 60):
            start = time.perf_counter()
            b"".join(client.get(f"/logos/strip.{kind}?{owners}&language=sv&width={width}").streaming_content)
            times.append(1000 * (time.perf_counter() - start))
        say(f"a strip of all logos as {kind.upper()}, uncached, milliseconds", round(median(times)), LIMITS["strip"])
    start = time.perf_counter()
    next(iter(client.get("/logos/logos.zip").streaming_content))
    say("the zip of all logos begins after milliseconds", round(1000 * (time.perf_counter() - start)), LIMITS["zip"])


def sitemaps(client, number):
    """The most memory that the index and the longest part take, in kB."""
    for name, path in (("index of sitemaps", "/sitemap.xml"), ("part of the sitemap", "/sitemap-articles.xml?p=2")):
        client.get(path)
        tracemalloc.start()
        assert client.get(path).status_code == 200
        say(f"memory of the {name}, {number:,} articles, kB", tracemalloc.get_traced_memory()[1] // 1000,
            LIMITS["sitemap memory"])  # fmt: skip
        tracemalloc.stop()


def archive_address():
    from django.urls import reverse
    from django.utils.translation import override

    with override("fi"):
        return reverse("news:archive")


def share_pictures():
    """Milliseconds for the four pictures of an article that is published."""
    from news import share_picture
    from news.models import Article, SharePicture

    article = Article.objects.get(slug_sv="slutkonferens-i-tartu")
    times = []
    for _attempt in range(5):
        SharePicture.objects.filter(article=article).delete()
        start = time.perf_counter()
        share_picture.renew(article.pk)
        times.append(250 * (time.perf_counter() - start))
    say("a share picture, milliseconds", round(median(times)), LIMITS["share picture"])


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["testserver"]
        client = Client()
        pages = {"article": "/fi/uutiset/loppukonferenssi-tartossa/", "home": "/fi/", "news list": "/fi/uutiset/",
                 "archive": archive_address()}  # fmt: skip
        plain = ask(client, "/robots.txt")[1]
        small = {name: ask(client, path) for name, path in pages.items()}
        add_articles(DESK_ARTICLES)
        queries, milliseconds = ask(signed_in(), "/admin/news/article/")
        say(f"queries of the desk's list, {DESK_ARTICLES:,} articles", queries)
        say(f"the desk's list, {DESK_ARTICLES:,} articles, milliseconds", round(milliseconds), LIMITS["desk list"])
        add_articles(ARTICLES - DESK_ARTICLES, DESK_ARTICLES)
        index()
        large = {name: ask(client, path) for name, path in pages.items()}
        for name in pages:
            say(f"queries of the {name}, 12 articles", small[name][0], LIMITS["queries"])
            say(f"queries of the {name}, {ARTICLES:,} articles", large[name][0], small[name][0])
            say(f"time of the {name}, in plain answers, 12 articles", round(small[name][1] / plain, 1))
            say(f"time of the {name}, in plain answers, {ARTICLES:,} articles", round(large[name][1] / plain, 1))
        # In a process of its own, as a worker that has answered one page: this one has built the index.
        if subprocess.run([sys.executable, ROOT / "tests" / "bench_search.py"], cwd=ROOT, check=False).returncode:
            failed.append("search")
        logos(client)
        share_pictures()
        sitemaps(client, ARTICLES)
        add_articles(MANY - ARTICLES, ARTICLES)
        sitemaps(client, MANY)
        large_article = add_large_article()
        with served() as address:
            look(address, large_article)


if __name__ == "__main__":
    main()
    end()
