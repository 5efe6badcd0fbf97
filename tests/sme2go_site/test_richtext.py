"""Rich text on its way into the database: what stays, what goes, and that nothing gets in that could act."""

import random
import time
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from news.models import Article
from sme2go_site.richtext import clean
from tests.factories import make_article

CELL = {"colspan", "rowspan"}
HAVE_ATTRIBUTES = {"a": {"href"}, "img": {"src"}, "ol": {"start"}, "figure": {"class"}, "th": CELL, "td": CELL}
PLAIN = {
    "p",
    "h2",
    "h3",
    "h4",
    "strong",
    "em",
    "br",
    "ul",
    "li",
    "blockquote",
    "figcaption",
    "table",
    "thead",
    "tbody",
    "tr",
}
ATTACKS = """
<script>attack()</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<scr<script>ipt>attack()</scr</script>ipt>
<script/x>attack()</script>
<img src=x onerror=attack()>
<img src="/go/picture/1/" onload="attack()">
<img src='/go/picture/1/'onerror='attack()'>
<IMG SRC=JaVaScRiPt:attack()>
<img src="/go/picture/1/../../evil">
<img srcset="//evil.example/x 1x">
<img/src="x"/onerror=attack()>
<img src=`x`onerror=attack()>
<svg onload=attack()>
<svg><script>attack()</script></svg>
<svg><a xlink:href="javascript:attack()"><text>x</text></a></svg>
<svg><style><img src=x onerror=attack()></style></svg>
<svg><p><style><g title="</style><img src=x onerror=attack()>">
<svg></p><style><a title="</style><img src=x onerror=attack()>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=attack()&gt;">
<math><mi><mglyph><svg><mtext><style><path id="</style><img onerror=attack() src=x>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=attack()>
<a href="javascript:attack()">x</a>
<a href="JaVaScRiPt:attack()">x</a>
<a href=" javascript:attack()">x</a>
<a href="java	script:attack()">x</a>
<a href="java&#10;script:attack()">x</a>
<a href="&#x6A;avascript&colon;attack()">x</a>
<a href="javascript&#58;attack()">x</a>
<a href="\x01javascript:attack()">x</a>
<a href="data:text/html,<script>attack()</script>">x</a>
<a href="vbscript:attack()">x</a>
<a href="//evil.example/">x</a>
<a href="/\\evil.example/">x</a>
<a href="\\\\evil.example/">x</a>
<a href="https:evil.example">x</a>
<a href="https:/\\evil.example">x</a>
<a href="https://sme2go.eu" onclick="attack()">x</a>
<a href="https://sme2go.eu" style="position:fixed;inset:0">x</a>
<a href="https://sme2go.eu" target="_blank">x</a>
<a href='https://sme2go.eu" onmouseover="attack()'>x</a>
<a href="#" ping="//evil.example">x</a>
<iframe src="javascript:attack()"></iframe>
<iframe srcdoc="<script>attack()</script>"></iframe>
<object data="javascript:attack()"></object>
<embed src="javascript:attack()">
<link rel=stylesheet href=//evil.example/x.css>
<style>@import "//evil.example/x.css";</style>
<meta http-equiv=refresh content="0;url=javascript:attack()">
<base href="//evil.example/">
<body onload=attack()>
<p onclick=attack() style="background:url(javascript:attack())">x</p>
<p id="main" class="funding" data-x="1">x</p>
<input autofocus onfocus=attack()>
<select autofocus onfocus=attack()></select>
<textarea autofocus onfocus=attack()></textarea>
<details open ontoggle=attack()>x</details>
<video><source onerror=attack()></video>
<audio src=x onerror=attack()></audio>
<marquee onstart=attack()>x</marquee>
<form action="javascript:attack()"><button>x</button></form>
<button formaction="javascript:attack()">x</button>
<isindex action="javascript:attack()" type=submit>
<table background="javascript:attack()"><td background="javascript:attack()">x</td></table>
<td colspan="1 onmouseover=attack()">x</td>
<!--><img src=x onerror=attack()>-->
<!--[if IE]><script>attack()</script><![endif]-->
<![CDATA[<img src=x onerror=attack()>]]>
<?xml version="1.0"?><?php attack() ?>
<noscript><p title="</noscript><img src=x onerror=attack()>"></noscript>
<title><img src=x onerror=attack()></title>
<xmp><img src=x onerror=attack()></xmp>
<template><script>attack()</script></template>
<plaintext><img src=x onerror=attack()>
<p title="</p><script>attack()</script>">x</p>
&lt;script&gt;attack()&lt;/script&gt;
<p>&lt;img src=x onerror=attack()&gt;</p>
<figure class="quote funding" onclick=attack()><blockquote cite="javascript:attack()">x</blockquote></figure>
<x-y onclick=attack()>x</x-y>
\x00<scr\x00ipt>attack()</script>
<img src=x onerror=attack()//
<p><a href="https://sme2go.eu/<script>attack()</script>">x</a></p>
""".strip().splitlines()
RUBBISH = [
    "<p>a",
    "<li>a",
    "<li><p>a</p><p>b</p>",
    "<b x=1>a</b>",
    "<",
    "&",
    "<a href='",
    "<!--",
    "<td>",
    "<td><ul><li>a</ul>",
    "</p>",
]
SOUP = [*PLAIN, *HAVE_ATTRIBUTES, "div", "h1", "b", "span"]


