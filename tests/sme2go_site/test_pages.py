"""The standing pages: facts that are missing are told to staff and never shown as holes."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from lxml import html

from sme2go_site.models import Fact, Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def privacy():
    body = "<h2>Who</h2><p>[[controller]]</p><h2>What</h2><p>Always here.</p>"
    body += "<ul><li>Sweden: [[complaint-se]]</li><li>Finland: yes</li></ul>"
    words = {f"title_{code}": "Privacy" for code in ("sv", "en")} | {"slug_sv": "integritet", "slug_en": "privacy"}
    return Page.objects.create(key="privacy", body_en=body, body_sv=body, **words)


@pytest.mark.parametrize("key", ["about", "contact"])
def test_main_menu_marks_the_page_that_is_read(client, key):
    for other in ("about", "contact"):
        Page.objects.create(key=other, title_fi=other, slug_fi=f"sivu-{other}")
    menu = html.fromstring(client.get(f"/fi/sivu-{key}/").content).find_class("site-nav")[0]
    assert menu.xpath(".//a[@aria-current='page']/@href") == [f"/fi/sivu-{key}/"]


@pytest.mark.parametrize(
    "word", ["nyheter", "news", "uudised", "uutiset", "partner", "partners", "partnerid", "kumppanit"]
)
@pytest.mark.parametrize("code", ["sv", "fi"])
def test_page_cannot_take_the_word_of_a_list_in_any_language(word, code):
    with pytest.raises(ValidationError, match="already leads to a list") as refusal:
        Page(key="about", title_en="About", **{f"slug_{code}": word}).full_clean()
    assert list(refusal.value.message_dict) == [f"slug_{code}"]


def test_page_may_take_any_other_word():
    Page(key="about", title_en="About", slug_sv="om-nyheter", slug_en="about").full_clean()


def test_reader_sees_no_hole_where_a_fact_is_missing(client, privacy):
    page = client.get("/en/privacy/").content.decode()
    assert "[[" not in page
    assert "Sweden:" not in page
    assert "<h2>Who</h2>" not in page, "a heading without its section would be a hole"
    assert "Always here." in page
    assert "Finland: yes" in page


def test_reader_sees_the_fact_once_it_is_filled_with_its_addresses_linked(client, privacy):
    Fact.objects.create(key="controller", text_en="SISP <b>&</b> desk@example.org")
    page = client.get("/en/privacy/").content.decode()
    assert "SISP &lt;b&gt;&amp;&lt;/b&gt;" in page
    assert '<a href="mailto:desk@example.org">' in page
    assert "SISP" not in client.get("/sv/integritet/").content.decode().split("<main")[1].split("</main")[0]


def test_staff_are_told_of_missing_facts_on_the_first_screen_and_in_the_page(client, privacy):
    Fact.objects.create(key="controller", text_en="SISP")
    client.force_login(get_user_model().objects.create_superuser("editor"))
    waiting = (
        '<a href="/admin/sme2go_site/fact/"><strong>1</strong> <span class="state state-urgent">Facts that are missing'
    )
    assert waiting in client.get("/admin/").content.decode()
    form = client.get(f"/admin/sme2go_site/page/{privacy.pk}/change/").content.decode()
    assert "Not shown to readers, since the fact is empty in Swedish" in form
