"""Logos in one zip: the same bytes for the same content, as long as it says, with the rules of use in four languages."""

import io
import tracemalloc
from zipfile import ZipFile

import pytest

from partners.logo_zip import LogoZip
from partners.models import Download, Logo
from sme2go_site.models import Fact
from tests.factories import make_partner, make_project
from tests.partners.test_logo_files import body, make, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_store")]


def opened(response):
    return ZipFile(io.BytesIO(body(response)))


def test_zip_holds_each_current_file_and_the_rules(client):
    logo = make(usage_rules_sv="Fråga först.", usage_rules_et="Küsi enne.")
    archive = opened(client.get("/logos/logos.zip"))
    assert archive.testzip() is None
    assert archive.namelist() == ["README.txt", *(f"vasteras-akeri-ab/{file.name}" for file in logo.files())]
    readme = archive.read("README.txt").decode()
    assert "Fråga först." in readme
    assert "Küsi enne." in readme


def test_rules_name_whom_to_ask_the_owner_or_else_the_news_desk(client):
    make(partner=make_partner(contact_name="Press office", contact_email="press@partner.example"))
    project = make(partner=None, project=make_project())
    assert "Questions" not in client.get(project.get_absolute_url()).content.decode(), "while nobody is known"
    Fact.objects.create(key="contact", text_en="desk@sme2go.example", text_fi="toimitus@sme2go.example")
    readme = opened(client.get("/logos/logos.zip")).read("README.txt").decode()
    for words in ("Press office press@partner.example", "Questions: desk@sme2go.example", "toimitus@sme2go.example"):
        assert words in readme
    assert "Questions: desk@sme2go.example" in client.get(project.get_absolute_url()).content.decode()


def test_zip_is_as_long_as_it_says_and_the_same_each_time(client):
    make()
    first, again = client.get("/logos/logos.zip"), client.get("/logos/logos.zip")
    data = body(first)
    assert len(data) == int(first["Content-Length"])
    assert data == body(again)
    assert client.get("/logos/logos.zip", headers={"if-none-match": first["ETag"]}).status_code == 304


def test_zip_of_chosen_partners_holds_only_theirs(client):
    logo, _other = make(), make(partner=make_partner(legal_name="Other"))
    response = client.get(f"/logos/logos.zip?owner=partner-{logo.partner_id}")
    assert {name.split("/")[0] for name in opened(response).namelist()} == {"README.txt", "vasteras-akeri-ab"}
    assert "vasteras-akeri-ab-logos.zip" in response["Content-Disposition"]
    assert client.get("/logos/logos.zip?owner=partner-999").status_code == 404


def test_zip_changes_with_a_logo(client):
    logo = make()
    before = client.get("/logos/logos.zip")["ETag"]
    Logo.objects.create(partner=logo.partner, original=upload(), kind="negative")
    assert client.get("/logos/logos.zip")["ETag"] != before


def test_zip_leaves_out_what_is_replaced_or_waits(client):
    make(is_approved=False)
    old = make()
    new = Logo.objects.create(partner=old.partner, original=upload(), is_approved=False)
    new.approve()
    names = opened(client.get("/logos/logos.zip")).namelist()
    assert [name for name in names if name.endswith(".svg")] == [
        "vasteras-akeri-ab/vasteras-akeri-ab-colour-wide-v2.svg"
    ]


def test_interrupted_zip_goes_on_where_it_broke_off(client):
    make()
    whole = body(client.get("/logos/logos.zip"))
    rest = client.get("/logos/logos.zip", headers={"range": f"bytes={len(whole) // 2}-"})
    assert rest.status_code == 206
    assert body(rest) == whole[len(whole) // 2 :]
    assert Download.objects.get().count == 1


class Large:
    """A file of a logo that is larger than the memory that a zip may take."""

    name, bytes, sha256 = "large.eps", 60_000_000, "0" * 64

    def open(self):
        return io.BufferedReader(_Zeros(self.bytes))


class _Zeros(io.RawIOBase):
    def __init__(self, left):
        self.left = left

    def readable(self):
        return True

    def readinto(self, buffer):
        size = min(len(buffer), self.left)
        self.left -= size
        return size


def test_zip_takes_no_more_memory_than_a_piece_of_it():
    archive = LogoZip([make()])
    archive.entries += [(f"x/large-{number}.eps", Large()) for number in range(3)]
    tracemalloc.start()
    length = sum(len(chunk) for chunk in archive)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length == len(archive) > 180_000_000
    assert most < 5_000_000
