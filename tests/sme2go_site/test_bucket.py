"""Uploads in a bucket: read under the site's own addresses while they come, and what is said while the store is away."""

import tracemalloc
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from sme2go_site.uploads import StoreAway, uploads_storage
from tests.factories import make_article, make_picture, picture_file
from tests.sme2go_site.test_serve import manage

pytestmark = pytest.mark.django_db
WHOLE = "s3://KEY:hidden%2Fword@store.example:9000/uploads?region=eu-north-1"
LARGE = bytes(range(256)) * 200_000  # 51 MB, no two places alike for a while


def body(response):
    return b"".join(response.streaming_content)


@pytest.fixture
def away(store, bucket):
    store.end()
    return store


@pytest.fixture
def no_pause(monkeypatch):
    monkeypatch.setattr("sme2go_site.bucket.PAUSE", 0)


# The setting


def test_address_says_all_that_a_bucket_needs():
    assert uploads_storage(WHOLE)["OPTIONS"] == {
        "endpoint_url": "https://store.example:9000",
        "bucket_name": "uploads",
        "access_key": "KEY",
        "secret_key": "hidden/word",
        "region_name": "eu-north-1",
    }


@pytest.mark.parametrize(
    ("address", "lacking"),
    [
        (WHOLE.replace("s3://", "https://"), "scheme"),
        (WHOLE.replace("KEY", ""), "key"),
        (WHOLE.replace(":hidden%2Fword", ""), "secret"),
        (WHOLE.replace("store.example:9000", ""), "host"),
        (WHOLE.replace("/uploads", ""), "bucket"),
        (WHOLE.replace("/uploads", "/one/two"), "bucket"),
        (WHOLE.replace("?region=eu-north-1", ""), "region"),
    ],
)
def test_half_an_address_is_refused_and_what_is_missing_named(address, lacking):
    with pytest.raises(ImproperlyConfigured) as refused:
        uploads_storage(address)
    assert str(refused.value).endswith(f"missing or wrong: {lacking}")
    assert "hidden" not in str(refused.value)


def test_site_with_half_an_address_does_not_start(tmp_path):
    code, said = manage("check", DATA_DIR=str(tmp_path), UPLOADS_URL="s3://store.example/uploads")
    assert code
    assert said[-1].endswith("missing or wrong: key, secret, region")


# Reading


def test_file_comes_from_the_site_as_one_from_a_folder_does(client, settings, bucket):
    answers = []
    for uploads in (settings.STORAGES["default"], uploads_storage("")):
        settings.STORAGES = settings.STORAGES | {"default": uploads}
        name = default_storage.save("attachments/report, final ö.pdf", ContentFile(b"%PDF-1.7 the report"))
        address = default_storage.url(name)
        response = client.get(address)
        answers.append((address, response.status_code, dict(response.headers), body(response)))
    assert answers[0] == answers[1]
    assert answers[0][0].startswith("/media/")
    assert "immutable" in answers[0][2]["Cache-Control"]


def test_large_file_is_sent_on_while_it_is_read(client, bucket):
    address = bucket.url(bucket.save("large.bin", ContentFile(LARGE)))
    client.get(address).close()
    tracemalloc.start()
    length = sum(len(chunk) for chunk in client.get(address).streaming_content)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length == len(LARGE)
    assert most < 5_000_000


@pytest.mark.parametrize("path", ["none.png", "attachments", "/etc/passwd", "n" * 1100, "n" * 300, "a\\..\\b", "%01"])
def test_file_that_is_not_there_is_not_found(client, each_store, path):
    each_store.save("attachments/there.txt", ContentFile(b"there"))
    assert client.get(f"/media/{path}").status_code == 404


def test_file_is_read_anew_from_any_place(bucket):
    with bucket.open(bucket.save("a.txt", ContentFile(b"0123456789"))) as file:
        assert file.read(3) == b"012"
        file.seek(-2, 2)
        assert file.read() == b"89"
        assert (file.size, file.read()) == (10, b"")
    with file.open() as again:
        assert again.read() == b"0123456789"


def test_empty_file_is_read(client, bucket):
    assert body(client.get(bucket.url(bucket.save("a.txt", ContentFile(b""))))) == b""


def test_reading_goes_on_where_the_line_broke(store, bucket, no_pause):
    with bucket.open(bucket.save("large.bin", ContentFile(LARGE))) as file:
        begun = file.read(100_000)
        store.end()
        store.begin()
        assert begun + file.read() == LARGE


# Storing


def test_name_is_not_used_again(each_store):
    names = [each_store.save("logo.txt", ContentFile(data)) for data in (b"old", b"new")]
    assert [each_store.open(name).read() for name in names] == [b"old", b"new"]


def test_picture_is_stored_whole_and_shown_under_the_address_of_the_site(client, bucket):
    picture = make_picture(file=picture_file(size=(700, 400)))
    paths = [picture.file.name]
    paths += [one["path"] for kind in ("avif", "webp", "jpeg") for one in picture.renditions[kind].values()]
    assert len(paths) == 10
    for path in paths:
        with Image.open(BytesIO(body(client.get(bucket.url(path))))) as image:
            image.load()
    assert picture.jpeg(640).startswith("/media/pictures/")


def test_file_is_deleted(bucket):
    name = bucket.save("a.txt", ContentFile(b"a"))
    bucket.delete(name)
    assert not bucket.exists(name)


# A bad day


def test_store_that_is_away_is_told_with_503_and_pages_are_read_as_ever(client, away, caplog):
    response = client.get("/media/a.png", headers={"accept-language": "sv"})
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert "Europeiska unionen" in page
    assert f"127.0.0.1:{away.port} cannot be used" in caplog.text
    assert not [record for record in caplog.records if record.exc_info]
    assert client.get(make_article().link_in("sv")).status_code == 200


def test_store_is_asked_again_after_a_pause(client, away, bucket):
    with pytest.raises(StoreAway, match="cannot be used"):
        bucket.exists("a.txt")
    away.begin()
    with pytest.raises(StoreAway, match="a moment ago"):
        bucket.exists("a.txt")
    bucket._asked_again_at = 0
    assert not bucket.exists("a.txt")


@pytest.mark.parametrize("change", [{"bucket_name": "no-bucket"}, {"secret_key": "wrong"}])
def test_store_that_refuses_is_told_with_503_and_why_is_in_the_log(client, settings, bucket, caplog, change):
    default = settings.STORAGES["default"]
    settings.STORAGES = settings.STORAGES | {"default": default | {"OPTIONS": default["OPTIONS"] | change}}
    assert client.get("/media/a.png").status_code == 503
    assert "NoSuchBucket" in caplog.text or "SignatureDoesNotMatch" in caplog.text
