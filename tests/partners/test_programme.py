"""The programme as staff enter it: its logo is cleaned as pictures are, and never larger than the flag."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from partners.models import Programme
from partners.visibility import LOGO_HEIGHT, LOGO_SIDE, LOGO_WIDTH, PERIODS
from tests.factories import make_project, picture_file

pytestmark = pytest.mark.django_db
SECRET = "Photographed by Anna at 59.3293 N"


def programme(**more):
    return Programme(name="Interreg Central Baltic", period="2014-2020", **more)


def with_metadata(name="logo.png"):
    words, exif = PngImagePlugin.PngInfo(), Image.Exif()
    words.add_text("Author", SECRET)
    exif[0x010E] = SECRET
    buffer = BytesIO()
    Image.new("RGBA", (900, 300), (0, 0, 90, 128)).save(buffer, "PNG", pnginfo=words, exif=exif)
    return ContentFile(buffer.getvalue(), name=name)


def test_logo_carries_no_metadata_to_readers(settings):
    assert SECRET.encode() in with_metadata().read()
    programme(logo=with_metadata()).save()
    (stored,) = (file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file())
    assert SECRET.encode() not in stored.read_bytes()
    assert Image.open(stored).size == (LOGO_SIDE, LOGO_SIDE // 3)


def test_unchanged_logo_is_not_cleaned_again(monkeypatch):
    kept = programme(logo=with_metadata())
    kept.save()
    monkeypatch.setattr("partners.models.imaging.cleaned", lambda *_arguments: pytest.fail("cleaned again"))
    Programme.objects.get(pk=kept.pk).save()


@pytest.mark.parametrize("name", ["logo.svg", "logo.pdf"])
def test_logo_that_is_no_picture_is_refused_in_the_form_and_not_stored(client, settings, name):
    kept = make_project().programme
    client.force_login(get_user_model().objects.create_superuser("editor"))
    upload = ContentFile(b"<svg xmlns='http://www.w3.org/2000/svg'/>", name=name)
    fields = {"name": kept.name, "period": kept.period, "logo": upload}
    page = client.post(f"/admin/partners/programme/{kept.pk}/change/", fields).content.decode()
    assert "no picture that the site can read" in page
    assert not settings.MEDIA_ROOT.exists()


def test_logo_that_is_no_picture_is_refused_by_the_model_too():
    with pytest.raises(ValidationError):
        programme(logo=ContentFile(b"<svg/>", name="logo.svg")).full_clean()


@pytest.mark.parametrize(("size", "shown"), [((300, 900), (13, 40)), ((4000, 200), (160, 8)), ((9, 9), (9, 9))])
def test_logo_is_shown_no_larger_than_the_flag_whatever_its_shape(client, size, shown):
    kept = make_project().programme
    kept.logo = picture_file(size=size)
    kept.save()
    page = client.get("/en/").content.decode()
    assert f'width="{shown[0]}" height="{shown[1]}"' in page.split("funding-programme")[1].split(">")[1]
    assert shown[0] <= LOGO_WIDTH
    assert shown[1] <= LOGO_HEIGHT


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
