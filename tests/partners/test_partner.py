"""Partners as readers meet them, and the funding that stands on every page."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from partners import funding
from partners.models import Logo, Partner, Programme
from partners.places import SOUTH, places, project
from partners.visibility import PERIODS
from sme2go_site.models import Page
from tests.factories import make_article, make_logo, make_partner, make_project

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")


def page_of(client, partner, code="en"):
    return client.get(partner.link_in(code)).content.decode()


def test_partner_that_has_ended_says_so(client):
    assert "no longer exists" in page_of(client, make_partner(status=Partner.Status.ENDED))
    assert "no longer exists" not in page_of(client, make_partner())


def test_partner_to_be_confirmed_is_marked_on_its_page_and_in_the_directory(client):
    partner = make_partner(status=Partner.Status.TO_BE_CONFIRMED)
    assert "still to be confirmed" in page_of(client, partner)
    assert "to be confirmed" in client.get("/en/partners/").content.decode()


def test_partner_and_article_name_each_other(client):
    partner, article = make_partner(), make_article()
    article.partners.add(partner)
    assert article.link_in("fi") in page_of(client, partner, "fi")
    assert partner.link_in("fi") in client.get(article.link_in("fi")).content.decode()


def test_partner_shows_only_articles_of_the_readers_language(client):
    partner, article = make_partner(), make_article(languages=["sv"])
    article.partners.add(partner)
    assert article.title_sv in page_of(client, partner, "sv")
    assert article.title_sv not in page_of(client, partner, "fi")


def test_partner_without_a_language_has_no_page_in_it(client):
    partner = make_partner(languages=["sv", "fi"])
    assert partner.urls().keys() == {"sv", "fi"}
    assert client.get(f"/en/partners/{partner.slug_sv}/").status_code == 404


def test_contact_and_website_stand_on_the_page(client):
    partner = make_partner(
        contact_name="The desk", contact_email="desk@sme2go.example", website="https://sme2go.example/"
    )
    page = page_of(client, partner)
    assert 'href="mailto:desk@sme2go.example"' in page
    assert 'href="https://sme2go.example/"' in page


@pytest.mark.parametrize(
    ("kind", "grounds", "ground"),
    [
        ("colour", [], "white"),
        ("negative", [], "dark"),
        ("colour", ["dark"], "dark"),
        ("one-colour", ["white", "dark"], "white"),
    ],
)
def test_logo_stands_on_a_plate_on_which_it_is_seen_and_may_stand(client, kind, grounds, ground):
    partner = make_partner(country="SE")
    make_logo(partner, kind=kind, grounds=grounds)
    page, directory = page_of(client, partner), client.get("/en/partners/").content.decode()
    assert f'class="logo-plate plate-{ground}"' in page
    assert f'class="logo-ground ground-{ground}"' in page
    assert f'class="logo-plate plate-{ground}"' in directory


def test_contact_page_gives_the_addresses_of_the_partners(client):
    Page.objects.create(key="contact", title_en="Contact", slug_en="contact")
    make_project()
    make_partner(address="Street 1, City", website="https://sme2go.example/")
    page = client.get("/en/contact/").content.decode()
    assert "Street 1, City" in page
    assert 'href="https://sme2go.example/"' in page


def test_directory_groups_by_country_and_names_the_lead_first(client):
    make_partner(country="SE", order=1, name_en="Follower")
    make_partner(country="SE", order=2, name_en="Leader", role=Partner.Role.LEAD)
    make_partner(country="FI", name_en="Finn")
    page = client.get("/en/partners/").content.decode().split("<main")[1]
    assert (
        page.index("Sweden")
        < page.index("Leader")
        < page.index("Follower")
        < page.index("Finland")
        < page.index("Finn<")
    )


def test_places_stand_where_the_drawn_coast_has_them():
    stockholm = make_partner(city="Stockholm", latitude=59.3293, longitude=18.0686)
    porvoo = make_partner(city="Porvoo", latitude=60.3944, longitude=25.6639)
    make_partner(city="Unknown")
    assert [place.name for place in places([stockholm, porvoo])] == ["Porvoo", "Stockholm"]
    assert places(Partner.objects.filter(city="Unknown")) == []
    assert project(62.9, 12) == (0, 0)
    assert project(62.9, 29.5)[0] == pytest.approx(600)


@pytest.mark.parametrize(
    "position", [(-90, 18), (90, 18), (0, 18), (56.2, 18), (59, 11.9), (59, 30), (float("nan"), 18)]
)
def test_place_outside_the_drawn_map_is_left_off_it_and_fails_no_page(client, position):
    partner = make_partner(city="Far", latitude=position[0], longitude=position[1])
    assert places([partner]) == []
    for path in ("/en/", "/sv/partner/", partner.link_in("fi")):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("field", "position"), [("latitude", 56.2), ("latitude", 63), ("longitude", 11), ("longitude", 30)]
)
def test_position_outside_the_drawn_map_is_refused_with_a_sentence(field, position):
    with pytest.raises(ValidationError) as refusal:
        Partner(**{"latitude": 59, "longitude": 18} | {field: position}).full_clean()
    assert "Leave the position empty" in refusal.value.message_dict[field][0]


def test_label_stands_on_the_left_where_the_right_is_taken():
    vasteras = make_partner(city="Västerås", latitude=59.6161, longitude=16.5528)
    stockholm = make_partner(city="Stockholm", latitude=59.3293, longitude=18.0686)
    narva = make_partner(city="Narva", latitude=59.3772, longitude=28.1903)
    anchors = {place.name: place.anchor for place in places([vasteras, stockholm, narva])}
    assert anchors == {"Västerås": "end", "Stockholm": "start", "Narva": "end"}
    assert places([vasteras])[0].anchor == "start"


def test_bounds_are_those_of_the_drawing():
    assert project(SOUTH, 12)[1] == pytest.approx(449, abs=0.5)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("period", PERIODS)
def test_words_beside_the_flag_are_those_of_the_funding_period(period, code):
    found = make_project()
    Programme.objects.update(period=period)
    found.programme.refresh_from_db()
    shown = funding.of(found, code)
    assert shown.union == PERIODS[period].union[code]
    assert bool(shown.fund) == PERIODS[period].fund_must_be_named


def test_older_project_never_says_co_funded(client):
    make_project()
    for code in CODES:
        page = client.get(f"/{code}/").content.decode()
        assert PERIODS["2021-2027"].union[code] not in page
        assert PERIODS["2014-2020"].fund[code] in page


def test_programme_may_carry_its_own_words():
    found = make_project()
    found.programme.union_wording_fi = "Euroopan unioni tukee"
    with override("fi"):
        assert funding.of(found).union == "Euroopan unioni tukee"
    assert funding.of(found, "sv").union == "Europeiska unionen"


def test_words_of_its_own_never_win_over_the_funding_period():
    found = make_project()
    found.programme.union_wording_en, found.programme.fund_wording_en = (
        "European Union",
        "European Regional Development Fund",
    )
    found.programme.period = "2021-2027"
    assert funding.of(found, "en").union == "Co-funded by the European Union"
    assert funding.of(found, "en").fund == ""


def test_sample_leaves_the_words_to_the_funding_period(sample):
    Programme.objects.update(period="2021-2027")
    for code in CODES:
        shown = funding.of(Programme.objects.get().project_set.get(), code)
        assert (shown.union, shown.fund) == (PERIODS["2021-2027"].union[code], "")


def test_logo_has_exactly_one_owner():
    partner, owner = make_partner(), make_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        Logo.objects.create(original="logos/a.svg")
    with pytest.raises(IntegrityError), transaction.atomic():
        Logo.objects.create(original="logos/a.svg", partner=partner, project=owner)


def test_strip_shows_present_colour_logos_the_projects_first_and_none_of_a_partner_to_be_confirmed():
    second, first = make_partner(order=2), make_partner(order=1)
    kept = [Logo.objects.create(partner=partner, original="logos/a.svg") for partner in (first, second)]
    Logo.objects.create(partner=first, original="logos/old.svg", superseded_by=kept[0])
    Logo.objects.create(partner=first, original="logos/white.svg", kind=Logo.Kind.NEGATIVE)
    nameless = make_partner(status=Partner.Status.TO_BE_CONFIRMED)
    Logo.objects.create(partner=nameless, original="logos/unknown.svg")
    whole = Logo.objects.create(project=make_project(), original="logos/project.svg")
    assert [logo for logo, *_size in funding.footer_strip()] == [whole, *kept]
