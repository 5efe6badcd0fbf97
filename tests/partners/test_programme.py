"""The programme as staff enter it, and its logo: one of those at the desk of logos, never larger than the flag."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from partners.models import Logo, Programme
from partners.visibility import LOGO_HEIGHT, LOGO_WIDTH, PERIODS
from tests.factories import make_logo, make_project, picture_file
from tests.partners.test_logo_files import DRAWING

pytestmark = pytest.mark.django_db


def beside_flag(client, path="/en/"):
    """What stands for the programme in the header: an <img> or a <span>."""
    [shown] = html.fromstring(client.get(path).content).xpath("//p[@class='funding-programme']/*[1]")
    return shown


def logo(**more):
    programme = Programme.objects.first() or make_project().programme
    return Logo.objects.create(**{"programme": programme, "original": picture_file("logo.png", size=(900, 300))} | more)


def test_header_shows_the_programmes_logo_once_it_is_approved_and_its_name_until_then(client):
    waiting = logo(is_approved=False)
    assert beside_flag(client).text == "Interreg Central Baltic"
    waiting.approve()
    shown = beside_flag(client)
    assert (shown.get("src"), shown.get("alt")) == (waiting.original.url, "Interreg Central Baltic")


@pytest.mark.parametrize(
    "more",
    [{"kind": "negative"}, {"is_placeholder": True}, {"grounds": ["dark"]}],
    ids=["negative", "placeholder", "dark"],
)
def test_header_takes_no_logo_that_is_not_for_its_ground(client, more):
    logo(**more)
    assert beside_flag(client).tag == "span"


def test_header_takes_colour_before_one_colour_and_wide_before_square(client):
    for kind, shape in (("one-colour", "wide"), ("colour", "square")):
        logo(kind=kind, shape=shape)
    best = logo()
    assert beside_flag(client).get("src") == best.original.url


@pytest.mark.parametrize(("size", "shown"), [((300, 900), (13, 40)), ((4000, 200), (160, 8)), ((9, 9), (40, 40))])
def test_logo_is_shown_no_larger_than_the_flag_whatever_its_shape(client, size, shown):
    logo(original=picture_file("logo.png", size=size))
    image = beside_flag(client)
    assert (int(image.get("width")), int(image.get("height"))) == shown
    assert shown[0] <= LOGO_WIDTH
    assert shown[1] <= LOGO_HEIGHT


def test_header_asks_the_database_for_logos_once_with_the_footer_and_loads_no_drawing(client):
    logo(original=ContentFile(DRAWING, name="logo.svg"))
    make_logo()
    with CaptureQueriesContext(connection) as asked:
        assert beside_flag(client, "/en/news/").tag == "img"
    found = [query["sql"] for query in asked if 'FROM "partners_logo"' in query["sql"]]
    assert len(found) == 1
    assert '"svg"' not in found[0]


@pytest.mark.parametrize("code", ["sv", "en", "et", "fi"])
@pytest.mark.parametrize(("period", "other"), [("2014-2020", "2021-2027"), ("2021-2027", "2014-2020")])
def test_words_of_another_period_are_refused_and_those_of_its_own_welcome(period, other, code):
    wrong, right = (PERIODS[key].union[code] for key in (other, period))
    with pytest.raises(ValidationError, match="no other period’s words") as refusal:
        Programme(name="A", period=period, **{f"union_wording_{code}": wrong}).full_clean()
    assert list(refusal.value.message_dict) == [f"union_wording_{code}"]
    Programme(name="A", period=period, **{f"union_wording_{code}": right}).full_clean()


def test_fund_is_named_only_where_the_period_names_it():
    Programme(name="A", period="2014-2020", fund_wording_en="European Regional Development Fund").full_clean()
    with pytest.raises(ValidationError, match="does not name a fund"):
        Programme(name="A", period="2021-2027", fund_wording_en="European Regional Development Fund").full_clean()


def test_programme_without_a_known_period_is_refused_and_no_more():
    with pytest.raises(ValidationError) as refusal:
        Programme(name="A", period="2007-2013", union_wording_en="European Union").full_clean()
    assert list(refusal.value.message_dict) == ["period"]
