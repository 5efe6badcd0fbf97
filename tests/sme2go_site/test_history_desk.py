"""The history at the desk: found, compared, restored, brought back; each bad wish has a clear answer."""

import pytest
from django.contrib.auth.models import Group, Permission

from news.models import Article, Picture
from sme2go_site import drafts
from sme2go_site.history import Version
from tests.factories import (
    make_article,
    make_attachment,
    make_logo,
    make_partner,
    make_picture,
    make_topic,
    picture_file,
)
from tests.news.desk import LIST, changed, page_of, typed, unspoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return changed(make_article(title_fi="Vanha otsikko", approved_fi=False), title_fi="Uusi otsikko")


def history_of(article, tail=""):
    return f"{LIST}{article.pk}/history/{tail}"


def oldest(article):
    return Version.objects.about(article).last()


def test_history_names_who_why_and_which_fields_of_which_language(desk, article):
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, lead_fi="Uusi johdanto", reason_for_change="The minister’s title"))
    page = desk.get(history_of(article)).content.decode()
    for words in ("Desk", "The minister’s title", "lead (Finnish)", "title (Finnish)"):
        assert words in page


def test_history_of_one_language_leaves_the_others_out(desk, article):
    changed(article, title_sv="Ny rubrik")
    assert "title (Swedish)" in desk.get(history_of(article)).content.decode()
    found = [version for version, _labels in desk.get(history_of(article, "?language=fi")).context["rows"]]
    assert found == list(Version.objects.about(article))[1:]


def test_history_of_one_field_leaves_the_others_out(desk, article):
    changed(article, title_sv="Ny rubrik")
    page = desk.get(history_of(article, "?field=title_sv"))
    assert [version for version, _labels in page.context["rows"]] == list(Version.objects.about(article))[::2]
    assert "Changes of “title (Swedish)” alone" in page.content.decode()


@pytest.mark.parametrize("query", ["?field=x%27%22<b>", "?field=nothing", "?language=xx", "?page=99", "?page=x"])
def test_history_answers_whatever_it_is_asked(desk, article, query):
    page = desk.get(history_of(article, query))
    assert page.status_code == 200
    assert "<b>" not in page.content.decode()


def test_two_versions_are_compared_with_what_changed_marked_and_said(desk, article):
    page = desk.get(history_of(article, f"compare/?old={oldest(article).pk}")).content.decode()
    assert "<del>Vanha</del> otsikko" in unspoken(page)
    assert "<ins>Uusi</ins> otsikko" in unspoken(page)
    assert "[removed: " in page
    assert "[added: " in page


def test_versions_are_compared_in_the_order_of_time_however_they_were_chosen(desk, article):
    newest, old = Version.objects.about(article)
    context = desk.get(history_of(article, f"compare/?old={newest.pk}&new={old.pk}")).context
    assert (context["old"], context["new"]) == (old, newest)


def test_lists_and_attachments_are_compared_by_name(desk, article):
    article.topics.add(make_topic(name_en="Energy"))
    page = desk.get(history_of(article, f"compare/?old={oldest(article).pk}")).content.decode()
    assert "<ins>Energy</ins>" in unspoken(page)


@pytest.mark.parametrize("what", ["title_fi", "fi", "all"])
def test_field_language_or_whole_is_restored(desk, article, what):
    sent = {"version": oldest(article).pk, "restore": what}
    desk.post(history_of(article, "compare/"), sent)
    assert Article.objects.get().title_fi == "Vanha otsikko"


def test_what_readers_see_is_restored_as_a_draft(desk):
    article = changed(make_article(title_fi="Vanha"), title_fi="Uusi")
    sent = {"version": oldest(article).pk, "restore": "all"}
    said = desk.post(history_of(article, "compare/"), sent, follow=True).content.decode()
    assert "Restored as a draft" in said
    assert Article.objects.get().title_fi == "Uusi"
    assert drafts.working_copy(article).data == {"title_fi": "Vanha"}


