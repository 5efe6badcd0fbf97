"""Claims that hold for every public address in every language, on the site as it is served."""

import re

import pytest
from lxml import html

from tests.pages import EVERY_KIND_AND_ERROR, EVERY_PAGE, FUND, HONEST, HONEST_EVENT, UNION


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_PAGE)
def test_page_says_its_language_title_and_versions(site, kind, code, path):
    answer = site.get(path)
    tree = html.fromstring(answer.body)
    assert (answer.status, tree.get("lang"), len(tree.findall(".//h1"))) == (200, code, 1)
    assert tree.xpath("//link[@rel='canonical']/@href") == [site.address + path]
    assert len(tree.xpath("//link[@rel='alternate'][@hreflang]")) == 5, "four languages and x-default"


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_page_carries_the_funding_block_in_its_language(site, kind, code, path):
    tree = html.fromstring(site.get(path).body)
    block = tree.find_class("funding")[0]
    words = " ".join(block.text_content().split())
    assert UNION[code] in words
    assert FUND[code] in words
    assert "Interreg Central Baltic" in words
    assert "SME2GO 2015–2018" in words
    assert "eu-emblem" in block.find("img").get("src")


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_page_sets_no_cookie_and_holds_no_script_style_or_placeholder(site, kind, code, path):
    answer = site.get(path)
    tree = html.fromstring(answer.body)
    assert answer.headers.get_all("Set-Cookie") is None
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not tree.xpath("//script[not(@type='application/ld+json')] | //style | //@style | //iframe")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"\[\[|\]\]|\[[Nn]ame\]|TODO|lorem", tree.text_content())


@pytest.mark.parametrize(("kind", "code", "path"), EVERY_KIND_AND_ERROR)
def test_language_menu_names_four_languages_and_marks_the_current_one(site, kind, code, path):
    menu = html.fromstring(site.get(path).body).find_class("language-menu")[0]
    links = menu.xpath(".//a")
    assert [link.text for link in links] == ["Svenska", "English", "Eesti", "Suomi"]
    assert [link.get("lang") for link in links if link.get("aria-current")] == [code]
    assert all(site.get(link.get("href")).status == 200 for link in links)


@pytest.mark.parametrize(("code", "path"), [*HONEST.items(), *HONEST_EVENT.items()])
def test_honest_page_is_said_in_the_readers_language_and_kept_from_search_engines(site, code, path):
    answer = site.get(path)
    tree = html.fromstring(answer.body)
    assert (answer.status, tree.get("lang")) == (200, code)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not tree.xpath("//link[@hreflang]")
    original = tree.find_class("not-yet-original")[0]
    assert original.get("lang") != code
    assert tree.xpath("//link[@rel='canonical']/@href")[0].startswith(f"{site.address}/{original.get('lang')}/")


def test_every_link_of_every_page_leads_somewhere(site):
    seen = set()
    for _kind, _code, path in EVERY_PAGE:
        for link in html.fromstring(site.get(path).body).xpath("//a/@href | //img/@src | //link/@href"):
            if link.startswith("/"):
                seen.add(link)
    broken = [link for link in sorted(seen) if site.get(link).status not in {200, 301, 302}]
    assert not broken
    assert len(seen) > 100
