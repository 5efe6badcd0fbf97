"""The picture of an article that other sites show."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from lxml import html
from PIL import Image, ImageChops

from news import publishing, share_drawing, share_picture
from news.models import Article, SharePicture
from news.share_drawing import GROUND, Card, draw
from partners import lettering
from tests.factories import make_article, make_picture

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = (timezone.localdate() + timedelta(days=days) for days in (-1, 1))
CARD = Card("Slutkonferens i Tartu: nya marknader", "Europeiska unionen", "Europeiska regionala utvecklingsfonden",
            "Interreg Central Baltic", "SME2GO")  # fmt: skip


def drawn(article):
    """The article with its pictures, as they are once the transaction of a save is over."""
    share_picture.renew(article.pk)
    return article


def shared(client, article, code="en"):
    """The address of the picture that the article's page names, without the host; '' for none."""
    page = html.fromstring(client.get(article.link_in(code)).content)
    return next(iter(page.xpath("//meta[@property='og:image']/@content")), "").removeprefix("http://testserver")


def image(client, path):
    return Image.open(BytesIO(b"".join(client.get(path).streaming_content))).convert("RGB")


def files():
    return sorted(default_storage.listdir("share")[1]) if default_storage.exists("share") else []


def test_page_names_a_picture_of_its_language_with_its_size(client):
    article = drawn(make_article(hero=make_picture()))
    paths = {code: shared(client, article, code) for code in ("sv", "en", "et", "fi")}
    assert len(set(paths.values())) == 4
    answer = client.get(paths["fi"])
    data = b"".join(answer.streaming_content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Image.open(BytesIO(data)).size == (1200, 630)
    assert len(data) < 100_000
    page = client.get(article.link_in("fi")).content.decode()
    assert '<meta property="og:image:width" content="1200">' in page
    assert "summary_large_image" in page


def test_save_draws_once_its_transaction_is_over(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article(languages=("sv", "fi"))
    assert {picture.language for picture in article.share_pictures.all()} == {"sv", "fi"}
    assert len(files()) == 2


def test_save_that_changes_nothing_of_it_draws_nothing(monkeypatch):
    article = drawn(make_article())
    monkeypatch.setattr(share_drawing, "draw", lambda *_card: pytest.fail("drawn again"))
    article.body_sv = "<p>New words.</p>"
    article.save()
    drawn(article)


def test_save_stands_though_its_picture_cannot_be_stored(django_capture_on_commit_callbacks, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.touch()
    with django_capture_on_commit_callbacks(execute=True):
        article = make_article()
    assert Article.objects.filter(pk=article.pk).exists()
    assert not article.share_pictures.exists()


def test_address_of_a_former_picture_leads_to_the_present_one(client):
    article = drawn(make_article())
    before = shared(client, article)
    article.title_en = "Another title"
    article.save()
    now = shared(client, drawn(article))
    assert now != before
    assert client.get(before)["Location"] == now
    assert client.get(now).status_code == 200


def test_file_goes_when_no_row_names_it_any_more(django_capture_on_commit_callbacks):
    article = drawn(make_article(languages=("en",)))
    (before,) = files()
    with django_capture_on_commit_callbacks(execute=True):
        article.title_en = "Another title"
        article.save()
    (now,) = files()
    assert now != before
    with django_capture_on_commit_callbacks(execute=True):
        article.delete()
    assert files() == []


def test_picture_of_a_scheduled_article_is_ready_and_kept_until_its_minute(client):
    article = drawn(make_article(published_at=timezone.now() + timedelta(hours=1)))
    path = article.share_pictures.get(language="en").get_absolute_url()
    assert client.get(path).status_code == 404
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert client.get(path).status_code == 200
    article.refresh_from_db()
    assert shared(client, article) == path


def test_draft_has_no_picture():
    assert not drawn(make_article(published_at=None)).share_pictures.exists()
    assert {picture.language for picture in drawn(make_article(approved_fi=False)).share_pictures.all()} == {
        "sv",
        "en",
        "et",
    }


def test_withdrawn_article_has_no_picture_in_public(client, django_capture_on_commit_callbacks):
    article = drawn(make_article())
    path = shared(client, article)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(article)
    assert client.get(path).status_code == 404
    assert files() == []


def test_withdrawal_of_a_set_minute_takes_the_picture_along_though_nobody_saves(client):
    article = drawn(make_article())
    path = shared(client, article)
    Article.objects.filter(pk=article.pk).update(withdrawn_at=timezone.now())
    assert client.get(path).status_code == 404


def test_picture_goes_with_the_right_to_what_it_shows_and_is_drawn_without_it_the_next_day(client):
    hero = make_picture(rights_until=TOMORROW)
    article = drawn(make_article(hero=hero))
    before = shared(client, article)
    type(hero).objects.filter(pk=hero.pk).update(rights_until=YESTERDAY)
    assert client.get(before).status_code == 404
    assert shared(client, article) == ""
    call_command("share_pictures", verbosity=0)
    assert client.get(before)["Location"] == shared(client, article)
    assert not SharePicture.objects.exclude(hero=None).exists()


def test_picture_follows_the_focal_point_of_what_it_shows(django_capture_on_commit_callbacks):
    hero = make_picture()
    before = {picture.digest for picture in drawn(make_article(hero=hero)).share_pictures.all()}
    with django_capture_on_commit_callbacks(execute=True):
        hero.focal_x = 10
        hero.save()
    assert not before & {picture.digest for picture in SharePicture.objects.all()}


def test_command_makes_again_what_is_not_there(client):
    article = drawn(make_article())
    path = shared(client, article)
    default_storage.delete(article.share_pictures.get(language="en").path)
    assert client.get(path).status_code == 404
    call_command("share_pictures", verbosity=0)
    assert client.get(path).status_code == 200


def test_who_is_overtaken_leaves_the_drawing_to_the_later_save(monkeypatch):
    article, draw_once = make_article(languages=("en",)), share_drawing.draw

    def draw_slowly(*card):
        Article.objects.get(pk=article.pk).save()
        return draw_once(*card)

    monkeypatch.setattr(share_drawing, "draw", draw_slowly)
    assert not drawn(article).share_pictures.exists()
    assert files() == []
    monkeypatch.undo()
    assert drawn(article).share_pictures.count() == 1


@pytest.mark.parametrize("path", ["/share/1/en/0.jpg", "/share/999999999999999999999/en/0.jpg", "/share/1/xx/0.jpg"])
def test_picture_of_nothing_is_not_found(client, path):
    assert client.get(path).status_code == 404


# --- The drawing ------------------------------------------------------------------------------------------------------------


def luminance(pixel):
    red, green, blue = (
        value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in pixel
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("words", [1, 8, 24])
def test_title_is_read_on_a_white_picture(words, monkeypatch):
    """At least 4.5 : 1 with what lies behind each of its letters."""
    card = Card(" ".join(["Ärlsjö"] * words), *("",) * 4)
    white = Image.new("RGB", (1280, 720), "white")
    with_words = Image.open(BytesIO(draw(card, white))).convert("RGB")
    monkeypatch.setattr(lettering, "outline", lambda *_words: "")
    without = Image.open(BytesIO(draw(card, white))).convert("RGB")
    box = ImageChops.difference(with_words, without).convert("L").point(lambda value: 255 * (value > 90)).getbbox()
    assert box[0] >= 50 and box[2] <= 1150 and box[1] >= 30 and box[3] <= GROUND, "nothing is clipped"
    lightest = max(luminance(without.getpixel((600, y))) for y in range(box[1], box[3]))
    assert (luminance((255, 253, 247)) + 0.05) / (lightest + 0.05) >= 4.5


@pytest.mark.parametrize("code", ["sv", "en", "et", "fi"])
def test_flag_is_the_largest_sign_and_its_words_are_the_periods(code):
    from partners import funding

    words = funding.of(None, code)
    name = lettering.width("SME2GO", lettering.DISPLAY) * share_drawing.NAME
    assert share_drawing.FLAG.width == 1.5 * share_drawing.FLAG.height
    assert name <= share_drawing.FLAG.width
    room = (
        1200
        - 60
        - lettering.width(words.programme) * share_drawing.SMALL
        - share_drawing.FLAG.x
        - share_drawing.FLAG.width
        - 22
    )
    assert (
        max(lettering.width(words.union) * share_drawing.UNION, lettering.width(words.fund) * share_drawing.SMALL)
        < room - 40
    )
    assert lettering.knows(words.union + words.fund + words.programme)


def test_flag_has_its_colour_and_ratio():
    picture = Image.open(BytesIO(draw(CARD))).convert("RGB")
    flag = share_drawing.FLAG
    assert all(
        abs(a - b) < 6 for a, b in zip(picture.getpixel((flag.x + 6, int(flag.y) + 6)), (0, 51, 153), strict=True)
    )


@pytest.mark.parametrize(
    "title",
    ["A", "Kansainvälistymismahdollisuuksista keskusteltiin energiatehokkuusasiantuntijoiden kanssa Helsingissä ja Tartossa",
     "x" * 200, "ord " * 50, "Łódź – 北京 \u2010 \u202f", "北京", " "],
)  # fmt: skip
def test_any_title_stands_in_at_most_four_lines_within_the_picture(title):
    size, lines = share_drawing.fitted(share_drawing.spelled(title))
    assert len(lines) <= 4
    assert all(lettering.width(line, lettering.DISPLAY) * size <= share_drawing.ROOM for line in lines)
    assert len(draw(Card(title, "U", "F", "P", "S"))) < 100_000


def test_lines_are_even_and_end_where_a_reader_pauses():
    assert share_drawing.fitted("Six companies in Weifang: five days in China")[1] == [
        "Six companies in Weifang:", "five days in China"
    ]  # fmt: skip


def test_letters_that_the_typeface_lacks_lose_their_accent_or_go():
    assert share_drawing.spelled("Łódź – Rīga 北京") == "Lódz\xa0– Riga "[:-1]


def test_even_noise_stays_under_a_hundred_kilobytes():
    assert len(draw(CARD, Image.effect_noise((1280, 720), 120))) < 100_000
