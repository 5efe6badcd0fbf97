"""The picture library: where a picture is used, what may not be deleted, rights that end, and what the editor is offered."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from news.models import Picture
from sme2go_site.models import Page
from tests.factories import make_article, make_partner, make_picture, make_project, picture_file

pytestmark = pytest.mark.django_db
TODAY, YESTERDAY = timezone.localdate(), timezone.localdate() - timedelta(days=1)
LIBRARY, UPLOAD = "/admin/news/picture/library/", "/admin/news/picture/upload/"


@pytest.fixture
def desk(admin_client):
    return admin_client


def showing(picture):
    return f'<p>Before.</p><figure><img src="/go/picture/{picture.pk}/"></figure>'


def bulk_delete(desk, *pictures, **more):
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk for picture in pictures]}
    return desk.post("/admin/news/picture/", chosen | more)


def offered(desk, **query):
    return desk.get(LIBRARY, query).json()["pictures"]


def upload(desk, **more):
    return desk.post(UPLOAD, {"file": picture_file(), "language": "fi", "alt_fi": "Laiva"} | more)


# Replaced at the same address


def test_replaced_picture_keeps_its_address_words_and_focal_point_and_every_page_shows_the_new_file(client, desk):
    picture = make_picture(alt_sv="Ett skepp", focal_x=20, focal_y=70)
    article = make_article(hero=picture, body_sv=showing(picture))
    old = picture.jpeg(640)
    address = f"/admin/news/picture/{picture.pk}/change/"
    form = desk.get(address).context["adminform"].form
    words = {name: form[name].value() or "" for name in form.fields} | {"file": picture_file(size=(700, 700))}
    assert desk.post(address, words | {"decorative": ""}).status_code == 302
    picture = Picture.objects.get()
    page = client.get(article.urls()["sv"]).content.decode()
    assert (picture.alt_sv, picture.focal_x, picture.focal_y) == ("Ett skepp", 20, 70)
    assert page.count(f'src="{picture.jpeg(640)}"') == 2
    assert old not in page
    assert client.get(f"/go/picture/{picture.pk}/").url == picture.jpeg(960)


# The right of use has an end


def pages_of(picture):
    """Every public page that a picture could stand on, with the paths of its files."""
    partner = make_partner(description_en=showing(picture))
    project = make_project(aims_en=showing(picture), results_en=showing(picture))
    Page.objects.create(key="about", title_en="About", slug_en="about", body_en=showing(picture))
    article = make_article(hero=picture, body_en=showing(picture), is_lead_story=True)
    other = make_article(hero=picture)
    article.partners.add(partner)
    article.related.add(other)
    assert project
    return ["/en/", "/en/news/", reverse("news:rss"), "/en/about/", article.urls()["en"], partner.urls()["en"]]


def test_picture_is_shown_to_its_last_day_and_from_then_on_by_no_page_card_feed_or_share_picture(client):
    picture = make_picture(rights_until=TODAY)
    paths = pages_of(picture)
    files = f"pictures/{picture.checksum[:16]}"
    assert [path for path in paths if files in client.get(path).content.decode()] == paths
    Picture.objects.update(rights_until=YESTERDAY)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert files not in answer.content.decode(), path
        assert '<figure class="figure">' not in answer.content.decode(), path
    assert client.get(f"/go/picture/{picture.pk}/").status_code == 404


def test_home_keeps_no_empty_place_for_a_picture_whose_right_of_use_has_ended(client):
    make_article(hero=make_picture(rights_until=YESTERDAY))
    assert "lead-story-picture" not in client.get("/en/").content.decode()


def test_editor_is_told_why_a_picture_may_not_be_used_any_more(desk):
    make_picture(rights_until=YESTERDAY)
    assert offered(desk)[0]["expired"].startswith("The right of use ended on ")
    Picture.objects.update(rights_until=TODAY)
    assert offered(desk)[0]["expired"] == ""


# What the editor is offered


def test_library_describes_a_picture_in_the_language_of_the_text(desk):
    picture = make_picture(alt_fi="Laiva", caption_fi="Laiva Turussa", caption_sv="Skepp i Åbo")
    assert offered(desk, language="fi") == [
        {
            "id": picture.pk,
            "src": picture.jpeg(320),
            "address": f"/go/picture/{picture.pk}/",
            "name": str(picture),
            "alt": "Laiva",
            "caption": "Laiva Turussa",
            "lacks_alt": False,
            "expired": "",
        }
    ]
    assert offered(desk, language="sv")[0]["lacks_alt"]
    Picture.objects.update(decorative=True)
    assert not offered(desk, language="sv")[0]["lacks_alt"]


@pytest.mark.parametrize("words", ["Turussa", "åbo", "Foto: Maija"])
def test_library_is_searched_in_every_language(desk, words):
    found = make_picture(caption_fi="Laiva Turussa", alt_sv="Skepp i åbo", credit_en="Foto: Maija")
    make_picture()
    assert [picture["id"] for picture in offered(desk, q=words)] == [found.pk]


def test_who_may_only_look_sees_the_picture_in_its_form(client):
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_picture"))
    client.force_login(reader)
    picture = make_picture()
    assert picture.jpeg(960) in client.get(f"/admin/news/picture/{picture.pk}/change/").content.decode()


def test_library_comes_in_pages_newest_first(desk, monkeypatch):
    monkeypatch.setattr("news.picker.PAGE_SIZE", 2)
    first, second, third = make_picture(), make_picture(), make_picture()
    answer = desk.get(LIBRARY).json()
    assert ([picture["id"] for picture in answer["pictures"]], answer["has_more"]) == ([third.pk, second.pk], True)
    answer = desk.get(LIBRARY, {"page": 2}).json()
    assert ([picture["id"] for picture in answer["pictures"]], answer["has_more"]) == ([first.pk], False)


@pytest.mark.parametrize(
    "query", [{"page": "-1"}, {"page": "x"}, {"page": "9" * 30}, {"language": "xx"}, {"q": "\x00"}, {"q": "a" * 5000}]
)
def test_library_answers_whatever_is_asked(desk, query):
    make_picture()
    assert desk.get(LIBRARY, query).status_code == 200


def test_library_and_upload_are_for_those_who_may(client):
    assert client.get(LIBRARY).status_code == client.post(UPLOAD).status_code == 302
    editor = User.objects.create_user("editor", is_staff=True)
    client.force_login(editor)
    assert client.get(LIBRARY).status_code == upload(client).status_code == 403
    editor.user_permissions.set(Permission.objects.filter(codename__in=["view_picture", "add_picture"]))
    assert client.get(LIBRARY).status_code == 200
    assert upload(client).status_code == 201


# Uploaded from inside the article


def test_upload_is_in_the_library_with_its_words_in_the_language_of_the_text(desk):
    answer = upload(desk, caption_fi="Laiva Turussa", credit_fi="Kuva: Maija")
    picture = Picture.objects.get()
    assert answer.status_code == 201
    assert answer.json()["address"] == f"/go/picture/{picture.pk}/"
    assert (picture.alt_fi, picture.caption_fi, picture.credit_fi) == ("Laiva", "Laiva Turussa", "Kuva: Maija")
    assert not picture.alt_sv
    assert picture.renditions["avif"]


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"alt_fi": ""}, "alt_fi", "Say what the picture shows"),
        ({"alt_fi": "x" * 301}, "alt_fi", "at most 300 characters"),
        ({"file": ""}, "file", "This field is required"),
        ({"file": picture_file("a.jpg", kind="PNG")}, "file", "Give it its right name"),
    ],
)
def test_refused_upload_says_why_by_field_and_stores_nothing(desk, more, field, sentence):
    answer = upload(desk, **more)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    [told] = answer.json()["errors"][field]
    assert sentence in told
    assert not Picture.objects.exists()


def test_decorative_upload_needs_no_words(desk):
    assert upload(desk, alt_fi="", decorative="on").status_code == 201


def test_upload_in_an_unknown_language_is_no_error_of_the_server(desk):
    assert upload(desk, language="xx", alt_en="A ship").status_code == 201
    assert desk.get(UPLOAD).status_code == 405


def test_form_asks_for_the_same_words_in_one_language_at_least(desk):
    picture = {"file": picture_file(), "focal_x": 50, "focal_y": 50}
    answer = desk.post("/admin/news/picture/add/", picture)
    assert answer.context["adminform"].form.errors == {
        "alt_en": ["Say what the picture shows, or mark it as decorative."]
    }
    assert (
        desk.post("/admin/news/picture/add/", picture | {"alt_et": "Laev", "file": picture_file()}).status_code == 302
    )


# The list


@pytest.fixture
def shelf():
    """Pictures by what the list must tell of them."""
    words = {f"alt_{code}": "A ship" for code in ("sv", "en", "et", "fi")}
    return {
        "whole": make_picture(**words),
        "ended": make_picture(**words, rights_until=YESTERDAY),
        "today": make_picture(**words, rights_until=TODAY),
        "later": make_picture(**words, rights_until=TODAY + timedelta(days=30)),
        "safe": make_picture(**words, rights_until=TODAY + timedelta(days=31)),
        "silent": make_picture(**words | {"alt_fi": ""}),
        "null": make_picture(**words | {"alt_et": None}),
        "decorative": make_picture(decorative=True, alt_en=""),
    }


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("rights=ended", {"ended"}),
        ("rights=ending", {"today", "later"}),
        ("alt=missing", {"silent", "null"}),
        ("alt=fi", {"silent"}),
        ("alt=et", {"null"}),
        ("alt=sv", set()),
    ],
)
def test_list_finds_what_needs_care(desk, shelf, query, kinds):
    found = desk.get(f"/admin/news/picture/?{query}").context["cl"].result_list
    assert set(found) == {shelf[kind] for kind in kinds}


def test_list_marks_missing_descriptions_and_rights_that_end(desk, shelf):
    page = desk.get("/admin/news/picture/").content.decode()
    assert page.count("alt missing: fi") == page.count("alt missing: et") == 1
    assert page.count("ended, no longer shown") == 1
    assert page.count("ends soon") == 2
    assert page.count('<td class="field-description">decorative</td>') == 1


def test_list_asks_as_much_of_the_database_for_many_pictures_as_for_one(desk, django_assert_max_num_queries):
    make_picture()
    with django_assert_max_num_queries(99) as for_one:
        desk.get("/admin/news/picture/")
    make_picture(), make_picture(), make_picture()
    with django_assert_max_num_queries(len(for_one)):
        desk.get("/admin/news/picture/")


def test_article_form_shows_its_main_picture_and_that_readers_do_not_see_it_any_more(desk):
    picture = make_picture(rights_until=YESTERDAY)
    form = desk.get(f"/admin/news/article/{make_article(hero=picture).pk}/change/").content.decode()
    assert f'<img class="thumbnail" src="{picture.jpeg(320)}" alt="A picture"' in form
    assert "ended, no longer shown" in form
    assert desk.get("/admin/news/article/add/").status_code == 200
