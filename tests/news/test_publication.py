"""The publication page: several languages at one instant, to the minute, and withdrawn."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from news import publishing
from news.models import Article
from news.states import State
from sme2go_site import drafts
from tests.factories import make_article
from tests.news.desk import LIST, page_of, state

pytestmark = pytest.mark.django_db
NOW = timezone.now()


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


def test_page_says_that_it_publishes_the_stored_text_and_not_the_draft_that_waits(desk):
    article = make_article()
    address, words = page_of(article, "", "publish/"), "publishes, without the draft."
    assert words not in desk.get(address).content.decode()
    drafts.put(article, {"lead_en": "New"})
    page = desk.get(address).content.decode()
    assert words in page
    assert "You see a draft." not in page
    assert f'href="{page_of(article, "", "draft/")}"' in page
