"""Documents beside an article: what is refused and why, and how a reader gets the rest."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from news import attachments
from news.models import Attachment
from sme2go_site import imaging
from tests.factories import make_article, picture_file

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b" " * 2039
SECRET = "Anna, 59.3293 N"


def zipped(**parts):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def photo(kind):
    exif, buffer = Image.Exif(), BytesIO()
    exif[0x010E] = SECRET
    Image.new("RGB", (90, 60)).save(buffer, kind, exif=exif)
    return buffer.getvalue()


WORD = zipped(**{"[Content_Types].xml": "", "word/document.xml": ""})
MACROS = zipped(**{"word/document.xml": "", "word/vbaProject.bin": ""})
CALC = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet")
WELCOME = {
    "a.pdf": PDF,
    "A.PDF": PDF,
    "a.docx": WORD,
    "a.xlsx": zipped(**{"xl/workbook.xml": ""}),
    "a.pptx": zipped(**{"ppt/presentation.xml": ""}),
    "a.odt": zipped(mimetype="application/vnd.oasis.opendocument.text\n"),
    "a.ods": CALC,
    "a.odp": zipped(mimetype="application/vnd.oasis.opendocument.presentation"),
    "a.jpg": photo("JPEG"),
    "a.png": photo("PNG"),
    "a.txt": "åäö õ š\n\tž".encode(),
    "a.csv": "å;ä;ö\r\n".encode("cp1252"),
}
REFUSED = {
    "a.html": (b"<script>attack()</script>", "not_welcome"),
    "a.svg": (b"<svg/>", "not_welcome"),
    "a.exe": (b"MZ\0", "not_welcome"),
    "a.zip": (WORD, "not_welcome"),
    "a.docm": (MACROS, "not_welcome"),
    "a.pdf.exe": (PDF, "not_welcome"),
    "a": (PDF, "not_welcome"),
    "a.pdf": (b"MZ\0 %PDF-", "not_what_it_says"),
    "a.docx": (MACROS, "not_what_it_says"),
    "a.xlsx": (WORD, "not_what_it_says"),
    "a.pptx": (WORD[:40], "not_what_it_says"),
    "a.odt": (CALC, "not_what_it_says"),
    "a.odp": (zipped(other="x"), "not_what_it_says"),
    "a.txt": (b"MZ\0", "not_what_it_says"),
    "a.csv": (WORD, "not_what_it_says"),
    "a.jpg": (b"<svg/>", "no_picture"),
    "a.png": (photo("JPEG"), "misnamed"),
}


def attach(name, content, **more):
    words = {"title_en": "Final report", "language": "fi"} | more
    article = make_article()
    return Attachment.objects.create(article=article, file=ContentFile(content, name=name), **words)


@pytest.mark.parametrize("name", WELCOME)
def test_document_is_welcome_and_can_be_read_again(client, name):
    attachment = attach(name, WELCOME[name])
    assert client.get(attachment.file.url).status_code == 200
    attachment.full_clean(exclude=["title"])
    attachment.save()


@pytest.mark.parametrize("name", REFUSED)
def test_anything_else_is_refused_and_not_stored(settings, name):
    content, code = REFUSED[name]
    with pytest.raises(ValidationError) as refusal:
        attachments.check(ContentFile(content, name=name))
    assert refusal.value.code == code
    with pytest.raises(ValidationError):
        attach(name, content)
    assert not settings.MEDIA_ROOT.exists()


def test_document_of_more_than_25_mb_is_refused():
    with pytest.raises(ValidationError, match="larger than 25 MB"):
        attachments.check(ContentFile(PDF + bytes(imaging.MAX_BYTES), name="a.pdf"))


def test_form_says_in_a_sentence_why_it_refuses(settings):
    attachment = Attachment(article=make_article(), language="en", file=ContentFile(b"MZ", name="virus.exe"))
    with pytest.raises(ValidationError) as refusal:
        attachment.full_clean()
    assert "A file that ends in .exe cannot be attached." in refusal.value.message_dict["file"][0]


def test_form_of_the_article_refuses_and_stores_nothing(client, settings):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    upload = {"attachments-0-file": ContentFile(b"<p>", name="evil.html"), "attachments-0-language": "en"}
    counts = {f"attachments-{count}_FORMS": number for count, number in (("TOTAL", 1), ("INITIAL", 0))}
    answer = client.post("/admin/news/article/add/", upload | counts)
    assert "ends in .html cannot be attached" in answer.content.decode()
    assert not settings.MEDIA_ROOT.exists()


@pytest.mark.parametrize("name", ["a.jpg", "a.png"])
def test_attached_picture_carries_no_metadata_to_readers(settings, name):
    attach(name, WELCOME[name])
    (stored,) = (file for file in settings.MEDIA_ROOT.rglob("*") if file.is_file())
    assert SECRET.encode() in WELCOME[name]
    assert SECRET.encode() not in stored.read_bytes()
    assert Image.open(stored).size == (90, 60)


def test_document_is_downloaded_and_a_picture_is_shown(client):
    assert client.get(attach("report.pdf", PDF).file.url)["Content-Disposition"] == 'attachment; filename="report.pdf"'
    picture = attach("a.png", picture_file().read())
    assert client.get(picture.file.url)["Content-Disposition"].startswith("inline")


def test_attachment_says_type_size_and_language_before_the_click(client):
    article = attach("report.pdf", PDF, title_sv="Slutrapport").article
    assert "Final report <span>(PDF, 2.0\xa0KB, Finnish)</span>" in client.get(article.link_in("en")).content.decode()
    assert "Slutrapport <span>(PDF, 2,0\xa0kB, finska)</span>" in client.get(article.link_in("sv")).content.decode()


def test_page_does_not_fail_when_the_file_of_an_attachment_is_away(client):
    article = make_article()
    Attachment.objects.create(article=article, title_en="Report", file="attachments/gone.pdf", language="en")
    assert client.get(article.link_in("en")).status_code == 200


def test_uploaded_file_cannot_act_in_the_name_of_the_site(client):
    default_storage.save("attachments/page.html", ContentFile(b"<script>attack()</script>"))
    answer = client.get("/media/attachments/page.html")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
