"""Pasting into the editor: what Word, Google Docs and LibreOffice put on the clipboard, byte for byte, in a real Chromium."""

import re

import pytest

from tests.conftest import ROOT, missing
from tests.sme2go_site.test_richtext import ATTACKS, Reader, is_harmless

pytestmark = pytest.mark.browser
CLIPBOARD = ROOT / "tests" / "clipboard"
PASTE = """(box, kinds) => {
  const clipboardData = new DataTransfer()
  for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(kind, text)
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""

# What the editor makes of each; [1] is a footnote, and a number that a paragraph interrupted goes on where it was.
KEPT = {
    "word-desktop": """
<h2>Slutkonferens i Tartu</h2>
<h2>Vad projektet lämnar efter sig</h2>
<p>I&nbsp;Tartu möttes <strong>företag med lösningar för smarta städer</strong> från tre länder.
 <strong><em>Petra Ärlsjö</em></strong><em>, projektledare</em>, såg tillbaka.</p>
<p>Läs mer hos <a href="https://www.sisp.se/">SISP</a>, eller överst. Dörrarna står öppna.[1]</p>
<h2>Vad gjordes</h2>
<ul><li>match-making<ul><li>på nätet sedan 2016<ul><li>intervjuer med <em>Synocus</em></li></ul></li>
<li>på plats i Weifang</li></ul></li><li>expertråd</li></ul>
<h3>Nya marknader</h3>
<ol><li>Kina<ol><li>Weifang</li><li>Rizhao</li></ol></li><li>Sydkorea</li></ol>
<p>Och utanför Asien:</p>
<ol start="3"><li>Botswana</li></ol>
<table><tbody><tr><th>Talare</th><th>Ämne</th></tr>
<tr><td>Youngwha Of, STPC</td><td>Pangyo Zero City</td></tr>
<tr><td>Jenny Pikkarainen, Sigholm</td><td>Energiförsörjning, 120&nbsp;km²</td></tr></tbody></table>
<h4>Källa</h4>
<p>Västerås Science Park, 19&nbsp;juni 2018.<br>
Med e-post: <a href="mailto:desk@sme2go.example">desk@sme2go.example</a></p>
<p>[1] Enligt rapporten från mötet.</p>""",
    "word-online": """
<h2>Twenty years of Västerås Science Park</h2>
<p>It began on <strong>6&nbsp;April 1998</strong> as <em>Teknikbyn</em> in Kopparlunden,
 see <a href="https://vasterassciencepark.se/">its own page</a>.</p>
<h2>Who was there</h2>
<ul><li>eight equal owners<ul><li>companies<ul><li>about 700 a year</li></ul></li><li>visitors</li></ul></li>
<li>the city</li></ul>
<ol><li>Look back<ol><li>at the park</li></ol></li><li>Look ahead</li></ol>
<table><tbody><tr><th>Year</th><th>Event</th></tr>
<tr><td>1998</td><td>Start</td></tr><tr><td>2018</td><td>20 years</td></tr></tbody></table>
<p>Source: vasterassciencepark.se</p>""",
    "google-docs": """
<h2>Tapaa yritykset</h2>
<p>Maaliskuun <strong>5. päivänä</strong> 2018 alkoi <em>Tapaa yritykset</em>:
 ruotsalaisia, suomalaisia ja <strong><em>virolaisia pk-yrityksiä</em></strong>.</p>
<h2>Mistä puhutaan</h2>
<ul><li>uudet markkinat<ul><li>Kiina, 120&nbsp;km²<ul><li>Weifang</li></ul></li><li>Botswana</li></ul></li>
<li><strong>kumppanuudet</strong></li></ul>
<ol><li>Ilmoittaudu<ol><li>verkossa</li></ol></li><li>Tapaa</li></ol>
<p>Lue lisää: <a href="https://www.posintra.fi/">Posintra</a> tai
 <a href="https://docs.google.com/document/d/1sample/edit#heading=h.sample">tästä</a>.</p>
<table><tbody><tr><th>Yritys</th><th>Kaupunki</th></tr>
<tr><td>Synocus Group</td><td>Helsinki</td></tr><tr><td>Järnvägsklustret</td><td>Västerås</td></tr></tbody></table>
<h4>Lähde</h4>
<p>Hankkeen verkkosivut</p>""",
    "libreoffice": """
