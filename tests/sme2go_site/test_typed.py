"""The server's side of what is typed: kept per opening, offered to its author alone, gone once it is saved."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from sme2go_site.typed import Typed
from tests.factories import make_article, make_attachment, make_partner, make_topic
from tests.news.desk import page_of, typed, unspoken

pytestmark = pytest.mark.django_db
KEEP, OFFER = "/admin/typed/keep/", "/admin/typed/offer/"


@pytest.fixture
def article():
    return make_article(title_fi="Vanha")


def signed_in(name):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(name))
    return client


def about(instance, page="change", opening=None):
    label = instance._meta.label_lower
    return {"about": label, "pk": instance.pk or 0, "page": page, "opening": opening or uuid4()}


def kept(client, instance, page="change", opening=None, **values):
    sent = {"values": json.dumps({name: [words] for name, words in values.items()})} if values else {}
    return client.post(KEEP, about(instance, page, opening) | sent)


def offered(client, instance, page="change"):
    return client.get(OFFER, about(instance, page)).json()


def test_typed_text_is_offered_with_what_it_would_replace(desk, article):
    kept(desk, article, title_fi="Vanha ja uusi")
    offer = offered(desk, article)
    assert "<ins>ja uusi</ins>" in unspoken(offer["html"])
    assert [draft["values"] for draft in offer["drafts"].values()] == [{"title_fi": ["Vanha ja uusi"]}]


def test_typed_text_is_offered_to_its_author_alone(desk, article):
    kept(desk, article, title_fi="Uusi")
    assert not offered(signed_in("Other"), article)["drafts"]


def test_script_that_was_typed_is_shown_as_words(desk, article):
    kept(desk, article, title_fi="<script>alert(1)</script>", body_fi="<p>x<script>alert(2)</script></p>")
    assert "<script" not in offered(desk, article)["html"]


def test_saved_form_ends_what_was_typed_in_it_and_remembers_it(desk, article):
    opening, address = str(uuid4()), page_of(article, "fi")
    kept(desk, article, "translate/fi", opening, title_fi="Uusi")
    desk.post(address, typed(desk, address, title_fi="Uusi", opening=opening))
    assert not offered(desk, article, "translate/fi")["drafts"]
    assert kept(desk, article, "translate/fi", opening, title_fi="Uusi").json() == {"isSaved": True}


def test_form_that_could_not_be_saved_ends_nothing(desk, article):
    opening, address = str(uuid4()), page_of(article, "fi")
    kept(desk, article, "translate/fi", opening, title_fi="Uusi")
    desk.post(address, typed(desk, address, title_fi="Uusi", lead_fi="", opening=opening))
    assert offered(desk, article, "translate/fi")["drafts"]


def test_what_has_been_stored_by_another_way_is_not_offered(desk, article):
    kept(desk, article, title_fi="Uusi")
    article.title_fi = "Uusi"
    article.save()
    assert not offered(desk, article)["drafts"]
    assert not Typed.objects.exclude(data={}).exists()


def test_two_tabs_keep_two_drafts(desk, article):
    kept(desk, article, title_fi="Yksi")
    kept(desk, article, title_fi="Kaksi")
    assert len(offered(desk, article)["drafts"]) == 2


def test_opening_of_somebody_else_cannot_be_written(desk, article):
    opening = uuid4()
    kept(desk, article, opening=opening, title_fi="Minun")
    assert kept(signed_in("Other"), article, opening=opening, title_fi="Varas").status_code == 404
    assert Typed.objects.get(opening=opening).data == {"title_fi": ["Minun"]}


def test_two_people_are_told_of_each_other_until_one_leaves(desk, article):
    anna, opening = signed_in("Anna"), uuid4()
    kept(anna, article, "translate/fi", opening)
    mine = uuid4()
    assert kept(desk, article, opening=mine).json()["others"] == ["Anna has this open, too: Finnish."]
    anna.post("/admin/typed/leave/", {"opening": opening})
    assert kept(desk, article, opening=mine).json()["others"] == []


def test_second_tab_of_one_editor_is_told_of_the_first(desk, article):
    kept(desk, article)
    assert kept(desk, article).json()["others"] == ["You have this open in another tab, too: the whole form."]


def test_save_of_somebody_else_is_told(desk, article):
    anna, address = signed_in("Anna"), page_of(article, "fi")
    assert kept(desk, article).json()["saved"] == [0, ""]
    anna.post(address, typed(anna, address, title_fi="Annan"))
    assert "Anna has saved this meanwhile" in kept(desk, article).json()["saved"][1]


@pytest.mark.parametrize("make", [make_article, make_partner, make_topic])
def test_every_translatable_object_keeps_what_is_typed(desk, make):
    instance = make()
    name = "title_fi" if make is make_article else "name_fi"
    kept(desk, instance, **{name: "Uusi"})
    assert offered(desk, instance)["drafts"]
    assert (
        'data-about="' + instance._meta.label_lower
        in desk.get(
            f"/admin/{instance._meta.app_label}/{instance._meta.model_name}/{instance.pk}/change/"
        ).content.decode()
    )


def test_forgotten_draft_is_gone(desk, article):
    kept(desk, article, title_fi="Uusi")
    [draft] = offered(desk, article)["drafts"]
    desk.post(f"/admin/typed/{draft}/forget/")
    assert not Typed.objects.unsaved(get_user_model().objects.get()).exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"about": "no.model"},
        {"about": "x"},
        {"about": "sessions.session"},
        {"pk": "x"},
        {"pk": "9" * 40},
        {"opening": "no number"},
        {"values": "no json"},
        {"values": "[1]"},
        {"values": '{"title_fi": 7}'},
        {"values": '{"title_fi": [7]}'},
    ],
)
def test_bad_input_has_a_clear_answer_and_keeps_nothing(desk, article, bad):
    assert desk.post(KEEP, about(article) | bad).status_code == 404
    assert not Typed.objects.exists()


def test_signs_that_no_database_keeps_are_left_out(desk, article):
    sent = about(article) | {"values": '{"title_fi": ["a\\u0000b\\ud800c"]}'}
    assert desk.post(KEEP, sent).status_code == 200
    assert Typed.objects.get().data == {"title_fi": ["abc"]}


def test_nobody_keeps_anything_without_signing_in(client, article):
    assert client.post(KEEP, about(article)).status_code == 302
    assert not Typed.objects.exists()


def test_staff_without_rights_learn_nothing_of_who_writes(client, article):
    client.force_login(get_user_model().objects.create_user("guest", is_staff=True))
    assert client.post(KEEP, about(article)).status_code == 403


def test_title_typed_for_an_attachment_is_offered_beside_what_is_stored(article):
    client, attachment = signed_in("anna"), make_attachment(article, title_fi="Raportti")
    kept(client, article, **{"attachments-0-title_fi": "Loppuraportti", "attachments-1-title_fi": "Uusi liite"})
    html = unspoken(offered(client, article)["html"])
    assert "Attachments: title" in html
    assert "<del>Raportti</del>" in html
    assert "<ins>Loppuraportti</ins>" in html
    assert "<ins>Uusi liite</ins>" in html
    attachment.title_fi = "Kollegan"
    attachment.save()
    assert not next(iter(offered(client, article)["drafts"].values()))["isFresh"]


def test_what_a_row_holds_already_is_not_offered(article):
    client = signed_in("anna")
    make_attachment(article, title_fi="Raportti")
    kept(client, article, **{"attachments-0-title_fi": "Raportti", "attachments-0-id": "1", "attachments-9-order": "0"})
    assert offered(client, article)["html"] == ""
