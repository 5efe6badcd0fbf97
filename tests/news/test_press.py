"""The press page, and the newest articles inside partners' own pages."""

import pytest
from django.core.exceptions import ValidationError
from lxml import html

from news.models import EmbeddingSite
from sme2go_site.models import Fact
from tests.factories import make_article, make_partner, make_picture, make_project
from tests.pages import PAGES

pytestmark = pytest.mark.django_db
WORDS = {f"boilerplate_{code}": f"Paragraph {code}" for code in PAGES["press"]}


def shown(client, address):
    return html.fromstring(client.get(address).content)


def test_every_language_stands_on_the_page_the_readers_first(client):
    make_project(**WORDS)
    page = shown(client, PAGES["press"]["et"])
    assert page.xpath("//details[@class='press-text']/@lang") == ["et", "sv", "en", "fi"]
    assert page.xpath("//textarea/text()")[0].startswith("Paragraph et")


@pytest.mark.parametrize(
    ("code", "fund"),
    [
        ("sv", "Europeiska regionala utvecklingsfonden"),
        ("en", "European Regional Development Fund"),
        ("et", "Euroopa Regionaalarengu Fond"),
        ("fi", "Euroopan aluekehitysrahasto"),
    ],
)
def test_text_for_partners_carries_the_funding_sentence_in_its_language(client, code, fund):
    make_project(**WORDS)
    [area] = shown(client, PAGES["press"]["en"]).xpath(f"//textarea[@id='copy-{code}']/text()")
    assert f"Paragraph {code}" in area
    assert fund in area


def test_people_are_those_whom_partners_have_named(client):
    make_project()
    make_partner(contact_name="Sample Person", contact_email="press@partner.example")
    assert "press@partner.example" in client.get(PAGES["press"]["sv"]).content.decode()


def test_news_desk_is_a_contact_once_somebody_has_entered_it(client):
    make_project()
    assert "People to contact" not in client.get(PAGES["press"]["en"]).content.decode()
    Fact.objects.create(key="contact", text_en="The desk, desk@sme2go.example")
    assert shown(client, PAGES["press"]["en"]).xpath("//aside//a/@href")[-1] == "mailto:desk@sme2go.example"


def test_years_of_the_programme_are_joined_as_a_text_joins_them(client):
    make_project()
    assert "Interreg Central Baltic 2014–2020" in client.get(PAGES["press"]["fi"]).content.decode()


def test_pictures_have_credit_licence_and_a_download_and_none_whose_right_has_ended(client):
    make_project()
    free = make_picture(credit_en="Photo: Sample", licence="CC BY 4.0")
    ended = make_picture(licence="CC BY 4.0", rights_until="2018-12-31")
    unlicensed = make_picture(credit_en="Photo: Other")
    for picture in (free, ended, unlicensed):
        make_article(hero=picture)
    page = shown(client, PAGES["press"]["en"])
    [caption] = page.xpath("//ul[@class='press-pictures']//figcaption")
    assert "Photo: Sample, CC BY 4.0" in caption.text_content()
    assert caption.xpath("a/@href") == [free.file.url]


def test_press_page_without_a_project_is_answered(client):
    assert client.get(PAGES["press"]["fi"]).status_code == 200


# The embed


@pytest.mark.parametrize("code", PAGES["press"])
def test_partner_finds_the_frame_to_copy_on_the_press_page_in_each_language(client, code):
    make_project()
    [words] = shown(client, PAGES["press"]["en"]).xpath(f"//textarea[@id='frame-{code}']/text()")
    frame = html.fragment_fromstring(words)
    assert frame.tag == "iframe"
    assert frame.get("title")
    address = frame.get("src").removeprefix("http://testserver")
    assert shown(client, address).xpath("//html/@lang") == [code]


def test_embed_shows_the_newest_articles_in_the_language_asked_for(client):
    make_article(title_fi="Uusin")
    page = shown(client, "/embed/?language=fi&count=1")
    assert page.xpath("//html/@lang") == ["fi"]
    assert page.xpath("//li/a/text()") == ["Uusin"]
    assert page.xpath("//li/a/@href")[0].startswith("/fi/")


def test_embed_of_a_partner_shows_only_its_articles(client):
    partner, other = make_partner(), make_article(title_en="Other")
    make_article(title_en="Theirs").partners.add(partner)
    page = client.get(f"/embed/?partner={partner.slug_en}").content.decode()
    assert "Theirs" in page
    assert other.title_en not in page


def test_embed_has_no_script_no_cookie_and_shows_whose_money_it_was(client):
    make_project()
    response = client.get("/embed/")
    assert not response.cookies
    assert b"<script" not in response.content
    assert b"European Union" in response.content
    assert "Cookie" not in response.get("Vary", "")


def test_embed_is_framed_only_where_staff_have_allowed_it(client):
    assert "frame-ancestors 'none'" in client.get("/embed/")["Content-Security-Policy"]
    EmbeddingSite.objects.create(origin="https://partner.example")
    response = client.get("/embed/")
    assert "frame-ancestors https://partner.example;" in response["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in response
    assert "frame-ancestors 'none'" in client.get("/en/")["Content-Security-Policy"], "and nothing else is"


@pytest.mark.parametrize(
    "query",
    [
        "language=de",
        "count=0",
        "count=99",
        "count=x",
        "count=" + "9" * 5000,
        "partner=nobody",
        "partner=%00",
        "language=%00",
    ],
)
def test_embed_that_does_not_exist_is_not_found(client, query):
    assert client.get(f"/embed/?{query}", follow=True).status_code == 404


@pytest.mark.parametrize("origin", ["http://a.example", "https://", "https://a.example/path", "https://*", "*", "x; y"])
def test_website_that_may_frame_is_an_address_and_nothing_else(origin):
    with pytest.raises(ValidationError):
        EmbeddingSite(origin=origin).full_clean()


def test_website_is_kept_as_browsers_compare_it():
    site = EmbeddingSite(origin=" HTTPS://Partner.Example/ ")
    site.full_clean()
    assert site.origin == "https://partner.example"