<h2>Viis päeva Weifangis</h2>
<p>Märtsis 2018 sõitis <strong>kuus</strong> Soome ja Rootsi ettevõtet koos Posintra ja
 <a href="https://vasterassciencepark.se/">Västeråsi Teaduspargiga</a> Hiinasse.</p>
<h2>Kus käidi</h2>
<ul><li>Weifang<ul><li>linnavalitsus</li><li>Food Valley, <em>120&nbsp;km²</em></li></ul></li><li>Zhucheng</li></ul>
<h3>Järgmised sammud</h3>
<ol><li>Leping</li><li>Reovesi<ol><li>Rizhao</li></ol></li></ol>
<table><tbody><tr><th>Koht</th><th>Mis seal on</th></tr><tr><td>Rizhao</td><td>Puitmajad</td></tr></tbody></table>
<h4>Allikas</h4>
<p>Posintra veebileht.</p>""",
}


# What people copied out of the programs themselves: captures that the tests of an editor on npm (substance, MIT) bring.
CAPTURED = ROOT / "tests" / "node_modules" / "substance" / "test" / "clipboard"
LINK = "https://en.wikipedia.org/wiki/United_States_Senate_election_in_Illinois,_2004"
WOKE = """<p>One <em>morning</em>, when <strong>Gregor Samsa</strong> woke from troubled dreams, he found himself
 transformed in his bed into a horrible vermin.</p><h2>intermission</h2><p>He lay on his """
BED = """, and if he lifted his head a little he could see his brown belly, slightly domed and divided by arches into
 stiff sections. The bedding was hardly.</p>"""
REAL = {
    "word-11-osx-extended.html": f"{WOKE}<strong>a<em>rmour-lik</em>e b<em>ac</em>k</strong>{BED}",
    "word-11-osx-annotated-text.html": f'<p>X<a href="{LINK}">X</a>X</p>',
    "word-11-osx-two-paragraphs.html": "<p>AAA</p><p>BBB</p>",
    "google-docs-osx-linux-chrome-extended.js": f"{WOKE}<strong>a<em>rmour-lik</em>e </strong><em>b</em>"
    f"<strong><em>ac</em></strong><em>k</em>{BED}",
    "google-docs-osx-linux-chrome-annotated-text.html": f'<p>X<a href="{LINK}">X</a>X</p>',
    "google-docs-linux-firefox-annotated-text.html": f'<p>X<a href="{LINK}">X</a>X</p>',
}


@pytest.fixture
def box(desk):
    """The editor of a new article's English text."""
    desk.goto("/admin/news/article/add/?language=en")
    desk.fill("#id_title_en", "Pasted")
    box = desk.locator(".field-body_en .ProseMirror[contenteditable=true]")
    box.click()
    return box


def paste(box, html, **more):
    box.evaluate(PASTE, {"text/html": html} | more)


def clipboard(name):
    return (CLIPBOARD / f"{name}.html").read_bytes().decode()


def shown(box):
    return box.evaluate("box => box.editor.getHTML()")


def in_short(html):
    """The editor's HTML as it is stored: a lone paragraph in an item or a cell needs no tags of its own."""
    html = re.sub(r"<(li|td|th)([^>]*)><p>(.*?)</p>", r"<\1\2>\3", html)
    return html.replace(' data-type="decimal"', "")


def save(box):
    box.page.locator("input[name=_continue]").click()
    box.page.locator(".success").wait_for()
    box.wait_for(state="attached")


@pytest.mark.parametrize("program", KEPT)
def test_headings_lists_links_and_tables_are_kept_and_nothing_else(box, program):
    paste(box, clipboard(program))
    assert in_short(shown(box)) == KEPT[program].replace("\n", "")
    assert not box.page.told


@pytest.mark.parametrize("capture", REAL)
def test_what_people_really_copied_is_kept_and_nothing_else(box, capture):
    if not CAPTURED.exists():
        missing("no captures: apt install npm, then make test")
    words = (CAPTURED / capture).read_text()
    paste(box, words.split("`")[1] if capture.endswith(".js") else words)
    assert in_short(shown(box)) == REAL[capture].replace("\n", "")