def test_version_older_than_a_field_says_so(desk, article):
    old = oldest(article)
    del old.data["lead_fi"]
    old.save()
    assert (
        "the version is older than this field"
        in desk.get(history_of(article, f"compare/?old={old.pk}")).content.decode()
    )


@pytest.mark.parametrize(("name", "value"), [("topics", "x"), ("hero", "x"), ("published_at", "x"), ("hero", {"a": 1})])
def test_value_that_cannot_be_read_is_shown_and_not_offered(desk, article, name, value):
    old = oldest(article)
    old.data[name] = value
    old.save()
    page = desk.get(history_of(article, f"compare/?old={old.pk}"))
    assert "its value cannot be read" in page.content.decode()
    [change] = [change for change in page.context["changes"] if change["name"] == name]
    assert not change["is_restorable"]


def test_field_that_the_version_has_not_is_not_offered(desk, article):
    old = oldest(article)
    del old.data["lead_fi"]
    old.save()
    page = desk.get(history_of(article, f"compare/?old={old.pk}"))
    assert [change["is_restorable"] for change in page.context["changes"] if change["name"] == "lead_fi"] == [False]
    assert desk.post(history_of(article, "compare/"), {"version": old.pk, "restore": "lead_fi"}).status_code == 404


def test_attachment_taken_away_is_restored_from_the_comparison(desk, article):
    attachment = make_attachment(article)
    old = Version.objects.about(article).first()
    attachment.delete()
    page = desk.get(history_of(article, f"compare/?old={old.pk}")).content.decode()
    assert "Report · report" in page
    assert "Restore only: attachments" in page
    desk.post(history_of(article, "compare/"), {"version": old.pk, "restore": "attachments"})
    assert article.attachments.get().pk


def test_what_the_site_made_of_a_picture_s_file_is_not_shown(desk):
    picture = make_picture()
    old = oldest(picture)
    changed(picture, file=picture_file(size=(400, 300)))
    page = desk.get(f"/admin/news/picture/{picture.pk}/history/compare/?old={old.pk}")
    assert [change["name"] for change in page.context["changes"]] == ["file"]


def test_picture_in_a_text_is_said_in_the_comparison_even_once_it_is_gone(desk, article):
    picture = make_picture(alt_fi="Torni")
    changed(article, body_fi=f'<p>Text</p><figure><img src="/go/picture/{picture.pk}/"></figure>')
    address = history_of(article, f"compare/?old={oldest(article).pk}")
    assert 'alt="Torni"' in desk.get(address).content.decode()
    Picture.objects.all()._raw_delete("default")
    assert 'alt="a picture that no longer exists"' in desk.get(address).content.decode()


def test_translator_is_offered_only_the_own_language(staff, article):
    changed(article, title_sv="Ny rubrik", source_url="https://sme2go.eu/")
    page = staff("translator-fi").get(history_of(article, f"compare/?old={oldest(article).pk}")).content.decode()
    assert "Restore only: title (Finnish)" in page
    assert "Restore only: title (Swedish)" not in page
    assert "Restore all" not in page


def test_translator_who_asks_for_all_is_told_what_was_not_restored(staff, article):
    changed(article, title_sv="Ny rubrik")
    sent = {"version": oldest(article).pk, "restore": "all"}
    said = staff("translator-fi").post(history_of(article, "compare/"), sent, follow=True).content.decode()
    article.refresh_from_db()
    assert (article.title_fi, article.title_sv) == ("Vanha otsikko", "Ny rubrik")
    assert "title (Swedish) (you may not change it)" in said


def test_editor_changes_no_attachment_of_what_readers_see_by_restoring(staff, article):
    attachment = make_attachment(article)
    old = Version.objects.about(article).first()
    attachment.delete()
    changed(article, source_url="https://sme2go.eu/")
    editor, sent = staff("editor"), {"version": old.pk, "restore": "attachments"}
    assert editor.post(history_of(article, "compare/"), sent).status_code == 403
    editor.post(history_of(article, "compare/"), sent | {"restore": "all"})
    assert drafts.working_copy(article).data == {"source_url": ""}
    assert not article.attachments.exists()


