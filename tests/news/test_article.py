"""Who may see an article, in which language, and where it is found."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from news.models import Article
from tests.factories import make_article, make_picture, make_topic

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")


def listed(code):
    with override(code):
        return set(Article.objects.public())


def test_article_is_public_only_in_the_languages_that_it_has():
    article = make_article(languages=("sv", "et"))
    assert [code for code in CODES if article in listed(code)] == ["sv", "et"]
    assert article.public_languages() == ["sv", "et"]


def test_language_that_nobody_approved_is_not_public():
    article = make_article(approved_fi=False)
    assert article not in listed("fi")
    assert not article.is_public_in("fi")


def test_scheduled_article_becomes_public_as_its_minute_comes():
    article = make_article(published_at=timezone.now() + timedelta(minutes=1))
    assert article not in listed("sv")
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert article in listed("sv")


def test_withdrawn_article_is_gone_in_all_four_languages(client):
    article = make_article()
    paths = article.urls().values()
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
    assert {client.get(path).status_code for path in paths} == {410}
    assert not any(article in listed(code) for code in CODES)


def test_unpublished_article_is_not_found(client):
    article = make_article(published_at=None)
    assert client.get(f"/en/news/{article.slug_en}/").status_code == 404


def test_slug_of_another_language_leads_to_the_readers_own(client):
    article = make_article()
    answer = client.get(f"/fi/uutiset/{article.slug_sv}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/fi/uutiset/{article.slug_fi}/")


@pytest.mark.parametrize("word", ["nyheter", "news", "uudised", "uutiset"])
@pytest.mark.parametrize(
    ("wanted", "given"), [("sv", "sv"), ("et, sv;q=0.5", "fi"), ("fi", "fi"), ("de", "fi"), ("sv;q=0", "fi")]
)
def test_address_without_a_language_leads_to_one_that_the_article_has(client, word, wanted, given):
    article = make_article(languages=("sv", "fi"), source_language="fi")
    answer = client.get(f"/{word}/{article.slug_fi}/", headers={"accept-language": wanted})
    assert (answer.status_code, answer["Location"]) == (302, article.link_in(given))
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("path", ["/news/no-such-article/", "/partners/{}/", "/xx/{}/", "/news/{}/x/"])
def test_other_address_without_a_language_is_not_found(client, path):
    article = make_article()
    assert client.get(path.format(article.slug_en), follow=True).status_code == 404


def test_withdrawn_article_is_found_without_a_language_neither(client):
    article = make_article(withdrawn_at=timezone.now())
    assert client.get(f"/news/{article.slug_en}/", follow=True).status_code in {404, 410}


def test_two_articles_cannot_share_a_slug_in_one_language():
    article = make_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(slug_sv=article.slug_sv)


def test_missing_slugs_do_not_collide():
    make_article(languages=("sv",))
    make_article(languages=("sv",), slug_en="")
    assert Article.objects.filter(slug_en=None).count() == 2


def test_article_is_absent_from_lists_feed_and_sitemap_of_a_language_it_lacks(client):
    article = make_article(languages=("sv",))
    assert article.title_sv in client.get("/sv/nyheter/").content.decode()
    for path in ("/fi/", "/fi/uutiset/", "/fi/uutiset/rss.xml"):
        assert article.title_sv not in client.get(path).content.decode()
    assert f"/fi/uutiset/{article.slug_sv}" not in client.get("/sitemap-articles.xml").content.decode()


def test_updated_is_said_only_after_a_substantive_edit(client):
    article = make_article()
    assert "Updated" not in client.get(article.link_in("en")).content.decode()
    Article.objects.filter(pk=article.pk).update(substantive_update_at=timezone.now())
    assert "Updated" in client.get(article.link_in("en")).content.decode()


def test_archived_article_leaves_the_list_but_keeps_its_page(client):
    article = make_article(archive_at=timezone.now())
    assert article.title_en not in client.get("/en/news/").content.decode()
    assert client.get(article.link_in("en")).status_code == 200


def test_picture_whose_right_of_use_has_ended_is_on_no_page(client):
    picture = make_picture(rights_until=timezone.localdate() - timedelta(days=1))
    article = make_article(hero=picture)
    assert picture.checksum[:16] not in client.get(article.link_in("en")).content.decode()
    assert picture.checksum[:16] not in client.get("/en/").content.decode()


@pytest.mark.parametrize("number", [1, 40])
def test_article_page_asks_at_most_twelve_queries_however_many_articles(client, django_assert_max_num_queries, number):
    articles = [make_article(hero=make_picture()) for _ in range(2)] + [make_article() for _ in range(number)]
    articles[0].related.set(articles[1:4])
    articles[0].topics.add(make_topic(), make_topic())
    with django_assert_max_num_queries(12):
        client.get(articles[0].link_in("en"))


def test_list_asks_the_same_number_of_queries_with_more_articles(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_article()
    with CaptureQueriesContext(connection) as few:
        client.get("/en/news/")
    for _ in range(8):
        make_article().topics.add(make_topic())
    with django_assert_num_queries(len(few)):
        client.get("/en/news/")
