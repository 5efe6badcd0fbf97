"""A stored text on its way onto a page: references, pictures, tables and facts."""

from datetime import date

import pytest
from django.utils.html import escape

from sme2go_site.rendering import render
from tests.factories import make_article, make_partner, make_picture

pytestmark = pytest.mark.django_db
HEAD, ROW = "<tr><th>a</th><th>b</th></tr>", "<tr><th>c</th><td>d</td></tr>"


def test_empty_text_is_empty():
    assert render("") == render(None) == ""


def test_words_and_signs_stay_as_they_are():
    assert render("<p>1 &lt; 2 &amp; „õ“ – 3</p>") == "<p>1 &lt; 2 &amp; „õ“ – 3</p>"


@pytest.mark.parametrize("code", ["sv", "en", "et", "fi"])
def test_link_by_identity_leads_to_the_readers_language(code):
    article = make_article()
    assert f'href="{article.link_in(code)}"' in render(f'<p><a href="/go/article/{article.pk}/">x</a></p>', code)


def test_link_to_what_the_language_lacks_leads_to_its_honest_page():
    article = make_article(languages=["sv"])
    assert f'href="/fi/uutiset/{article.slug_sv}/"' in render(f'<p><a href="/go/article/{article.pk}/">x</a></p>', "fi")


@pytest.mark.parametrize("reference", ["/go/article/999/", "/go/partner/999/", "/go/picture/999/"])
def test_link_that_leads_nowhere_leaves_its_words(reference):
    assert render(f'<p>a <a href="{reference}">b</a> c</p>') == "<p>a b c</p>"


def test_links_of_a_text_cost_one_query_a_kind(django_assert_num_queries):
    articles, partners = [make_article() for _ in range(4)], [make_partner() for _ in range(4)]
    references = [("article", one.pk) for one in articles] + [("partner", one.pk) for one in partners]
    text = "".join(f'<p><a href="/go/{kind}/{pk}/">x</a></p>' for kind, pk in references)
    with django_assert_num_queries(2):
        assert render(text, "en").count("<a ") == 8


def test_picture_is_shown_with_its_words_and_sizes_in_the_readers_language():
    picture = make_picture(alt_fi="Kuva satamasta", credit_fi="Piirros: SME2GO")
    shown = render(
        f'<p>a</p><figure><img src="/go/picture/{picture.pk}/"><figcaption>b <em>c</em></figcaption></figure>', "fi"
    )
    assert 'alt="Kuva satamasta"' in shown
    assert "<source" in shown
    assert "b <em>c</em>" in shown
    assert "Piirros: SME2GO" in shown


def test_picture_whose_right_of_use_has_ended_is_not_shown():
    picture = make_picture(rights_until=date(2020, 1, 1))
    assert render(f'<p>a</p><figure><img src="/go/picture/{picture.pk}/"></figure><p>b</p>') == "<p>a</p><p>b</p>"


def test_table_scrolls_by_keyboard_and_names_its_header_cells():
    shown = render(f"<table><tbody>{HEAD}{ROW}</tbody></table>", "sv")
    assert '<div class="table-scroll" role="region" tabindex="0" aria-label="Tabell">' in shown
    assert '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>' in shown
    assert '<th scope="row">c</th>' in shown


def test_tables_of_a_text_have_names_of_their_own():
    shown = render(f"<table><tbody>{HEAD}{ROW}</tbody></table>" * 2, "sv")
    assert 'aria-label="Tabell 1"' in shown
    assert 'aria-label="Tabell 2"' in shown


def test_fact_stands_where_its_key_is_named():
    assert render("<p>Write to [[contact]].</p>", facts={"contact": "the desk"}) == "<p>Write to the desk.</p>"


def test_address_in_a_fact_can_be_followed_and_its_lines_are_kept():
    shown = render("<p>[[contact]]</p>", facts={"contact": "Desk\ndesk@sme2go.example"})
    assert shown == '<p>Desk<br><a href="mailto:desk@sme2go.example">desk@sme2go.example</a></p>'


def test_fact_is_words_and_never_markup():
    attack = "<script>attack()</script>"
    assert escape(attack).replace("&quot;", '"') in render("<p>[[contact]]</p>", facts={"contact": attack})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>a</p><p>b [[host]] c</p>", "<p>a</p>"),
        ("<p><strong>b [[host]]</strong> c</p><p>a</p>", "<p>a</p>"),
        ("<ul><li>[[host]]</li><li>a</li></ul>", "<ul><li>a</li></ul>"),
        ("<p>a</p><ul><li>[[host]]</li></ul>", "<p>a</p>"),
        ("<p>[[host]] and [[contact]]</p>", ""),
        ("<h2>a</h2><p>[[host]]</p><h2>b</h2><p>c</p>", "<h2>b</h2><p>c</p>"),
        ("<p>a</p><h2>b</h2><h3>c</h3><ul><li>[[host]]</li></ul>", "<p>a</p>"),
        ("<h2>a</h2><p>b</p><h3>c</h3><p>[[host]]</p><h2>d</h2>", "<h2>a</h2><p>b</p><h2>d</h2>"),
        ("<h2>a</h2><p>[[host]]</p><h3>b</h3><p>c</p>", "<h2>a</h2><h3>b</h3><p>c</p>"),
        ("<h2>a</h2><p>b</p><p>[[host]]</p>", "<h2>a</h2><p>b</p>"),
        ("<h2>a [[host]]</h2><p>b</p>", "<p>b</p>"),
    ],
)
def test_what_names_an_empty_fact_is_left_out(text, shown):
    assert render(text, facts={"host": "", "contact": "known"}) == shown


def test_unknown_key_never_reaches_a_reader():
    assert render("<p>a [[no-such-thing]]</p>", facts={}) == ""
