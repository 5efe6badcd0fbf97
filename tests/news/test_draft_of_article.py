"""A live article is changed as a draft: readers keep the old text until it is published."""

import pytest
from django.utils import timezone

from news import publishing
from news.models import Article, Event
from sme2go_site import drafts
from tests.factories import make_article, make_topic
from tests.news.desk import LIST, page_of, typed, unspoken

pytestmark = pytest.mark.django_db
NO_ATTACHMENTS = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}


def form_of(article, page="change"):
    return f"{LIST}{article.pk}/{page}/"


def save_draft(desk, article, **words):
    address = form_of(article)
    return desk.post(address, typed(desk, address, _draft="1", **NO_ATTACHMENTS, **words), follow=True)


def test_readers_see_the_old_text_while_the_draft_is_written(desk, client):
    article, topic = make_article(title_fi="Vanha"), make_topic()
    said = save_draft(desk, article, title_fi="Uusi", topics=[topic.pk]).content.decode()
    assert "Readers see the old text until the draft is published" in said
    page = client.get(article.link_in("fi")).content.decode()
    assert "Vanha" in page
    assert "Uusi" not in page
    assert not Article.objects.get().topics.exists()


def test_form_opens_the_draft_and_says_so(desk):
    article = make_article(title_fi="Vanha")
    save_draft(desk, article, title_fi="Uusi")
    for address in (form_of(article), page_of(article, "fi")):
        page = desk.get(address).content.decode()
        assert "You see a draft." in page
        assert 'value="Uusi"' in page


def test_draft_is_published_in_one_step(desk):
    article = make_article(title_fi="Vanha", lead_sv="Gammal")
    save_draft(desk, article, title_fi="Uusi")
    save_draft(desk, article, lead_sv="Ny")
    desk.post(form_of(article, "draft"), {"_publish": "1"})
    article.refresh_from_db()
    assert (article.title_fi, article.lead_sv) == ("Uusi", "Ny")
    assert not drafts.working_copy(article)


def test_saving_without_the_draft_button_publishes_the_draft_too(desk):
    article = make_article(title_fi="Vanha", lead_sv="Gammal")
    save_draft(desk, article, title_fi="Uusi")
    desk.post(form_of(article), typed(desk, form_of(article), lead_sv="Ny", _save="1", **NO_ATTACHMENTS))
    article.refresh_from_db()
    assert (article.title_fi, article.lead_sv) == ("Uusi", "Ny")
    assert not drafts.working_copy(article)


def test_draft_is_thrown_away(desk):
    article = make_article(title_fi="Vanha")
    save_draft(desk, article, title_fi="Uusi")
    desk.post(form_of(article, "draft"), {"_throw_away": "1"})
    assert not drafts.working_copy(article)
    assert Article.objects.get().title_fi == "Vanha"


def test_page_of_the_draft_marks_what_it_changes(desk):
    article = make_article(title_fi="Vanha otsikko")
    save_draft(desk, article, title_fi="Uusi otsikko")
    page = desk.get(form_of(article, "draft")).content.decode()
    assert "<del>Vanha</del> otsikko" in unspoken(page)
    assert "<ins>Uusi</ins> otsikko" in unspoken(page)


def test_language_that_is_not_approved_is_saved_beside_the_draft(desk):
    article = make_article(approved_fi=False)
    save_draft(desk, article, title_sv="Ny", title_fi="Uusi")
    article.refresh_from_db()
    assert article.title_fi == "Uusi"
    assert drafts.working_copy(article).data == {"title_sv": "Ny"}


def test_article_that_readers_do_not_see_is_saved_at_once(desk):
    article = make_article(**{f"approved_{code}": False for code in ("sv", "en", "et", "fi")})
    save_draft(desk, article, title_sv="Ny")
    assert Article.objects.get().title_sv == "Ny"


def test_translation_goes_to_the_draft_that_somebody_has_begun(desk):
    article = make_article(title_en="Old")
    save_draft(desk, article, title_en="New")
    address = page_of(article, "fi")
    page = desk.get(address)
    assert next(row for row in page.context["rows"] if row.name == "title").is_outdated
    desk.post(address, typed(desk, address, title_fi="Uusi", _continue="1"))
    assert Article.objects.get().title_fi != "Uusi"
    assert not next(row for row in desk.get(address).context["rows"] if row.name == "title").is_outdated


def test_article_with_a_draft_is_found_in_the_list(desk):
    article = make_article()
    make_article()
    save_draft(desk, article, title_sv="Ny")
    assert list(desk.get(f"{LIST}?draft=yes").context["cl"].queryset) == [article]


def test_draft_that_no_longer_fits_is_not_published_and_kept(desk):
    article = make_article()
    save_draft(desk, article, slug_fi="varattu")
    make_article(slug_fi="varattu")
    answer = desk.post(form_of(article, "draft"), {"_publish": "1"})
    assert "The draft is not published" in answer.content.decode()
    assert drafts.working_copy(article)


@pytest.mark.parametrize("end", [lambda article: publishing.take_back(article, ["fi"]), publishing.withdraw])
def test_draft_of_what_readers_see_no_longer_does_not_hide_what_is_typed_now(desk, end):
    article = make_article(title_fi="Vanha")
    drafts.put(article, {"title_fi": "Huono", "lead_fi": "Ingressi"})
    end(article)
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, title_fi="Hyvä", _continue="1"))
    form = desk.get(address).context["form"]
    assert (form["title_fi"].value(), form["lead_fi"].value()) == ("Hyvä", "Ingressi")
    assert Article.objects.get().title_fi == "Hyvä"


@pytest.fixture
def draft_of_what_is_gone():
    """A draft that names an event and a topic which have been deleted since."""
    article, topic = make_article(title_en="Old"), make_topic()
    event = Event.objects.create(title_en="Conference", starts=timezone.now())
    drafts.put(article, {"title_en": "New", "event": event.pk, "topics": [topic.pk]})
    event.delete()
    topic.delete()
    return article


@pytest.mark.parametrize("page", ["draft", "change"])
def test_draft_is_published_without_what_has_been_deleted_since(desk, draft_of_what_is_gone, page):
    address = form_of(draft_of_what_is_gone, page)
    sent = {"_publish": "1"} if page == "draft" else typed(desk, address, lead_sv="Ny", **NO_ATTACHMENTS)
    desk.post(address, sent)
    article = Article.objects.get()
    assert (article.title_en, article.event, list(article.topics.all())) == ("New", None, [])
    assert not drafts.working_copy(article)


def test_topic_given_to_many_articles_stays_when_a_draft_is_published(desk):
    article, one, two = make_article(), make_topic(), make_topic()
    drafts.put(article, {"topics": [one.pk]})
    desk.post(LIST, {"action": "add_topic", "topic": two.pk, "_selected_action": [article.pk]})
    drafts.publish(article)
    assert set(article.topics.all()) == {one, two}


def test_translation_is_approved_as_its_page_shows_it(desk):
    article = make_article(title_fi="Vanha", title_sv="Gammal")
    drafts.put(article, {"title_fi": "Uusi", "title_sv": "Ny"})
    publishing.take_back(article, ["fi"])
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, _approve="1"))
    article.refresh_from_db()
    assert (article.approved_fi, article.title_fi, article.title_sv) == (True, "Uusi", "Gammal")
    assert drafts.working_copy(article).data == {"title_sv": "Ny"}
