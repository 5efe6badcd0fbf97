"""What readers find, in which order, and what they never find."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import html

from sme2go_site.models import Page
from tests.factories import make_article, make_attachment, make_event, make_partner, make_picture, make_topic
from tests.news.searching import named, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole_index")]
MANY_FORMS = [
    ("et", "ettevõte", "Pakkumine ettevõtetele"),
    ("fi", "yritys", "Tarjous yrityksille"),
    ("sv", "stad", "Smarta städer"),
    ("en", "company", "Four companies"),
]


@pytest.mark.parametrize(("code", "typed", "title"), MANY_FORMS)
def test_word_is_found_in_another_form(client, code, typed, title):
    named(title, code)
    assert titles(search(client, typed, code)) == [title]


def test_title_stands_before_lead_before_text_and_the_newest_first(client):
    moment = timezone.now() - timedelta(days=9)
    named("In the text", body_en="<p>Railways</p>")
    named("In the lead", lead_en="A railway")
    named("Old railway", published_at=moment)
    named("New railway")
    assert titles(search(client, "railway")) == ["New railway", "Old railway", "In the lead", "In the text"]


def test_forgiven_letters_stand_below_exact_hits(client):
    named("Malmen bryts", "sv")
    named("Mål nås", "sv", published_at=timezone.now() - timedelta(days=9))
    assert titles(search(client, "mål", "sv"))[0] == "Mål nås"
    named("Västerås växer", "sv")
    assert titles(search(client, "vasteras", "sv")) == ["Västerås växer"]


def test_mistake_in_typing_is_forgiven_when_there_are_few_hits(client):
    named("The conference")
    response = search(client, "conferense")
    assert titles(response, "//section[@aria-labelledby='similar']") == ["The conference"]
    for number in range(4):
        named(f"Conferences {number}")
    assert "The conferance" not in titles(search(client, "conference"))


def test_part_of_a_compound_is_found_below_the_word_itself(client):
    named("Projektledare söks", "sv")
    named("Ett projekt", "sv", published_at=timezone.now() - timedelta(days=9))
    assert titles(search(client, "projekt", "sv")) == ["Ett projekt", "Projektledare söks"]


def test_words_in_quotes_follow_one_another(client):
    named("Smart city", body_en="<p>A smart city</p>")
    named("City smart")
    assert titles(search(client, "“smart city”")) == ["Smart city"]
    assert len(titles(search(client, "smart city"))) == 2


def test_phrase_does_not_reach_from_one_text_into_the_next(client):
    named("A smart", lead_en="City")
    assert titles(search(client, '"smart city"')) == []


@pytest.mark.parametrize(
    "state",
    [
        {"published_at": None},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"approved_en": False},
        {"public_from_en": timezone.now() + timedelta(days=1)},
        {"withdrawn_at": timezone.now() - timedelta(days=1)},
    ],
    ids=lambda state: next(iter(state)),
)
def test_what_is_not_public_is_never_found(client, state):
    named("Secret railway", **state)
    response = search(client, "railway")
    assert titles(response) == []
    assert b"Secret" not in response.content


def test_form_that_was_found_is_marked_in_title_and_passage(client):
    named("Two railways", lead_en="Nothing", body_en="<p>First.</p><p>They built a Railway’s bridge & more.</p>")
    tree = html.fromstring(search(client, "railway").content)
    assert [mark.text for mark in tree.xpath("//li[@class='search-hit']//mark")] == ["railways", "Railway’s"]


def test_passage_is_text_whatever_it_holds(client):
    named("Railway", body_en="<p>A railway &lt;script&gt;alert(1)&lt;/script&gt;</p>")
    assert b"<script>alert" not in search(client, "railway").content


def test_captions_partners_topics_and_attachments_are_found(client):
    picture = make_picture(caption_en="A locomotive")
    article = named("Report", hero=picture)
    article.partners.add(make_partner(name_en="Railway Cluster"))
    article.topics.add(make_topic(name_en="Logistics"))
    make_attachment(article, title_en="Timetable")
    for typed in ("locomotives", "clusters", "logistics", "timetables"):
        assert titles(search(client, typed)) == ["Report"], typed


def test_text_of_a_pdf_is_found(client, pdf):
    make_attachment(named("Report"), file=ContentFile(pdf("Interlocking systems"), name="report.pdf"))
    assert titles(search(client, "interlocking system")) == ["Report"]


@pytest.fixture
def pdf():
    import typst

    return lambda words: typst.compile(words.encode(), format="pdf")


def test_hits_are_narrowed_by_topic_partner_and_year(client):
    topic, partner = make_topic(slug_en="rail"), make_partner(slug_en="cluster")
    old = named("Old railway", published_at=timezone.now().replace(year=2017, month=5))
    old.topics.add(topic)
    named("New railway").partners.add(partner)
    assert titles(search(client, "railway", topic="rail")) == ["Old railway"]
    assert titles(search(client, "railway", partner="cluster")) == ["New railway"]
    assert titles(search(client, "railway", year="2017")) == ["Old railway"]
    assert search(client, "railway", topic="unknown").status_code == 404


@pytest.mark.parametrize(("few", "common"), [(200, 500), (0, 500), (0, 0)])
def test_article_that_the_language_lacks_is_found_in_another(client, monkeypatch, few, common):
    monkeypatch.setattr("news.search_hits.FEW_LACKING", few)
    monkeypatch.setattr("news.search_index.COMMON", common)
    make_article(["fi"], title_fi="Rautatiet kasvavat")
    later = timezone.now() + timedelta(days=1)
    named("Rautatie", "fi", title_en="Railway", approved_en=True, public_from_en=later, lead_fi="Uusi")
    named("Rautatie", "fi", title_en="Railway")
    response = search(client, "rautatie")
    assert titles(response, "//section[@aria-labelledby='elsewhere']") == ["Rautatie", "Rautatiet kasvavat"]
    assert 'lang="fi"' in response.content.decode()


def test_no_hit_leads_on(client):
    make_topic(name_en="Rail")
    named("Railway")
    response = search(client, "railway hippopotamus")
    assert "1 article" in response.content.decode(), "the word that has a hit is offered alone"
    assert "All news on Rail" in response.content.decode()
    assert html.fromstring(response.content).xpath("//section[@aria-labelledby='newest']//article")


ANYTHING = [
    *('"', '""" "', "'", "*", "a*", "(", ")(", "\\", "%", "_", "--", "¶", "-x"),
    *("AND", "a OR b", "NEAR(a b)", "title:x", "a & b | !c <-> d", "0stad", "t0stad", "a:b'c’d-e"),
    *("\0", "a\0b", "\u202eabc", "👩\u200d🚀", "ﬁ ½ ² İ ß", "\U000104f7\U000104d8", "\ufffd"),
    *("'; DROP TABLE news_article; --", "x" * 10_000, "word " * 2_000, '"a b" ' * 1_000),
]


