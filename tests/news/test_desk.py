"""The desk of the news: the list, the translator's page, publication, and what a bad day does to a form."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone

from news import publishing
from news.models import Article
from news.states import State, state_of
from sme2go_site.models import SentBack, TranslationCheck
from sme2go_site.steps import with_outdated
from sme2go_site.writing import OpenedForm
from tests.factories import make_article, make_partner, make_picture, make_topic

pytestmark = pytest.mark.django_db
LIST = "/admin/news/article/"
NOW = timezone.now()


@pytest.fixture
def desk(client):
    client.force_login(get_user_model().objects.create_superuser("Desk"))
    return client


def state(article, code):
    return state_of(with_outdated(Article.objects.filter(pk=article.pk)).get(), code)


def listed(desk, query):
    return set(desk.get(f"{LIST}?{query}").context["cl"].queryset)


def changed(article, **words):
    for name, value in words.items():
        setattr(article, name, value)
    article.save()
    return article


def page_of(article, code, tail="translate/{}/"):
    return f"{LIST}{article.pk}/{tail.format(code)}"


def typed(desk, address, **more):
    """What the form at this address holds, with some of it typed anew."""
    context = desk.get(address).context
    form = context["adminform"].form if "adminform" in context else context["form"]
    values = {name: form[name].value() for name in form.fields}
    values |= {f"seen_{row.name}": row.seen for row in context.get("rows", ()) if row.is_text}
    plain = {name: "" if value is None else value for name, value in values.items() if name not in more}
    return {name: value for name, value in plain.items() if value is not False} | more


# --- the list


def test_list_shows_the_state_of_each_language_as_a_word_that_leads_to_its_page(desk):
    article = make_article(languages=("en", "fi"))
    page = desk.get(LIST).content.decode()
    assert f'class="state state-missing" href="{page_of(article, "sv")}"' in page
    assert f'class="state state-live" href="{page_of(article, "fi")}"' in page
    assert f'class="state state-live" href="{LIST}{article.pk}/change/?language=en"' in page


def test_list_asks_the_same_number_of_queries_with_more_articles(desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_article()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for _ in range(12):
        make_article(languages=("en",)).topics.add(make_topic())
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_list_is_narrowed_by_what_a_language_needs(desk):
    whole, lacking = make_article(), make_article(languages=("en",))
    stale = changed(make_article(), lead_en="Changed")
    assert listed(desk, "needs=fi") == {lacking, stale}
    assert listed(desk, "outdated=any") == {stale}
    assert listed(desk, "outdated=7") == set()
    TranslationCheck.objects.outdated().update(outdated_since=timezone.now() - timedelta(days=8))
    assert listed(desk, "outdated=7") == {stale}
    assert listed(desk, "state=fi-live") == {whole}
    assert listed(desk, "state=outdated") == {stale}


def test_list_is_narrowed_by_topic_partner_and_author(desk):
    topic, partner = make_topic(), make_partner()
    author = get_user_model().objects.create_user("Writer")
    article = make_article(author=author)
    make_article()
    article.topics.add(topic)
    article.partners.add(partner)
    for query in (f"topics__id__exact={topic.pk}", f"partners__id__exact={partner.pk}", f"author={author.pk}"):
        assert listed(desk, query) == {article}


@pytest.mark.parametrize("words", ["ärlsjö", "Ärlsjö", "ÄRLSJÖ", "sammanfattade ärlsjö"])
def test_list_is_searched_by_words_of_any_language_in_any_case(desk, words):
    article = make_article(body_sv="<p>Petra Ärlsjö sammanfattade.</p>")
    make_article()
    assert listed(desk, f"q={words}") == {article}


def test_counts_above_the_list_lead_to_what_they_count(desk):
    make_article(languages=("en",))
    page = desk.get(LIST).content.decode()
    assert '<a href="?state=fi-missing" aria-label="Finnish, missing: 1">1</a>' in page


@pytest.mark.parametrize(
    "query",
    [
        "needs=xx",
        "state=fi-x",
        "state=x",
        "outdated=-1",
        "author=x",
        "author=²",
        "author=" + "9" * 23,
        "author=99999999999999",
        "q=%00",
        "q=" + "a" * 3000,
    ],
)
def test_rubbish_in_the_list_address_is_no_error(desk, query):
    make_article()
    assert desk.get(f"{LIST}?{query}").status_code in {200, 302}


def act(desk, action, *articles, **more):
    chosen = {"action": action, "_selected_action": [article.pk for article in articles]}
    return desk.post(LIST, chosen | more, follow=True).content.decode()


def test_many_are_published_and_withdrawn_at_once(desk):
    ready, bad = make_article(published_at=None), make_article(published_at=None, lead_fi="")
    said = act(desk, "publish_now", ready, bad)
    assert state(ready, "fi") == State.LIVE
    assert state(bad, "sv") == State.LIVE
    assert state(bad, "fi") == State.DRAFT
    assert "stays unpublished in Finnish" in said
    act(desk, "withdraw_now", ready, bad)
    assert state(ready, "sv") == state(bad, "fi") == State.WITHDRAWN


def test_many_are_given_a_topic_or_a_partner(desk):
    article, topic, partner = make_article(), make_topic(), make_partner()
    act(desk, "add_topic", article, topic=topic.pk)
    act(desk, "add_partner", article, partner=partner.pk)
    assert (article.topics.get(), article.partners.get()) == (topic, partner)
    assert "Choose the topic or partner" in act(desk, "add_topic", article)


def test_many_are_published_only_in_languages_that_somebody_approved(desk):
    article = make_article(published_at=None, approved_fi=False)
    publishing.send_back(article, "et", "Reason")
    act(desk, "publish_now", article)
    assert {code for code in ("sv", "en", "et", "fi") if state(article, code) == State.LIVE} == {"sv", "en"}
    nothing = make_article(published_at=None, **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")})
    assert "has no approved language yet" in act(desk, "publish_now", nothing)


# --- the translator's page


def test_translation_stands_beside_its_original_with_what_changed_marked(desk):
    article = changed(make_article(lead_en="Held in Tartu"), lead_en="Held in Tartu twice")
    page = desk.get(page_of(article, "fi")).content.decode()
    assert "Held in Tartu <ins>twice</ins>" in page
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
    assert "<ins>Changed</ins>" in desk.get(f"/admin/{model}/{instance.pk}/translate/fi/").content.decode()


# --- publication


def publish(desk, article, *codes, **more):
    return desk.post(
        page_of(article, "", "publish/"), {"_publish": "1", "when": "now", "languages": codes} | more, follow=True
    ).content.decode()


def test_ticked_languages_are_published_together_or_not_at_all(desk):
    article = make_article(
        published_at=None, lead_fi="", **{f"approved_{code}": False for code in ("sv", "en", "et", "fi")}
    )
    said = publish(desk, article, "sv", "fi")
    assert "Finnish cannot be published yet" in said
    assert state(article, "sv") == State.DRAFT
    publish(desk, article, "sv", "en")
    assert {code for code in ("sv", "en", "et", "fi") if state(article, code) == State.LIVE} == {"sv", "en"}


def test_publication_is_scheduled_to_the_minute(desk):
    article = make_article(published_at=None)
    publish(desk, article, "sv", "fi", when="at", at_0="2031-05-04", at_1="09:30")
    assert state(article, "fi") == State.SCHEDULED
    at = timezone.localtime(Article.objects.get().published_at)
    assert f"{at:%Y-%m-%d %H:%M}" == "2031-05-04 09:30"


@pytest.mark.parametrize(
    "more",
    [{"when": "at"}, {"when": "at", "at_0": "x", "at_1": "y"}, {"when": "x"}, {"languages": []}, {"languages": ["xx"]}],
)
def test_publication_without_a_moment_or_a_language_says_so(desk, more):
    article = make_article(published_at=None)
    assert "errorlist" in publish(desk, article, "sv", **more)
    assert Article.objects.get().published_at is None


def test_what_readers_see_is_not_ticked_and_never_scheduled_away(desk):
    article = make_article(published_at=NOW - timedelta(days=9))
    address = page_of(article, "", "publish/")
    assert "checked" not in desk.get(address).content.decode().split("publication-when")[0]
    said = publish(desk, article, "sv", when="at", at_0="2031-05-04", at_1="09:30")
    assert "Readers already see Swedish" in said
    assert state(article, "sv") == State.LIVE


def test_date_of_what_is_live_can_be_set_right(desk):
    article = make_article(published_at=NOW)
    publish(desk, article, "sv", "en", "et", "fi", when="at", at_0="2018-06-19", at_1="16:44")
    assert timezone.localtime(Article.objects.get().published_at).year == 2018
    assert "older than this project" in publish(desk, article, "sv", when="at", at_0="0001-01-01", at_1="00:00")


def test_draft_of_a_withdrawn_article_is_not_ticked(desk):
    article = make_article(approved_fi=False, source_language="sv")
    publishing.withdraw(article)
    page = desk.get(page_of(article, "", "publish/")).content.decode()
    assert 'value="sv" checked' in page
    assert 'value="fi" checked' not in page


def test_enter_in_the_date_publishes_and_withdraws_nothing(desk):
    page = desk.get(page_of(make_article(), "", "publish/")).content.decode()
    form = page.split('<form method="post" novalidate>')[1].split("</form>")[0]
    assert re.findall(r'<button type="submit" (?!form=)name="(\w+)"', form) == ["_publish"]


def test_withdrawal_is_one_click_for_all_languages(desk, client):
    article = make_article()
    desk.post(page_of(article, "", "publish/"), {"_withdraw": "1"})
    assert {state(article, code) for code in ("sv", "en", "et", "fi")} == {State.WITHDRAWN}
    assert {
        client.get(f"/{code}/{word}/{getattr(article, f'slug_{code}')}/").status_code
        for code, word in (("sv", "nyheter"), ("fi", "uutiset"))
    } == {410}


def test_each_line_of_the_checklist_leads_to_its_field(desk):
    article = make_article(published_at=None, lead_fi="", lead_en="")
    page = desk.get(page_of(article, "", "publish/")).content.decode()
    assert f'href="{page_of(article, "fi")}#id_lead_fi"' in page
    assert f'href="{LIST}{article.pk}/change/?language=en#id_lead_en"' in page


# --- a bad day


def test_form_from_an_old_tab_overwrites_nothing_and_keeps_what_was_typed(desk):
    article = make_article()
    address = page_of(article, "fi")
    old_tab = typed(desk, address, title_fi="Typed in the old tab")
    changed(article, title_fi="Saved by a colleague")
    answer = desk.post(address, old_tab)
    assert "saved this after you had opened it" in answer.content.decode()
    assert 'value="Typed in the old tab"' in answer.content.decode()
    assert Article.objects.get().title_fi == "Saved by a colleague"
    again = answer.context["form"]
    desk.post(address, old_tab | {"opened": again["opened"].value()})
    assert Article.objects.get().title_fi == "Typed in the old tab"


def test_old_tab_of_the_whole_form_overwrites_nothing(desk):
    article = make_article()
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    old_tab = typed(desk, address, lead_sv="Typed", **inline)
    changed(article, lead_fi="Saved by a colleague")
    assert "saved this after you had opened it" in desk.post(address, old_tab).content.decode()
    assert Article.objects.get().lead_sv != "Typed"


def test_translation_is_not_confirmed_against_an_original_that_nobody_saw(desk):
    article = make_article()
    address = page_of(article, "fi")
    opened = typed(desk, address, lead_fi="Korjattu kirjoitusvirhe")
    changed(article, lead_en="Changed meanwhile")
    said = desk.post(address, opened, follow=True).content.decode()
    assert "The original has changed while you wrote: lead" in said
    assert Article.objects.get().lead_fi == "Korjattu kirjoitusvirhe"
    assert state(article, "fi") == State.OUTDATED
    desk.post(address, opened | {"still_correct": "lead", "opened": typed(desk, address)["opened"]})
    assert state(article, "fi") == State.OUTDATED


def test_topics_that_a_colleague_gave_are_not_removed_by_an_old_tab(desk):
    article, topic = make_article(), make_topic()
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    old_tab = typed(desk, address, lead_sv="Typed", **inline)
    article.topics.add(topic)
    assert "saved this after you had opened it" in desk.post(address, old_tab).content.decode()
    assert article.topics.get() == topic


def test_small_edit_and_reason_survive_an_error_in_the_form(desk):
    article = make_article()
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    page = desk.post(address, typed(desk, address, lead_en="", small_edit="on", **inline)).content.decode()
    assert 'name="small_edit" checked' in page
    address = page_of(article, "fi")
    data = typed(desk, address, lead_fi="", reason="The names", unfinished="title")
    assert 'value="The names"' in desk.post(address, data).content.decode()


def test_source_language_without_a_source_is_refused_with_what_was_typed(desk):
    article = make_article(languages=("en",))
    address = f"{LIST}{article.pk}/change/"
    inline = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
    answer = desk.post(address, typed(desk, address, source_language="fi", lead_en="Typed", **inline)).content.decode()
    assert "There is no title in Finnish yet" in answer
    assert ">Typed</textarea>" in answer.replace("\n", "")


def test_eight_megabytes_of_pasted_text_are_refused_with_a_sentence_and_kept(desk):
    article = make_article()
    address = page_of(article, "fi")
    answer = desk.post(address, typed(desk, address, body_fi="<p>" + "a" * 8_000_000 + "</p>", title_fi="Typed"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "at most 200000 characters" in page.replace("\xa0", "").replace(",", "")
    assert 'value="Typed"' in page


def test_public_language_cannot_lose_its_title_or_lead(desk):
    article = make_article()
    address = page_of(article, "fi")
    page = desk.post(address, typed(desk, address, lead_fi="")).content.decode()
    assert "Readers see the article in Finnish" in page
    assert Article.objects.get().lead_fi


def test_language_with_a_title_gets_its_word_in_the_address(desk):
    make_article(slug_fi="hyva-paiva")
    article = make_article(languages=("en",))
    address = page_of(article, "fi")
    desk.post(address, typed(desk, address, title_fi="Hyvä päivä!"))
    assert Article.objects.get(pk=article.pk).slug_fi == "hyva-paiva-2"


def test_who_may_not_change_articles_sees_neither_page(client):
    client.force_login(get_user_model().objects.create_user("Reader", is_staff=True))
    article = make_article()
    assert client.get(page_of(article, "fi")).status_code == 403
    assert client.get(page_of(article, "", "publish/")).status_code == 403


def test_who_may_only_look_sees_the_translation_without_buttons_and_counts_of_what_may_be_seen(client):
    user = get_user_model().objects.create_user("Viewer", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename="view_article"))
    client.force_login(user)
    article = changed(make_article(), lead_en="Changed")
    make_picture()
    page = client.get(page_of(article, "fi")).content.decode()
    assert "<ins>" in page
    assert "still_correct" not in page
    assert "_continue" not in page
    assert client.post(page_of(article, "fi"), {}).status_code == 403
    first = client.get("/admin/").content.decode()
    assert "?outdated=any" in first
    assert "?alt=missing" not in first


def test_every_form_of_the_desk_knows_what_it_was_opened_with(desk):
    from django.contrib import admin

    ours = {
        kind: room
        for kind, room in admin.site._registry.items()
        if kind._meta.app_label in {"news", "partners", "sme2go_site"}
    }
    assert all(issubclass(room.form, OpenedForm) for room in ours.values())


# --- the first screen


def test_first_screen_counts_what_waits_and_leads_to_it(desk):
    changed(make_article(), lead_en="Changed")
    make_article(approved_fi=False)
    make_picture()
    page = desk.get("/admin/").content.decode()
    for address in ("?outdated=any", "?state=draft", "?alt=missing"):
        assert f'{address}"><strong>1</strong>' in page


def test_first_screen_draws_coverage_with_its_figures(desk):
    make_article(languages=("en", "fi"))
    make_article(languages=("en",))
    page = desk.get("/admin/").content.decode()
    assert page.count('height="32.0"/>') == 1, "English has both"
    assert page.count('height="16.0"/>') == 1, "Finnish has one of the two"
    assert "<td>1 of 2</td>" in page
