"""The translator's page: a language beside its original, in step again, approved, sent back."""

import pytest
from django.utils import timezone

from news.models import Article
from news.states import State
from sme2go_site.models import SentBack, TranslationCheck
from tests.factories import make_article, make_partner
from tests.news.desk import LIST, changed, listed, page_of, state, typed, unspoken

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_translation_stands_beside_its_original_with_what_changed_marked(desk):
    article = changed(make_article(lead_en="Held in Tartu"), lead_en="Held in Tartu twice")
    page = desk.get(page_of(article, "fi")).content.decode()
    assert "Held in Tartu <ins>twice</ins>" in unspoken(page)
    assert 'value="lead" class="button">Still correct' in page
    assert 'value="title" class="button">Still correct' not in page


def test_saving_a_changed_field_brings_it_in_step_and_no_other(desk):
    article = changed(make_article(), lead_en="Changed", title_en="Changed")
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, lead_fi="Muutettu", _continue="1"))
    assert set(TranslationCheck.objects.outdated().filter(language="fi").values_list("field", flat=True)) == {"title"}


@pytest.mark.parametrize(
    ("button", "left"),
    [
        ({"still_correct": "lead"}, {"sv", "et"}),
        ({"small_edit": "lead"}, set()),
        ({"unfinished": "lead"}, {"sv", "et", "fi"}),
    ],
)
def test_buttons_beside_an_outdated_field_do_what_they_say_and_save_what_was_typed(desk, button, left):
    article = changed(make_article(), lead_en="Changed")
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, title_fi="Uusi otsikko", **button))
    assert set(TranslationCheck.objects.outdated().values_list("language", flat=True)) == left
    assert Article.objects.get().title_fi == "Uusi otsikko"


def test_small_edit_is_taken_back_on_the_translators_page(desk):
    article = make_article()
    article.lead_en = "Small"
    article.save(small_edit=True)
    address = page_of(article, "fi")
    assert "called it a small edit" in desk.get(address).content.decode()
    desk.post(address, typed(desk, address, take_back="lead"))
    assert TranslationCheck.objects.outdated().count() == 3


def test_small_edit_is_said_at_the_save_of_the_original(desk):
    article = make_article()
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    assert desk.post(address, typed(desk, address, lead_en="Small", small_edit="on", **inline)).status_code == 302
    assert Article.objects.get().lead_en == "Small"
    assert not TranslationCheck.objects.outdated().exists()


def test_empty_translation_starts_from_a_copy_that_is_a_draft(desk):
    article = make_article(languages=("en",))
    address = page_of(article, "fi")
    data = typed(desk, address + "?copy=1")
    assert data["title_fi"] == article.title_en
    assert Article.objects.get().title_fi in (None, "")
    desk.post(address, data | {"_continue": "1"})
    assert state(article, "fi") == State.DRAFT


def test_language_is_approved_once_nothing_stands_in_the_way(desk):
    article = make_article(approved_fi=False, lead_fi="")
    address = page_of(article, "fi")
    said = desk.post(address, typed(desk, address, _approve="1"), follow=True).content.decode()
    assert "is not approved yet" in said
    assert state(article, "fi") == State.DRAFT
    desk.post(address, typed(desk, address, lead_fi="Ingressi", _approve="1"))
    assert state(article, "fi") == State.LIVE


def test_language_is_sent_back_with_a_reason_that_its_page_shows(desk):
    article, address = make_article(), ""
    address = page_of(article, "fi")
    assert (
        "say what has to be mended"
        in desk.post(address, typed(desk, address, _send_back="1", reason=" "), follow=True).content.decode()
    )
    desk.post(address, typed(desk, address, _send_back="1", reason="The names are misspelt."))
    assert state(article, "fi") == State.DRAFT
    assert "The names are misspelt." in desk.get(address).content.decode()
    assert listed(desk, "sent_back=yes") == {article}
    desk.post(address, typed(desk, address, title_fi="Korjattu"))
    assert not SentBack.objects.open().exists()


def test_any_language_can_stand_beside(desk):
    article = make_article()
    assert article.lead_sv in desk.get(page_of(article, "fi") + "?source=sv").content.decode()
    assert desk.get(page_of(article, "fi") + "?source=xx").status_code == 200


def test_original_is_written_in_the_form_and_unknown_languages_are_not_found(desk):
    article = make_article()
    assert desk.get(page_of(article, "en"))["Location"].endswith("/change/?language=en")
    assert desk.get(page_of(article, "de")).status_code == 404
    assert desk.get("/admin/news/article/999/translate/fi/").status_code == 302


@pytest.mark.parametrize("model", ["partners/partner", "sme2go_site/page", "news/event", "partners/project"])
def test_everything_with_an_original_is_translated_in_the_same_way(desk, model):
    from django.apps import apps

    from tests.factories import make_project

    app, name = model.split("/")
    kind = apps.get_model(app, name)
    made = {"partner": make_partner, "project": lambda: make_project(name_en="A", name_fi="B")}
    instance = made[name]() if name in made else kind.objects.create(title_en="A", title_fi="B")
    field = "name" if name in made else "title"
    changed(instance, **{f"{field}_en": "Changed"})
    assert 'state-outdated" href=' in desk.get(f"/admin/{model}/").content.decode()
    assert "<ins>Changed</ins>" in unspoken(desk.get(f"/admin/{model}/{instance.pk}/translate/fi/").content.decode())
