"""Logos, pictures and attachments that lie in a bucket: the same bytes as from a folder, the whole set or nothing."""

import io
import random
import tracemalloc
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from news.models import Attachment, Picture
from partners.logo_zip import LogoZip
from partners.models import Logo
from sme2go_site.uploads import uploads_storage
from tests.factories import make_article, make_partner, picture_file
from tests.news.desk import typed
from tests.news.test_attachments import PDF
from tests.partners.test_logo_files import DRAWING, body, make
from tests.partners.uploads import EPS, SAMPLES, pdf, png, spoiled

pytestmark = pytest.mark.django_db
ADD = "/admin/partners/logo/add/"
ZIP = "/logos/logos.zip"
SAID = "gives no answer at the moment"


@pytest.fixture
def desk(admin_client):
    return admin_client


def send(desk, partner, data=DRAWING, **more):
    words = {"partner": partner.pk, "kind": "colour", "shape": "wide", "opened": "{}"} | more
    return desk.post(ADD, words | {"original": SimpleUploadedFile("logo.svg", data)})


def keys(bucket):
    return [
        one["Key"] for one in bucket.connection.meta.client.list_objects(Bucket=bucket.bucket_name).get("Contents", [])
    ]


def test_uploaded_logo_is_offered_and_replaced_with_its_old_files_kept(client, desk, bucket):
    partner = make_partner()
    assert send(desk, partner, pdf=SimpleUploadedFile("a.pdf", pdf())).status_code == 302
    old = Logo.objects.get()
    offered = {file.name: body(client.get(file.address)) for file in old.files()}
    assert len(offered) == 10
    assert send(desk, partner, DRAWING.replace(b"#c00", b"#00c")).status_code == 302
    assert Logo.objects.public().get().version == 2
    assert {file.name: body(client.get(file.address)) for file in old.files()} == offered


def test_zip_is_the_same_from_folder_and_bucket_and_goes_on_where_it_broke_off(client, settings, bucket):
    logo = make(eps=ContentFile(EPS, "logo.eps"), png=ContentFile(png(), "logo.png"))
    from_bucket = client.get(ZIP)
    data = body(from_bucket)
    assert len(data) == int(from_bucket["Content-Length"])
    assert ZipFile(io.BytesIO(data)).testzip() is None
    rest = client.get(ZIP, headers={"range": "bytes=5000-", "if-range": from_bucket["ETag"]})
    assert (rest.status_code, body(rest)) == (206, data[5000:])
    kept = {file.path: file.open().read() for file in logo.files()}
    settings.STORAGES = settings.STORAGES | {"default": uploads_storage("")}
    for path, content in kept.items():
        default_storage.save(path, ContentFile(content))
    from_folder = client.get(ZIP)
    assert (body(from_folder), from_folder["ETag"]) == (data, from_bucket["ETag"])


def test_zip_of_150_mb_takes_no_more_memory_than_a_piece_of_it(bucket):
    archive = LogoZip([make()])
    large = replace(archive.entries[0][1], name="large.eps", format="eps", bytes=50_000_000, path="large.eps")
    bucket.save("large.eps", ContentFile(bytes(large.bytes)))
    archive.entries += [(f"x/large-{number}.eps", large) for number in range(3)]
    tracemalloc.start()
    length = sum(len(chunk) for chunk in archive)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length == len(archive) > 150_000_000
    assert most < 5_000_000


def test_twenty_spoiled_uploads_store_a_logo_or_nothing(desk, bucket):
    sound = [*SAMPLES.values(), pdf(), EPS, png()]
    partner, chance = make_partner(), random.Random(5)
    for seed in range(20):
        answer = send(desk, partner, spoiled(chance.choice(sound), seed)[:-20] + b"<svg")
        assert answer.status_code == 200
        assert answer.context["errors"]
    assert not Logo.objects.exists()
    assert keys(bucket) == []


# The store goes away


def end_after(store, bucket, files):
    """The store ends as soon as it has taken that many files more."""
    taken = []

    def count(**_answer):
        taken.append(1)
        if len(taken) == files:
            store.end()

    bucket.connection.meta.client.meta.events.register("after-call.s3.PutObject", count)


def test_logo_whose_store_goes_away_in_the_middle_is_not_stored_and_can_be_sent_again(client, desk, store, bucket):
    partner = make_partner()
    end_after(store, bucket, 3)
    answer = send(desk, partner, usage_rules_sv="Fråga först.")
    page = answer.content.decode()
    store.begin()
    assert answer.status_code == 200
    assert SAID in page
    assert "Fråga först." in page
    assert not Logo.objects.exists()
    bucket._asked_again_at = 0
    assert send(desk, partner, usage_rules_sv="Fråga först.").status_code == 302
    assert ZipFile(io.BytesIO(body(client.get(ZIP)))).testzip() is None


def test_nothing_typed_is_lost_when_an_upload_cannot_be_stored(desk, store, bucket):
    article = make_article(title_en="As it was")
    Attachment.objects.create(article=article, title_en="Old", file=ContentFile(PDF, "old.pdf"), language="en")
    store.end()
    address = f"/admin/news/article/{article.pk}/change/"
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-title_en": "The report", "0-language": "en", "0-order": 7,
            "0-file": SimpleUploadedFile("new.pdf", PDF)}  # fmt: skip
    sent = typed(desk, address, title_en="Typed anew") | {f"attachments-{name}": value for name, value in rows.items()}
    page = desk.post(address, sent).content.decode()
    dialog = desk.post("/admin/news/picture/upload/", {"file": picture_file(), "language": "fi", "alt_fi": "Laiva"})
    assert all(words in page for words in (SAID, "Typed anew", "The report"))
    assert (dialog.status_code, SAID in dialog.json()["errors"]["file"][0]) == (503, True)
    article.refresh_from_db()
    assert (article.title_en, article.attachments.count(), Picture.objects.count()) == ("As it was", 1, 0)


def test_download_is_told_that_the_store_is_away_before_it_begins(client, store, bucket):
    logo = make()
    etag = client.get(ZIP)["ETag"]
    store.end()
    answers = [client.get(address).status_code for address in (ZIP, logo.files()[0].address, logo.original.url)]
    unchanged = client.get(ZIP, headers={"if-none-match": etag}).status_code
    page = client.get(logo.get_absolute_url()).status_code
    assert answers == [503, 503, 503]
    assert (unchanged, page) == (304, 200)


def test_download_of_a_file_that_is_lost_is_not_found(client, each_store):
    logo = make()
    file = logo.files()[1]
    each_store.delete(file.path)
    assert client.get(file.address).status_code == 404
