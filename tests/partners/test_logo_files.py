"""What a logo is offered as: checked, made once, told with size and SHA-256, and reachable as long as somebody may ask."""

import io
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from partners.models import Download, Logo
from tests.factories import make_partner, picture_file
from tests.partners.uploads import pdf

pytestmark = pytest.mark.django_db
RECTANGLE = b'<rect x="50" width="200" height="100" fill="#c00"/>'
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">' + RECTANGLE + b"</svg>"
ACTING = DRAWING.replace(b"<rect", b'<script>alert(1)</script><rect onclick="alert(2)"')


def upload(data=DRAWING, name="logo.svg"):
    return ContentFile(data, name=name)


def make(**more):
    return Logo.objects.create(**{"partner": make_partner(legal_name="Västerås Åkeri AB"), "original": upload()} | more)


def body(response):
    return b"".join(response.streaming_content)


def test_svg_gives_png_and_webp_in_four_sizes_with_ascii_names():
    names = [file.name for file in make().files()]
    assert names == [
        "vasteras-akeri-ab-colour-wide.svg",
        *(
            f"vasteras-akeri-ab-colour-wide-{side}.{kind}"
            for kind in ("png", "webp")
            for side in (256, 512, 1024, 2048)
        ),
    ]


def test_files_are_transparent_and_as_large_as_they_say():
    for file in make().files():
        if file.side:
            with Image.open(file.open()) as image:
                assert max(image.size) == file.side
                assert image.convert("RGBA").getpixel((1, 1))[3] == 0


def test_size_and_checksum_are_those_of_the_file():
    for file in make().files():
        data = file.open().read()
        assert (file.bytes, file.sha256) == (len(data), sha256(data).hexdigest())


def test_same_drawing_gives_the_same_bytes():
    one, other = make(), make()
    assert [file.sha256 for file in one.files()] == [file.sha256 for file in other.files()]


def test_drawing_is_kept_clean_and_its_empty_margin_known():
    logo = make(original=upload(ACTING))
    stored = logo.original.open().read()
    assert b"script" not in stored
    assert b"onclick" not in stored
    assert logo.renditions["ink"] == pytest.approx([50, 0, 200, 100], abs=1.5)


def test_refused_file_leaves_nothing_behind():
    with pytest.raises(ValidationError):
        make(original=upload(b"<svg><text>Posintra</text></svg>"))
    assert not Logo.objects.exists()
    assert not default_storage.exists("logos")


@pytest.mark.parametrize(("field", "data"), [("pdf", DRAWING), ("eps", b"%PDF-1.7"), ("original", b"%PDF-1.7")])
def test_file_of_another_format_is_refused_where_it_does_not_belong(field, data):
    with pytest.raises(ValidationError) as refused:
        make(**{field: upload(data, "logo.bin")})
    assert refused.value.code == "wrong_format"


def test_upload_that_is_too_large_is_refused_unread():
    large = upload()
    large.size, large.file = 10_000_001, None  # whoever reads it fails
    with pytest.raises(ValidationError) as refused:
        make(original=large)
    assert refused.value.code == "too_heavy"


def test_png_alone_is_never_made_larger():
    logo = make(original=picture_file(size=(600, 300)))
    assert [file.side for file in logo.files()] == [None, 256, 512, 256, 512]


def test_owners_own_png_is_told_from_what_is_made():
    names = [file.name for file in make(png=picture_file(size=(300, 100))).files()]
    assert "vasteras-akeri-ab-colour-wide-original.png" in names


def test_saving_again_makes_nothing_anew():
    logo = make()
    before = logo.renditions
    logo.usage_rules_en = "Ask first"
    logo.save()
    assert logo.renditions == before


