"""Two editors at the same instant: no save is lost, no withdrawal undone. SQLite has one writer; PostgreSQL shows it."""

from threading import Barrier, Thread

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from news.models import Article
from news.publishing import withdraw
from tests.factories import make_article
from tests.news.desk import page_of, typed

ROUNDS = 5
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's tests run in memory, where each thread has a database of its own")
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("Desk"))
    return client


def at_once(*deeds):
    barrier = Barrier(len(deeds))

    def begin(deed):
        try:
            barrier.wait()
            deed()
        finally:
            connection.close()

    threads = [Thread(target=begin, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_translators_who_save_at_once_lose_nothing(desk):
    for number in range(ROUNDS):
        article = make_article()
        posts = []
        for code in ("fi", "et"):
            address = page_of(article, code)
            posts.append((address, typed(desk, address, **{f"title_{code}": f"Typed {code} {number}"})))
        at_once(*(lambda post=post: desk.post(*post) for post in posts))
        article.refresh_from_db()
        assert (article.title_fi, article.title_et) == (f"Typed fi {number}", f"Typed et {number}")


def test_withdrawal_during_a_save_is_not_undone(desk):
    for _round in range(ROUNDS):
        article = make_article()
        address = page_of(article, "fi")
        data = typed(desk, address, title_fi="Typed")
        at_once(lambda: desk.post(address, data), lambda: withdraw(article))  # noqa: B023 - joined before the next round
        assert Article.objects.get(pk=article.pk).is_withdrawn
