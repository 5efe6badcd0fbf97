"""The list that the editor's link dialog picks from: found in any language, described by address, for staff alone."""

import pytest
from django.urls import reverse

from sme2go_site.models import Page
from tests.factories import make_article, make_partner, make_picture

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")
BAD = [
    {"q": "\x00"},
    {"q": "%" * 10_000},
    {"q": "å " * 5_000},
    {"language": "xx"},
    {"q": "a", "language": ["fi", "x"]},
    *(
        {"address": address}
        for address in ["", "\x00", "http://[", "//", "/fi/\x00/", "/go/article/999999999/", "/go/article/9999999999/",
                        "/go/picture/1/", "/fi/uutiset/%ff/", "javascript:1", "/admin/", "/fi", "/fi/uutiset/", "x" * 10_000]
    ),
]  # fmt: skip


@pytest.fixture
def ask(admin_client):
    def targets(**query):
        return admin_client.get(reverse("admin:link_targets"), query).json()["targets"]

    return targets


def titles(targets):
    return [target["title"] for target in targets]


@pytest.mark.parametrize("code", CODES)
def test_target_is_found_by_its_words_in_any_language(ask, code):
    article = make_article(title_sv="Slutkonferens", title_en="Conference", title_et="Lõpukonverents", title_fi="Loppu")
    words = getattr(article, f"title_{code}")
    assert ask(q=words, language="fi") == [
        {
            "address": f"/go/article/{article.pk}/",
            "kind": "article",
            "title": "Loppu",
            "language": "fi",
            "isPublic": True,
        }
    ]


@pytest.mark.parametrize(("title", "words"), [
    ("Petra Ärlsjö ser tillbaka", "ärlsjö"), ("Petra Ärlsjö ser tillbaka", "ÄRLSJÖ petra"), ("ÅRSMÖTE I ÅBO", "årsmöte åbo"),
    ("Õhus on muutusi", "õhus"), ("Järnvägsklustret", "ÄRNVÄG"), ("Öppet", "öppet")])  # fmt: skip
def test_letters_with_rings_dots_and_tildes_are_found_however_they_are_written(ask, title, words):
    make_article(languages=["sv"], title_sv=title, slug_sv="a")
    assert titles(ask(q=words, language="sv")) == [title]


def test_all_words_are_asked_for_in_one_language(ask):
    make_article(title_sv="Konferens i Tartu", title_en="Meeting in Turku")
    assert ask(q="i konferens")
    assert not ask(q="konferens Turku")


def test_articles_partners_and_pages_are_found_and_each_says_what_it_is(ask):
    make_article(title_fi="Yhteinen")
    make_partner(name_fi="Yhteinen kumppani")
    Page.objects.create(key="about", title_fi="Yhteinen sivu", slug_fi="sivu")
    assert {target["kind"] for target in ask(q="yhteinen", language="fi")} == {"article", "partner", "page"}


def test_target_without_the_language_is_shown_in_its_best_one_and_is_not_public(ask):
    make_article(languages=["sv", "en"], title_en="Meeting", title_sv="Möte", slug_en="m", slug_sv="m")
    (target,) = ask(q="möte", language="fi")
    assert (target["title"], target["language"], target["isPublic"]) == ("Meeting", "en", False)


def test_what_holds_the_words_in_the_texts_language_comes_first(ask):
    make_article(title_fi="Tartu")
    make_article(languages=["sv"], title_sv="Tartu", slug_sv="a")
    assert [target["isPublic"] for target in ask(q="tartu", language="fi")] == [True, False]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("start", ["", "http://testserver"])
def test_address_of_a_page_of_this_site_is_turned_into_its_identity(ask, code, start):
    for instance, kind in ((make_article(), "article"), (make_partner(), "partner")):
        (target,) = ask(address=start + instance.link_in(code), language="sv")
        assert target["address"] == f"/go/{kind}/{instance.pk}/"


def test_address_of_an_honest_page_and_a_former_one_lead_to_the_article(ask):
    article = make_article(languages=["sv"])
    article.slug_sv, now = "before", article.slug_sv
    article.save()
    article.slug_sv = now
    article.save()
    for address in (f"/fi/uutiset/{article.slug_sv}/", "/sv/nyheter/before/", "/sv/nyheter/before"):
        assert [target["address"] for target in ask(address=address)] == [f"/go/article/{article.pk}/"]


def test_identity_is_described_and_what_is_no_page_is_not(ask):
    article, picture = make_article(title_sv="Konferens"), make_picture()
    assert titles(ask(address=f"/go/article/{article.pk}/", language="sv")) == ["Konferens"]
    assert not ask(address=f"/go/picture/{picture.pk}/")
    assert not ask(address=f"https://elsewhere.example{article.link_in('sv')}")


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_bad_question_has_an_empty_answer(ask, query):
    assert isinstance(ask(**query), list)


def test_nobody_but_staff_is_answered(client, django_user_model):
    address = reverse("admin:link_targets")
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).url.startswith(reverse("admin:login"))


def test_list_only_answers_and_changes_nothing(admin_client):
    assert admin_client.post(reverse("admin:link_targets")).status_code == 405


def test_number_of_queries_does_not_grow_with_the_targets(ask, django_assert_num_queries):
    for _number in range(12):
        make_article()
        make_partner()
    ask(q="e", language="fi")  # the first one also notes that the session is in use
    with django_assert_num_queries(6):  # session, user, and one a kind
        assert len(ask(q="e", language="fi")) == 16