def test_file_that_is_added_later_has_a_date_of_its_own(client):
    logo = make()
    for entry in logo.renditions["files"]:
        entry["date"] = "2018-06-19"
    logo.pdf = upload(pdf(), "logo.pdf")
    logo.save()
    dates = {file.format: str(file.date) for file in logo.files()}
    assert dates == dict.fromkeys(("svg", "png", "webp"), "2018-06-19") | {"pdf": str(timezone.localdate())}
    assert '<time datetime="2018-06-19">' in client.get(f"/en/logos/{logo.pk}/").content.decode()


def test_download_is_an_attachment_that_could_not_act(client):
    file = make().files()[0]
    response = client.get(file.address)
    assert body(response) == file.open().read()
    assert response["Content-Disposition"] == f'attachment; filename="{file.name}"'
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


def test_download_is_counted_by_month_and_nothing_else_of_the_reader_is_kept(client):
    file = make().files()[0]
    for _time in range(3):
        client.get(file.address, REMOTE_ADDR="192.0.2.7")
    client.head(file.address)
    client.get(file.address, headers={"range": "bytes=10-"})
    [counted] = Download.objects.all()
    assert (counted.name, counted.count) == (file.name, 3)
    assert {field.name for field in Download._meta.fields} == {"id", "month", "name", "count"}


def test_logo_that_waits_for_approval_is_not_downloaded(client):
    logo = make(is_approved=False)
    assert client.get(logo.files()[0].address).status_code == 404
    assert client.get(f"/en/logos/{logo.pk}/").status_code == 404


def test_replaced_version_stays_reachable_and_says_by_which(client):
    old = make()
    new = Logo.objects.create(
        partner=old.partner, original=upload(DRAWING.replace(b"#c00", b"#0c0")), is_approved=False
    )
    new.approve()
    page = client.get(f"/en/logos/{old.pk}/").content.decode()
    assert "Superseded by version 2" in page
    assert 'content="noindex"' in page
    assert client.get(old.files()[0].address).status_code == 200
    assert new.files()[0].name.endswith("-v2.svg")
    assert f'<a href="/en/logos/{old.pk}/">1</a>' in client.get(f"/en/logos/{new.pk}/").content.decode()


def test_part_of_a_file_is_sent_where_a_part_is_asked_for(client):
    file = make().files()[0]
    whole = file.open().read()
    response = client.get(file.address, headers={"range": "bytes=10-19"})
    assert response.status_code == 206
    assert body(response) == whole[10:20]
    assert response["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert body(client.get(file.address, headers={"range": "bytes=-5"})) == whole[-5:]
    assert client.get(file.address, headers={"range": f"bytes={len(whole)}-"}).status_code == 416


def test_reader_who_has_the_file_gets_it_not_again(client):
    address = make().files()[0].address
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    other = client.get(address, headers={"range": "bytes=0-3", "if-range": '"another"'})
    assert other.status_code == 200, "a part of another file helps nobody"


def test_page_of_a_logo_shows_each_ground_each_file_and_the_rules(client):
    logo = make(clear_space=25, smallest_px=120, grounds=["white"], usage_rules_fi="Kysy ensin.")
    page = client.get(f"/fi/logot/{logo.pk}/").content.decode()
    for ground in Logo.Ground.values:
        assert f"ground-{ground}" in page
    assert page.count("<code") == len(logo.files())
    for words in ("25\N{NO-BREAK SPACE}%", "120 px", "Kysy ensin."):
        assert words in page


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"MZ\x90\x00", b"<html></html>", b"\x00" * 100])
def test_other_files_are_refused_with_a_sentence(data):
    with pytest.raises(ValidationError) as refused:
        make(original=upload(data, "logo.svg"))
    assert str(refused.value.messages[0]).endswith(".")


def test_small_png_has_no_larger_copy_and_is_clean():
    data = io.BytesIO()
    Image.new("RGB", (100, 50)).save(data, "PNG", pnginfo=None, exif=b"Exif\x00\x00secret")
    logo = make(original=upload(data.getvalue(), "logo.png"))
    assert b"secret" not in logo.original.open().read()
    assert len(logo.files()) == 1