class Reader(HTMLParser):
    """What a text consists of, read by a parser that had no part in cleaning it."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def is_harmless(tag, attributes):
    fits = tag in PLAIN | HAVE_ATTRIBUTES.keys() and attributes.keys() <= HAVE_ATTRIBUTES.get(tag, set())
    link = attributes.get("href", "#")
    leads = link.startswith(("https://", "http://", "mailto:", "tel:", "#")) or (
        link[0] == "/" and link[1] not in "/\\"
    )
    return fits and leads and attributes.get("src", "/go/picture/1/").startswith("/go/picture/")


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_leaves_nothing_that_could_act(attack):
    for markup in (attack, f"<p>before {attack} after</p>", f"<ul><li>{attack}</ul><table><td>{attack}"):
        assert all(is_harmless(*element) for element in Reader(clean(markup)).found), clean(markup)


def test_no_attack_acts_in_a_browser(chromium):
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    whole = "".join(clean(f"<p>{attack}</p>") for attack in ATTACKS)
    page.set_content(f"<script>window.attack = () => {{ window.attacked = true }}</script>{whole}")
    for link in page.locator("a").all():
        link.evaluate("link => { link.addEventListener('click', event => event.preventDefault()); link.click() }")
    assert page.evaluate("window.attacked") is None
    assert not [url for url in asked if "evil" in url]
    page.close()


def test_attacks_are_more_than_sixty_and_would_act_uncleaned(chromium):
    page = chromium.new_page()
    page.set_content(
        "<script>window.count = 0; window.attack = () => { window.count += 1 }</script>" + "".join(ATTACKS[3:8])
    )
    page.wait_for_function("window.count > 0")
    page.close()
    assert len(ATTACKS) > 60


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("<h1>Title</h1><h5>Small</h5>", "<h2>Title</h2><h4>Small</h4>"),
        ("<p>a <b>b</b> <i>c</i> <u>d</u></p>", "<p>a <strong>b</strong> <em>c</em> d</p>"),
        ("<p></p><p>&nbsp;</p><p><br></p><h2> </h2><ul><li></li></ul>", ""),
        ("words<div>more</div>last", "<p>words</p><p>more</p><p>last</p>"),
        ("<p>a<br>b<br></p>", "<p>a<br>b</p>"),
        ("<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<ul>a<p>b</p></ul><li>c</li>", "<ul><li><p>a</p><p>b</p></li></ul><p>c</p>"),
        ('<ol start="3"><li>a</ol><ol start="x"><li>b</ol>', '<ol start="3"><li>a</li></ol><ol><li>b</li></ol>'),
        ("<table><tr><th><p>a</p><td></table>", "<table><tbody><tr><th>a</th><td></td></tr></tbody></table>"),
        ("<table><tr><td>a</table>after", "<table><tbody><tr><td>a</td></tr></tbody></table><p>after</p>"),
        ("<p>a<img src='/go/picture/7/'>b</p>", '<p>a</p><figure><img src="/go/picture/7/"></figure><p>b</p>'),
        ("<p>a<img src='https://elsewhere.example/x.png'></p>", "<p>a</p>"),
        ("<figure><figcaption>No picture</figcaption></figure>", "<p>No picture</p>"),
        ("<a href='https://sme2go.eu'><p>a</p></a>", "<p>a</p>"),
        ("<a href='nowhere'>a</a>", "<p>a</p>"),
        ("<strong><em>a</em><strong>b</strong></strong>", "<p><strong><em>a</em>b</strong></p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<p>å„“”…–\u00a0õ🙂</p>", "<p>å„“”…–&nbsp;õ🙂</p>"),
        (None, ""),
    ],
)  # fmt: skip
def test_text_is_brought_into_the_grammar(written, stored):
    assert clean(written) == stored


@pytest.mark.parametrize(
    "text",
    [
        "<h2>a</h2><h3>b</h3><h4>c</h4><p>d <strong>e</strong> <em>f</em><br>g</p>",
        '<figure class="quote"><blockquote><p>a</p><p>b</p></blockquote><figcaption>Who, role</figcaption></figure>',
        '<figure><img src="/go/picture/7/"><figcaption>a <a href="/go/article/3/">b</a></figcaption></figure>',
        '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
        '<blockquote><p>a</p></blockquote><p><a href="mailto:a@b.example">c</a> <a href="#d">d</a> [[contact]]</p>',
    ],
)
def test_what_the_editor_offers_stays_as_it_is(text):
    assert clean(text) == text


def test_no_word_of_any_soup_is_lost_and_cleaning_again_changes_nothing():
    chance = random.Random(2018)
    for _soup in range(400):
        tags = [f"<{chance.choice(['', '/'])}{chance.choice(sorted(SOUP))}>" for _tag in range(30)]
        soup = "".join(f"{tag}word{number}" for number, tag in enumerate(tags))
        once = clean(soup)
        assert clean(once) == once, soup
        assert all(f"word{number}" in once for number in range(30)), soup
        assert all(is_harmless(*element) for element in Reader(once).found), soup


@pytest.mark.parametrize("tag", ["ul", "b", "blockquote", "table", "div", "figure", "x-y"])
def test_text_nested_too_deeply_is_refused_with_a_sentence(tag):
    with pytest.raises(ValidationError, match="nested too deeply"):
        clean(f"<{tag}>" * 500_000)


@pytest.mark.parametrize("piece", RUBBISH)
def test_time_grows_with_the_length_of_rubbish_and_not_with_its_square(piece):
    def seconds(times):
        start = time.process_time()
        clean(piece * times)
        return time.process_time() - start

    seconds(100)
    assert seconds(32_000) < 0.2 + 40 * min(seconds(2_000), seconds(2_000))  # the square would be 256 times as much


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["save", "update", "bulk_create", "bulk_update"])
def test_stored_text_is_clean_however_it_was_saved(way):
    attack, article = "<p onclick=attack()>a</p><script>attack()</script>", make_article()
    if way == "save":
        article.body_fi = attack
        article.save()
    elif way == "update":
        Article.objects.update(body_fi=attack)
    elif way == "bulk_create":
        Article.objects.all().delete()
        Article.objects.bulk_create([Article(body_fi=attack)])
    else:
        article.body_fi = attack
        Article.objects.bulk_update([article], ["body_fi"])
    assert Article.objects.values_list("body_fi", flat=True)[0] == "<p>a</p>"
