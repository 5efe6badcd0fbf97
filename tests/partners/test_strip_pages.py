"""The strip composer and its files, as readers and partners use them."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from lxml import html

from partners.models import Download, Logo, Strip
from tests.factories import make_partner, make_project
from tests.partners.test_logo_files import body, make, upload

pytestmark = pytest.mark.django_db
COMPOSER = {
    "sv": "/sv/logotyper/logotyprad/",
    "en": "/en/logos/strip/",
    "et": "/et/logod/logorida/",
    "fi": "/fi/logot/logorivi/",
}


def shown(client, address):
    return html.fromstring(client.get(address).content)


@pytest.mark.parametrize("code", COMPOSER)
def test_composer_begins_with_all_logos_in_the_readers_language(client, code):
    make_project()
    logo = make()
    page = shown(client, COMPOSER[code])
    [sheet] = page.xpath("//p[contains(@class, 'composed-sheet')]/img")
    assert f"owners=partner-{logo.partner_id}" in sheet.get("src")
    assert f"language={code}" in sheet.get("src")
    assert client.get(sheet.get("src")).status_code == 200
    assert page.xpath("//button[@role='checkbox']/@aria-checked") == ["true"]


def test_address_of_the_page_holds_the_choice(client):
    one, other = make(), make(partner=make_partner(legal_name="Other"))
    address = f"{COMPOSER['en']}?owners=partner-{other.partner_id}&layout=stacked&ground=dark&width=800&language=fi"
    page = shown(client, address)
    [sheet] = page.xpath("//p[contains(@class, 'composed-sheet')]/img")
    assert sheet.get("width") == "800"
    for part in (f"owners=partner-{other.partner_id}", "layout=stacked", "ground=dark", "language=fi"):
        assert part in sheet.get("src")
    assert f"partner-{one.partner_id}" not in sheet.get("src")
    assert "Euroopan unioni" in sheet.get("alt")
    [finnish] = page.xpath("//nav[@class='language-menu']//a[@hreflang='fi']/@href")
    assert finnish.endswith(address.partition("?")[2].replace("&", "&")), "the choice goes along into another language"


def test_choice_just_made_leads_to_the_address_that_holds_all_of_them(client):
    one, other = (f"partner-{make(partner=make_partner(order=order)).partner_id}" for order in (1, 2))
    rest = "layout=wide&ground=light&width=800&language=fi"
    for pressed, owners in ((one, [other]), ("none", []), ("all", [one, other])):
        answer = client.get(f"{COMPOSER['en']}?owners={other}&owners={one}&{rest}&choose=owners%3D{pressed}")
        query = "".join(f"owners={key}&" for key in owners) + rest
        assert (answer.status_code, answer["Location"]) == (302, f"{COMPOSER['en']}?{query}")
    answer = client.get(f"{COMPOSER['en']}?{rest}&choose=ground%3Ddark")
    assert answer["Location"] == f"{COMPOSER['en']}?{rest.replace('light', 'dark')}"


@pytest.mark.parametrize("pressed", ["", "x", "slug=a", "width=1=2", "owners=partner-99", "%00=%00"])
def test_button_that_does_not_exist_chooses_nothing_that_does(client, pressed):
    make()
    page = client.get(COMPOSER["en"], {"choose": pressed, "width": "800"}, follow=True)
    assert page.status_code == 200
    assert "choose" not in page.request["QUERY_STRING"]


def test_choice_that_is_right_stays_beside_one_that_is_wrong(client):
    page = shown(client, f"{COMPOSER['en']}?width=9&ground=dark")
    assert page.xpath("//button[@id='ground-dark']/@aria-pressed") == ["true"]
    [number] = page.xpath("//input[@id='width']")
    assert (number.get("value"), number.get("aria-invalid")) == ("9", "true")
    assert "between 320 and 2,400" in page.get_element_by_id(number.get("aria-describedby")).text_content()


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_strip_is_downloaded_as_svg_png_and_pdf_and_counted(client, kind):
    make_project()
    make()
    response = client.get(f"/logos/strip.{kind}?language=sv")
    assert body(response)[:4] in {b"<svg", b"\x89PNG", b"%PDF"}
    assert response["Content-Disposition"] == f'attachment; filename="strip-wide-light-sv.{kind}"'
    assert Download.objects.get().name == f"strip.{kind}"


def test_preview_is_no_download(client):
    client.get("/logos/strip.svg?language=sv&shown=1")
    assert not Download.objects.exists()


def test_reader_who_has_the_strip_gets_it_not_again(client):
    make()
    address = "/logos/strip.pdf?language=sv"
    assert client.get(address, headers={"if-none-match": client.get(address)["ETag"]}).status_code == 304


def test_pages_that_show_logos_in_passing_load_none_of_their_drawings(client):
    make_project()
    logo = make()
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/en/logos/{logo.pk}/")
    assert not [query["sql"] for query in asked if query["sql"].startswith("SELECT") and '"svg"' in query["sql"]]


def test_png_comes_in_three_densities(client):
    from io import BytesIO

    from PIL import Image

    widths = [
        Image.open(BytesIO(body(client.get(f"/logos/strip.png?width=400&scale={scale}")))).width for scale in (1, 2, 3)
    ]
    assert widths == [400, 800, 1200]


@pytest.mark.parametrize(
    "query", ["width=0", "width=99999", "width=x", "layout=round", "ground=red", "language=de", "owners=partner-99"]
)
def test_choice_that_does_not_exist_is_answered_by_a_sentence(client, query):
    page = client.get(f"{COMPOSER['en']}?{query}")
    assert page.status_code == 200
    assert "There is no such strip" in page.content.decode()
    assert client.get(f"/logos/strip.svg?{query}").status_code == 400


@pytest.mark.parametrize("address", ["/logos/strip.exe", "/logos/strip.png?scale=9", "/logos/strip/none.svg"])
def test_file_that_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_dark_ground_takes_the_negative_logo_and_else_a_white_plate():
    both, colour_only = make(), make(partner=make_partner(legal_name="Other", order=9))
    negative = Logo.objects.create(partner=both.partner, original=upload(), kind="negative")
    assert Strip(ground="dark").logos() == [(negative, False), (colour_only, True)]
    assert Strip(ground="light").logos() == [(both, False), (colour_only, False)]


def test_logo_that_may_not_stand_on_white_is_left_out_of_a_light_strip():
    make(grounds=["dark"])
    assert Strip(ground="light").logos() == []


def test_saved_strip_always_gives_the_newest_logo(client):
    make_project()
    old = make()
    strip = Strip.objects.create(name="Footer", slug="footer", owners=[f"partner-{old.partner_id}"], language="et")
    before = client.get("/logos/strip/footer.svg")
    new = Logo.objects.create(
        partner=old.partner, original=upload(upload().read().replace(b"#c00", b"#0c0")), is_approved=False
    )
    new.approve()
    after = client.get("/logos/strip/footer.svg")
    assert [logo for logo, _plate in strip.logos()] == [new]
    assert before["ETag"] != after["ETag"]
    assert body(before) != body(after)


def test_too_small_a_logo_is_told_with_what_its_owner_asks_for(client):
    make(smallest_px=500)
    assert "asks for a width of at least 500 px" in client.get(COMPOSER["en"]).content.decode()


def test_owner_who_comes_to_ask_for_more_clear_space_gets_it_in_a_new_strip(client):
    logo = make()
    address = f"/logos/strip.svg?owners=partner-{logo.partner_id}"
    before = client.get(address)
    Logo.objects.filter(pk=logo.pk).update(clear_space=150)
    after = client.get(address)
    assert before["ETag"] != after["ETag"]
    assert body(before) != body(after)


def test_who_has_no_logo_for_the_ground_is_left_out_and_named(client):
    logo = make(partner=make_partner(name_en="Only white"), kind="negative")
    words = [
        client.get(f"{COMPOSER['en']}?owners=partner-{logo.partner_id}&ground={ground}").content.decode()
        for ground in ("light", "dark")
    ]
    assert ["Only white has no logo for this ground" in page for page in words] == [True, False]


def test_composer_leads_to_the_rules_of_each_logo(client):
    logo = make()
    assert f'href="/en/logos/{logo.pk}/"' in client.get(COMPOSER["en"]).content.decode()


def test_strip_without_any_logo_still_shows_the_flag_and_its_words(client):
    make_project()
    assert b'fill="#003399"' in body(client.get("/logos/strip.svg?language=en"))


def test_words_of_the_programmes_period_stand_beside_the_flag(client):
    programme = make_project().programme
    assert "European Regional Development Fund" in client.get(COMPOSER["en"]).content.decode()
    programme.period, programme.fund_wording_en, programme.union_wording_en = "2021-2027", "", ""
    programme.save()
    page = shown(client, COMPOSER["en"])
    [words] = page.xpath("//p[contains(@class, 'composed-sheet')]/img/@alt")
    assert "Co-funded by the European Union" in words
    assert "Regional" not in words


@override_settings(DEBUG=False)
def test_composer_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    make_project()
    for number in range(4):
        make(partner=make_partner(legal_name=f"Partner {number}"))
    with django_assert_max_num_queries(12):
        client.get(COMPOSER["en"])