@pytest.mark.parametrize("typed", ANYTHING, ids=lambda typed: ascii(typed[:20]))
def test_anything_typed_gives_hits_or_a_clear_line(client, typed):
    named("Railway")
    response = search(client, typed)
    assert response.status_code == 200
    assert html.fromstring(response.content).xpath("//*[@role='status']")


def test_long_question_says_that_it_was_cut(client):
    assert "only its beginning" in search(client, "word " * 100).content.decode()


def test_second_page_goes_on_where_the_first_ended(client):
    for number in range(12):
        named(f"Railway {number}")
    first, second = titles(search(client, "railway")), titles(search(client, "railway", page=2))
    assert (len(first), len(second), len({*first, *second})) == (10, 2, 12)


def test_partners_events_and_pages_are_led_to_by_their_names(client):
    make_partner(name_en="Northern Science Park")
    make_event(title_en="Visit to the science parks")
    Page.objects.create(key="about", title_en="About science", slug_en="about")
    named("Science parks of the north")
    tree = html.fromstring(search(client, "science park").content)
    assert [" ".join(item.text_content().split()) for item in tree.xpath("//nav[@aria-labelledby='named']//li")] == [
        "Northern Science Park partner",
        "Visit to the science parks event",
    ]


def test_section_is_led_to_though_no_article_has_the_word(client):
    assert '<a href="/fi/logot/">' in search(client, "logo", "fi").content.decode()


def test_page_goes_on_where_the_one_before_ended_though_hits_become_less_sure(client):
    for number in range(12):
        named(f"City {number}")
        named(f"Citybike {number}", lead_en="City" if number == 0 else "Cycling")
    both = [titles(search(client, "city", page=page)) for page in (1, 2, 3)]
    assert [len(page) for page in both] == [10, 10, 4]
    assert len({title for page in both for title in page}) == 24


def test_sure_hits_come_first_though_all_the_newest_are_less_sure(client, monkeypatch):
    monkeypatch.setattr("news.search.NEAR", 2)
    moment = timezone.now() - timedelta(days=9)
    for number in range(3):
        named(f"New {number}", body_en="<p>Citybikes</p>")
        named(f"Old {number}", body_en="<p>Cities</p>", published_at=moment - timedelta(hours=number))
    found = titles(search(client, "city"))
    assert found[:3] == ["Old 0", "Old 1", "Old 2"]
    assert len(found) == 6


def test_page_beyond_the_last_is_not_found(client):
    named("Railway")
    assert [search(client, "railway", page=page).status_code for page in (1, 2)] == [200, 404]


def test_more_hits_than_anybody_leafs_through_are_not_counted(client, monkeypatch):
    monkeypatch.setattr("news.search_hits.MOST", 11)
    for number in range(12):
        named(f"Railway {number}")
    pages = [search(client, "railway", page=page) for page in (1, 2, 3)]
    assert "More than 11 articles for" in pages[0].content.decode()
    assert [len(titles(page)) for page in pages[:2]] == [10, 1]
    assert pages[2].status_code == 404


def test_words_that_stand_together_nowhere_are_offered_one_by_one(client, monkeypatch):
    monkeypatch.setattr("news.search_hits.MOST", 2)
    for number in range(3):
        named(f"Railway {number}")
    named("Bridge")
    page = search(client, "railway bridge").content.decode()
    assert "Only <q>railway</q>: more than 2 articles" in page
    assert "Only <q>bridge</q>: 1 article<" in page


def test_compound_in_the_title_is_marked_though_the_text_has_the_word_itself(client):
    named("Slutkonferens", "sv", body_sv="<p>En konferens</p>")
    assert "<mark>Slutkonferens</mark>" in search(client, "konferens", "sv").content.decode()


def test_word_that_a_text_has_is_no_mistake_however_few_the_hits(client):
    named("Lõppkonverents Tartus", "et")
    named("Targad linnad", "et", body_et="<p>Targa linna lahendused</p>")
    assert titles(search(client, "Tartu", "et")) == ["Lõppkonverents Tartus"]
