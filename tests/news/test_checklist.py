"""The checklist before publication: the same for every language, errors block, advice does not."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from news.checklist import Checklist
from news.models import Event
from tests.factories import make_article, make_partner, make_picture

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")


def errors(article, code="fi"):
    return [line.words for line in Checklist(article, code).errors]


def advice(article, code="fi"):
    return [line.words for line in Checklist(article, code).advice]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("field", "words"), [("title", "no title"), ("slug", "no word for the address"), ("lead", "no lead")]
)
def test_missing_words_block_and_lead_to_their_field(code, field, words):
    article = make_article(**{"published_at": None, f"approved_{code}": False})
    assert not errors(article, code)
    setattr(article, f"{field}_{code}", "")
    (line,) = Checklist(article, code).errors
    assert words in line.words
    assert line.field == f"{field}_{code}"


def test_picture_without_words_in_that_language_blocks_unless_it_is_decorative():
    picture = make_picture(alt_en="A harbour")
    article = make_article(hero=picture, body_fi=f'<figure><img src="/go/picture/{picture.pk}/"></figure>')
    assert len(errors(article, "fi")) == 2
    assert {line.about for line in Checklist(article, "fi").errors} == {picture}
    assert not errors(article, "en")
    picture.decorative = True
    picture.save()
    article.hero.refresh_from_db()
    assert not errors(article, "fi")


def test_picture_that_no_longer_exists_blocks():
    assert errors(make_article(body_fi='<figure><img src="/go/picture/999/"></figure>'))


def test_link_to_what_readers_cannot_see_blocks():
    hidden, shown = make_article(published_at=None), make_article()
    article = make_article(body_fi=f'<p><a href="/go/article/{hidden.pk}/">x</a></p>')
    assert "The link “x” leads nowhere" in errors(article)[0]
    article = make_article(body_fi=f'<p><a href="/go/article/{shown.pk}/">x</a> <a href="/go/partner/999/">y</a></p>')
    assert len(errors(article)) == 1


def test_address_of_this_site_written_by_hand_blocks():
    assert "choose the page from the list" in errors(make_article(body_fi='<p><a href="/fi/uutiset/x/">x</a></p>'))[0]


@pytest.mark.parametrize(
    ("body", "count"), [("<h2>a</h2><h4>b</h4>", 1), ("<h3>a</h3>", 1), ("<h2>a</h2><h3>b</h3><h4>c</h4><h2>d</h2>", 0)]
)
def test_heading_that_jumps_a_level_blocks(body, count):
    assert len(errors(make_article(body_fi=body))) == count


def test_event_without_date_blocks():
    event = Event.objects.create(title_en="Conference")
    assert errors(make_article(event=event)) == ["The event has no date."]
    event.starts = timezone.now()
    event.save()
    assert not errors(make_article(event=event))


def test_long_title_missing_language_and_missing_picture_are_advice():
    article = make_article(languages=("fi",), title_fi="x" * 81)
    words = " ".join(advice(article))
    assert "longer than 80" in words
    assert "does not exist in Swedish" in words
    assert "no main picture" in words
    assert not errors(article)


def test_partner_named_but_not_linked_is_advice():
    partner = make_partner(name_fi="Posintra")
    article = make_article(body_fi="<p>Posintra oli mukana.</p>")
    assert any("names Posintra" in line for line in advice(article))
    article.partners.add(partner)
    assert not any("names Posintra" in line for line in advice(article))


def test_checklist_speaks_the_editors_language():
    article = make_article(lead_fi="")
    for code, word in (("sv", "ingress"), ("et", "juhtlõi"), ("fi", "ingress")):
        with override(code):
            assert word in errors(article)[0].lower(), errors(article)