def test_editor_approves_no_logo_by_restoring(staff):
    logo = make_logo()
    approved = Version.objects.about(logo).first()
    changed(logo, is_approved=False, usage_rules="New")
    address = f"/admin/partners/logo/{logo.pk}/history/compare/"
    staff("editor").post(address, {"version": approved.pk, "restore": "all"})
    logo.refresh_from_db()
    assert (logo.is_approved, logo.usage_rules) == (False, "")


def test_whoever_may_not_publish_brings_nothing_back_that_readers_would_see(staff, article):
    article.delete()
    client = staff("editor")
    Group.objects.get(name="editor").permissions.add(Permission.objects.get(codename="delete_article"))
    assert client.get(f"{LIST}deleted/").status_code == 403


@pytest.mark.parametrize("query", ["", "?old=x", "?old=99999", "?old=999999999999999999999"])
def test_version_that_there_is_not_is_not_found(desk, article, query):
    assert desk.get(history_of(article, f"compare/{query}")).status_code == 404


def test_version_of_another_article_is_not_found(desk, article):
    other = make_article()
    assert desk.get(history_of(article, f"compare/?old={oldest(other).pk}")).status_code == 404
    assert (
        desk.post(history_of(article, "compare/"), {"version": oldest(other).pk, "restore": "all"}).status_code == 404
    )


@pytest.mark.parametrize(
    ("make", "room"),
    [(make_article, "news/article"), (make_partner, "partners/partner"), (make_picture, "news/picture")],
)
def test_deleted_thing_is_listed_and_brought_back(desk, make, room):
    thing = make()
    number = thing.pk
    desk.post(f"/admin/{room}/{number}/delete/", {"post": "yes"})
    page = desk.get(f"/admin/{room}/deleted/")
    assert "deleted by Desk" in page.content.decode()
    desk.post(f"/admin/{room}/deleted/", {"version": page.context["page"][0].pk})
    assert type(thing).objects.get().pk == number


def test_bringing_back_twice_leads_to_what_is_there(desk, article):
    article.delete()
    sent = {"version": Version.objects.deleted(Article).get().pk}
    desk.post(f"{LIST}deleted/", sent)
    answer = desk.post(f"{LIST}deleted/", sent, follow=True)
    assert answer.redirect_chain[0][0] == f"{LIST}{Article.objects.get().pk}/change/"
    assert "is back already" in answer.content.decode()


def test_list_of_what_is_deleted_has_pages(desk):
    for _number in range(26):
        make_topic().delete()
    assert len(desk.get("/admin/news/topic/deleted/").context["page"]) == 25
    assert len(desk.get("/admin/news/topic/deleted/?page=2").context["page"]) == 1


def test_deletion_of_many_says_that_it_can_be_undone(desk, article):
    sent = {"action": "delete_selected", "_selected_action": [article.pk]}
    assert "can be brought back" in desk.post(LIST, sent).content.decode()


def test_deletion_says_that_it_can_be_undone(desk, article):
    assert "can be brought back" in desk.get(f"{LIST}{article.pk}/delete/").content.decode()


def test_article_whose_address_is_taken_is_not_brought_back_and_says_why(desk):
    make_article(slug_fi="sama").delete()
    make_article(slug_fi="sama")
    version = Version.objects.deleted(Article).get()
    said = desk.post("/admin/news/article/deleted/", {"version": version.pk}, follow=True).content.decode()
    assert "was not brought back" in said
    assert Article.objects.count() == 1


def test_history_needs_as_many_queries_with_many_versions_as_with_few(desk, article, django_assert_max_num_queries):
    for number in range(20):
        changed(article, title_fi=f"Otsikko {number}")
    desk.get(history_of(article))
    with django_assert_max_num_queries(9):
        desk.get(history_of(article))
