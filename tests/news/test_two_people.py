"""Two people in one form: nothing is overwritten unseen, and what does not collide merges by itself."""

import pytest

from news.models import Article
from sme2go_site import drafts
from sme2go_site.merging import has_both
from tests.factories import make_article, make_picture, make_topic
from tests.news.desk import LIST, changed, page_of, typed, unspoken

pytestmark = pytest.mark.django_db
NO_ATTACHMENTS = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}


@pytest.fixture
def article():
    return make_article(body_fi="<p>Yksi</p><p>Kaksi</p>")


def form_of(article):
    return f"{LIST}{article.pk}/change/"


def again(answer, sent, **choices):
    """What a browser sends when the page that showed the conflicts is saved."""
    form = answer.context["adminform"].form if "adminform" in answer.context else answer.context["form"]
    return sent | {"opened": form["opened"].value(), "conflict": [one.name for one in form.conflicts]} | choices


def test_same_field_changed_by_both_is_shown_side_by_side_and_stays_as_stored(desk, article):
    address = page_of(article, "fi")
    mine = typed(desk, address, title_fi="Minun otsikko")
    changed(article, title_fi="Kollegan otsikko")
    page = desk.post(address, mine).content.decode()
    assert "<mark>Minun</mark> otsikko" in unspoken(page)
    assert "<mark>Kollegan</mark> otsikko" in unspoken(page)
    assert 'value="Minun otsikko"' in page
    assert Article.objects.get().title_fi == "Kollegan otsikko"


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Minun"), ("theirs", "Kollegan"), (None, "Kollegan")])
def test_choice_decides_and_without_one_nothing_is_saved(desk, article, choice, stays):
    address = page_of(article, "fi")
    mine = typed(desk, address, title_fi="Minun")
    changed(article, title_fi="Kollegan")
    shown = desk.post(address, mine)
    chosen = {"choose_title_fi": choice} if choice else {}
    answer = desk.post(address, again(shown, mine, **chosen))
    assert Article.objects.get().title_fi == stays
    assert answer.status_code == (302 if choice else 200)


def test_both_versions_come_into_the_box_with_what_is_the_same_once(desk, article):
    address = page_of(article, "fi")
    mine = typed(desk, address, body_fi="<p>Yksi</p><p>Minun</p>")
    changed(article, body_fi="<p>Yksi</p><p>Kollegan</p>")
    shown = desk.post(address, mine)
    answer = desk.post(address, again(shown, mine, choose_body_fi="both"))
    assert answer.context["form"]["body_fi"].value() == "<p>Yksi</p><p>Kollegan</p><p>Minun</p>"
    assert Article.objects.get().body_fi == "<p>Yksi</p><p>Kollegan</p>"


def test_two_titles_come_into_the_box_beside_each_other(desk, article):
    address = page_of(article, "fi")
    mine = typed(desk, address, title_fi="Minun")
    changed(article, title_fi="Kollegan")
    shown = desk.post(address, mine)
    answer = desk.post(address, again(shown, mine, choose_title_fi="both"))
    assert answer.context["form"]["title_fi"].value() == "Kollegan / Minun"
    assert Article.objects.get().title_fi == "Kollegan"


@pytest.mark.parametrize(("name", "mine", "theirs"), [("slug_fi", "a", "b"), ("title_fi", "a" * 200, "b" * 200)])
def test_what_cannot_stand_in_one_field_is_not_offered_as_both(name, mine, theirs):
    assert not has_both(Article._meta.get_field(name), mine, theirs)


def test_what_was_shown_and_has_changed_once_more_is_shown_again(desk, article):
    address = page_of(article, "fi")
    mine = typed(desk, address, title_fi="Minun")
    changed(article, title_fi="Kollegan")
    shown = desk.post(address, mine)
    changed(article, title_fi="Kolmas")
    answer = desk.post(address, again(shown, mine, choose_title_fi="mine"))
    assert "Kolmas" in answer.content.decode()
    assert Article.objects.get().title_fi == "Kolmas"


def test_different_languages_merge_by_themselves(desk, article):
    mine = typed(desk, form_of(article), lead_sv="Min", **NO_ATTACHMENTS)
    changed(article, lead_fi="Kollegan")
    page = desk.post(form_of(article), mine, follow=True).content.decode()
    article.refresh_from_db()
    assert (article.lead_sv, article.lead_fi) == ("Min", "Kollegan")
    assert "Saved by somebody else meanwhile, and kept: Lead [fi]" in page


def test_different_fields_and_lists_merge_by_themselves(desk, article):
    topic, picture = make_topic(), make_picture()
    mine = typed(desk, form_of(article), title_sv="Min", **NO_ATTACHMENTS)
    article.topics.add(topic)
    changed(article, hero=picture)
    desk.post(form_of(article), mine)
    article.refresh_from_db()
    assert (article.title_sv, article.hero, list(article.topics.all())) == ("Min", picture, [topic])


def test_merged_fields_stand_in_the_form_while_others_are_decided(desk, article):
    mine = typed(desk, form_of(article), lead_sv="Min", title_sv="Min", **NO_ATTACHMENTS)
    changed(article, lead_fi="Kollegan", title_sv="Kollegans")
    form = desk.post(form_of(article), mine).context["adminform"].form
    assert (form["lead_fi"].value(), form["title_sv"].value()) == ("Kollegan", "Min")
    assert [one.name for one in form.conflicts] == ["title_sv"]


def test_same_change_by_both_is_no_conflict(desk, article):
    mine = typed(desk, page_of(article, "fi"), title_fi="Sama")
    changed(article, title_fi="Sama")
    assert desk.post(page_of(article, "fi"), mine).status_code == 302


def test_two_who_change_the_draft_are_told_too(desk, article):
    mine = typed(desk, form_of(article), title_sv="Min", _draft="1", **NO_ATTACHMENTS)
    drafts.put(article, {"title_sv": "Kollegans"})
    answer = desk.post(form_of(article), mine)
    assert [one.name for one in answer.context["adminform"].form.conflicts] == ["title_sv"]
    assert drafts.working_copy(article).data == {"title_sv": "Kollegans"}


def test_form_without_its_digests_overwrites_nothing(desk, article):
    mine = typed(desk, page_of(article, "fi"), title_fi="Minun", opened="no json")
    assert desk.post(page_of(article, "fi"), mine).status_code == 200
    assert Article.objects.get().title_fi != "Minun"


@pytest.mark.parametrize("page", ["change/", "translate/fi/"])
def test_save_of_what_was_deleted_meanwhile_shows_what_was_typed(desk, article, page):
    address = f"{LIST}{article.pk}/{page}"
    mine = typed(desk, address, title_fi="Kirjoitin tämän", **NO_ATTACHMENTS)
    article.delete()
    answer = desk.post(address, mine)
    assert answer.status_code == 410
    assert "Kirjoitin tämän" in answer.content.decode()
