"""Where a picture of the library is used, and that a used one is never deleted."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from news.models import Event, Picture
from sme2go_site.models import Page
from sme2go_site.uses import uses
from tests.factories import make_article, make_partner, make_picture, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client):
    return admin_client


def showing(picture):
    return f'<p>Before.</p><figure><img src="/go/picture/{picture.pk}/"></figure>'


def bulk_delete(desk, *pictures, **more):
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk for picture in pictures]}
    return desk.post("/admin/news/picture/", chosen | more)


# Where it is used


def test_uses_name_every_kind_of_text_with_the_languages_that_show_the_picture():
    picture = make_picture()
    article = make_article(body_sv=showing(picture), body_fi=showing(picture), body_en="<p>Nothing.</p>")
    partner = make_partner(description_et=showing(picture))
    project = make_project(results_en=showing(picture))
    event = Event.objects.create(starts=timezone.now(), title_en="Fair", description_sv=showing(picture))
    page = Page.objects.create(key="about", title_en="About", slug_en="about", body_fi=showing(picture))
    assert {(type(thing), thing.pk): codes for thing, codes in uses("picture", picture.pk)} == {
        (type(article), article.pk): ["sv", "fi"],
        (type(partner), partner.pk): ["et"],
        (type(project), project.pk): ["en"],
        (type(event), event.pk): ["sv"],
        (type(page), page.pk): ["fi"],
    }


def test_picture_7_is_not_used_where_picture_77_is():
    make_article(body_sv=showing(make_picture(pk=77)))
    assert not make_picture(pk=7).uses()
    assert Picture.objects.get(pk=77).uses()


def test_address_in_plain_words_is_no_use():
    picture = make_picture()
    make_article(body_sv=f"<p>See /go/picture/{picture.pk}/ there.</p>")
    assert not picture.uses()


def test_link_to_a_picture_is_a_use():
    picture = make_picture()
    make_article(body_en=f'<p><a href="/go/picture/{picture.pk}/">The map</a></p>')
    assert picture.uses()


def test_form_links_to_what_uses_the_picture_and_names_the_languages(desk):
    picture = make_picture()
    leads, shows = make_article(hero=picture), make_article(body_fi=showing(picture))
    form = desk.get(f"/admin/news/picture/{picture.pk}/change/").content.decode()
    assert f'<a href="/admin/news/article/{leads.pk}/change/">{leads}</a> (main picture)' in form
    assert f'<a href="/admin/news/article/{shows.pk}/change/">{shows}</a> (text in Finnish)' in form


def test_form_of_an_unused_picture_says_so(desk):
    assert "Nowhere yet" in desk.get(f"/admin/news/picture/{make_picture().pk}/change/").content.decode()


# Refused to be deleted


@pytest.mark.parametrize("use", ["hero", "body_et"])
def test_used_picture_is_refused_to_be_deleted_by_whatever_code(use):
    picture = make_picture()
    make_article(**{use: picture if use == "hero" else showing(picture)})
    for delete in (picture.delete, Picture.objects.filter(pk=picture.pk).delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()
    assert Picture.objects.filter(pk=picture.pk).exists()


@pytest.mark.parametrize("use", ["hero", "body_et"])
def test_form_refuses_to_delete_a_used_picture_and_names_the_article(desk, use):
    picture = make_picture()
    article = make_article(**{use: picture if use == "hero" else showing(picture)})
    for answer in (
        desk.post(f"/admin/news/picture/{picture.pk}/delete/", {"post": "yes"}),
        bulk_delete(desk, picture, make_picture(), post="yes"),
    ):
        assert answer.status_code == 200
        assert f"/admin/news/article/{article.pk}/change/" in answer.content.decode()
    assert Picture.objects.count() == 2


def test_unused_picture_is_deleted_by_form_and_in_bulk(desk):
    desk.post(f"/admin/news/picture/{make_picture().pk}/delete/", {"post": "yes"})
    bulk_delete(desk, make_picture(), make_picture(), post="yes")
    assert not Picture.objects.exists()