@pytest.mark.parametrize("program", KEPT)
def test_what_is_stored_is_what_the_editor_showed(box, program):
    paste(box, clipboard(program))
    before = shown(box)
    save(box)
    assert box.page.locator("#id_body_en").input_value() == KEPT[program].replace("\n", "")
    assert shown(box) == before


def test_hostile_clipboard_leaves_nothing_that_acts_or_comes_from_elsewhere(box):
    box.page.evaluate("() => { window.attack = () => { window.attacked = true } }")
    for attack in ATTACKS:
        paste(box, f"<p>before {attack} after</p>")
        paste(box, f"<p data-pm-slice='1 1 []'>before {attack} after</p>")
    found = Reader(in_short(shown(box))).found
    assert found
    assert not [element for element in found if not is_harmless(*element)]
    assert box.page.evaluate("window.attacked") is None
    assert not [url for url in box.page.asked if "evil" in url]


def test_picture_from_elsewhere_pasted_over_a_selection_deletes_nothing(box):
    box.page.keyboard.type("These words stay.")
    box.page.keyboard.press("Control+a")
    paste(box, '<img src="https://lh7-rt.googleusercontent.com/docsz/picture">')
    assert shown(box) == "<p>These words stay.</p>"


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a&nbsp;&nbsp; b</p><p>&nbsp;</p><p>5&nbsp;March</p>", "<p>a b</p><p>5&nbsp;March</p>"),
        ("a <b>b</b><b>c</b> <i> d</i>", "<p>a <strong>bc </strong><em>d</em></p>"),
        ("<ol><ol><li>a</li></ol><li>b</li></ol>", "<ol><li>a</li><li>b</li></ol>"),
        ("<ul><li><h2>a</h2><p>b</p></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<table><tr><td><b>a</b></td></tr></table>", "<table><tbody><tr><td><strong>a</strong></td></tr></tbody></table>"),
        ("<table><tr><td></td></tr></table><p>a</p>", "<p>a</p>"),
        ("<a href='file:///C:/a.docx'>a</a> <a name=_Toc1>b</a> <a href='#_ftn1'>c</a>", "<p>a b c</p>"),
        ("<p>posintra.fi</p>", "<p>posintra.fi</p>"),
    ],
)  # fmt: skip
def test_pasted_text_is_tidied(box, html, kept):
    paste(box, html)
    assert in_short(shown(box)) == kept


def test_what_the_editor_copied_is_pasted_as_it_was(box):
    quotation = '<figure class="quote"><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>'
    box.evaluate("(box, html) => box.editor.commands.setContent(html)", f"{quotation}<p>c</p>")
    box.page.keyboard.press("Control+a")
    box.page.keyboard.press("Control+c")
    box.page.keyboard.press("Delete")
    box.page.keyboard.press("Control+v")
    assert quotation in shown(box)


@pytest.mark.parametrize("kind", ["text/html", "text/plain"])
def test_enormous_paste_is_refused_with_a_sentence_and_what_was_typed_stays(box, kind):
    box.page.keyboard.type("Typed by a test.")
    box.evaluate(PASTE, {kind: "<p>far too much</p>" * 450_000})
    box.page.get_by_role("alert").get_by_text("too much to paste at once").wait_for()
    assert shown(box) == "<p>Typed by a test.</p>"
    box.page.keyboard.type(" And more.")
    assert shown(box) == "<p>Typed by a test. And more.</p>"
    assert not box.page.get_by_role("alert").count()


def test_big_pictures_in_a_short_text_are_left_out_and_the_text_is_pasted(box):
    paste(box, f'<p>a<img src="data:image/png;base64,{"iVBO" * 1_000_000}">b</p>')
    assert shown(box) == "<p>ab</p>"


def test_a_megabyte_of_word_is_pasted_while_one_waits(box):
    start, middle, end = clipboard("word-desktop").partition("<p class=MsoTitle>")
    paste(box, start + (middle + end) * 60)
    assert shown(box).count("<h2>Slutkonferens i Tartu</h2>") == 60
