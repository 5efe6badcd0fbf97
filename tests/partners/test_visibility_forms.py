"""What would break a rule of visibility is said in the form, before it is stored."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from PIL import Image

from partners.models import Logo, Programme
from partners.strip_drawing import HOURS, STAR
from partners.visibility import PERIODS
from partners.visibility_logo import carries_flag
from tests.conftest import ROOT
from tests.factories import make_group, make_partner, make_project

pytestmark = pytest.mark.django_db
FLAG = (ROOT / "static/img/eu-emblem.svg").read_text().partition(">")[2].rpartition("<")[0]
WITH_FLAG = f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2400 600"><path d="M900 100h1400v300h-1400z"/>
<g transform="translate(20 30)">{FLAG}</g></svg>"""


def picture(size=(900, 300), *patches):
    """PNG on white with patches of colour: (colour, box)."""
    image, buffer = Image.new("RGB", size, "white"), BytesIO()
    for colour, box in patches:
        image.paste(colour, box)
    image.save(buffer, "PNG")
    return buffer.getvalue()


def with_flag():
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=WITH_FLAG, width=900))


INK = ("#16222b", (20, 20, 400, 200))


@pytest.fixture
def desk(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


def save_programme(desk, **more):
    fields = {"name": "Interreg Central Baltic", "period": "2014-2020"} | more
    answer = desk.post("/admin/partners/programme/add/", fields)
    return Programme.objects.first(), answer.content.decode()


def save_logo(desk, data, name, **more):
    fields = {"kind": "colour", "shape": "wide", "version": 1} | (more or {"partner": make_partner().pk})
    answer = desk.post("/admin/partners/logo/add/", fields | {"original": ContentFile(data, name=name)})
    return Logo.objects.count(), answer.content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_flag(), "seems to hold an EU flag"),
        (picture((4000, 200), INK), "160 × 8 px"),
        (picture((100, 900), ("black", (0, 0, 90, 900))), "4 × 40 px"),
        (picture((900, 300)), "nothing of it would be seen"),
        (picture((900, 300), ("#fafafa", (20, 20, 400, 200))), "nothing of it would be seen"),
    ],
    ids=["flag", "flat", "narrow", "empty", "white"],
)
def test_logo_of_the_programme_that_breaks_a_rule_is_refused_in_its_form(desk, data, said):
    number, page = save_logo(desk, data, "logo.png", programme=make_project().programme.pk)
    assert said in page
    assert number == 0


@pytest.mark.parametrize(("ink", "kind"), [(INK, "colour"), (("white", (0, 0, 9, 9)), "negative")])
def test_logo_of_the_programme_that_breaks_none_is_stored(desk, ink, kind):
    data = picture((900, 300), ink)
    assert save_logo(desk, data, "logo.png", programme=make_project().programme.pk, kind=kind)[0] == 1


def test_whoever_says_that_there_is_no_flag_in_it_is_believed(desk):
    assert save_logo(desk, with_flag(), "logo.png", partner=make_partner().pk, without_flag="on")[0] == 1


@pytest.mark.parametrize(("data", "name"), [(WITH_FLAG.encode(), "logo.svg"), (with_flag(), "logo.png")])
def test_logo_with_a_flag_of_its_own_is_refused_in_its_form(desk, data, name):
    number, page = save_logo(desk, data, name)
    assert "seems to hold an EU flag" in page
    assert number == 0


def test_logo_without_a_flag_is_stored(desk):
    assert save_logo(desk, picture((900, 300), INK), "logo.png")[0] == 1


@pytest.mark.parametrize(("asked", "said"), [("", ""), (90, ""), (91, "at most 90 px wide"), (300, "strip 240 px")])
def test_owner_who_asks_for_more_than_the_flag_allows_is_told_of_in_the_form(desk, asked, said):
    fields = {"partner": make_partner().pk, "kind": "colour", "shape": "wide", "smallest_px": asked}
    data = picture((900, 200), ("black", (0, 0, 900, 200)))
    page = desk.post(
        "/admin/partners/logo/add/", fields | {"original": ContentFile(data, name="logo.png")}, follow=True
    )
    warned = [str(message) for message in page.context["messages"] if message.level_tag == "warning"]
    assert Logo.objects.exists()
    assert said in "".join(warned)
    assert bool(warned) == bool(said)


@pytest.mark.parametrize("period", PERIODS)
def test_words_of_the_other_period_are_refused_in_the_form(desk, period):
    (other,) = set(PERIODS) - {period}
    programme, page = save_programme(desk, period=period, union_wording_sv=PERIODS[other].union["sv"])
    assert "no other period’s words" in page
    assert not programme


def test_another_fund_is_refused_in_the_form(desk):
    programme, page = save_programme(desk, fund_wording_fi="Euroopan sosiaalirahasto")
    assert "must stand “Euroopan aluekehitysrahasto”" in page
    assert not programme


def looked_at(*patches):
    return Image.open(BytesIO(picture((900, 300), *patches))).convert("RGB")


def test_flag_is_told_from_other_blue_and_yellow():
    sweden = [("#006aa7", (0, 0, 400, 250)), ("#fecc02", (120, 0, 170, 250)), ("#fecc02", (0, 100, 400, 150))]
    apart = [("#003399", (0, 0, 200, 250)), ("#ffcc00", (400, 0, 600, 250))]
    assert carries_flag(Image.open(BytesIO(with_flag())).convert("RGB"))
    assert not carries_flag(looked_at(*sweden))
    assert not carries_flag(looked_at(*apart))
    assert not carries_flag(looked_at(("#003399", (0, 0, 400, 250))))


def test_flag_is_told_at_any_size():
    shapes = "".join(f'<path fill="#fc0" transform="translate({x} {y})" d="{STAR}"/>' for x, y in HOURS)
    drawing = f'<rect width="810" height="540" fill="#039"/>{shapes}'
    for wide in (810, 2400, 5000):
        data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} 540">{drawing}</svg>'
        import resvg_py

        png = bytes(resvg_py.svg_to_bytes(svg_string=data, width=1024))
        assert carries_flag(Image.open(BytesIO(png)).convert("RGB")), wide


def test_who_may_only_look_sees_the_programme(client):
    editor = get_user_model().objects.create_user("looking", is_staff=True)
    editor.groups.add(make_group("editor"))
    client.force_login(editor)
    assert client.get(f"/admin/partners/programme/{make_project().programme.pk}/change/").status_code == 200
