"""The feeds as feed readers read them, and by the rules of their formats."""

import json
import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from django.utils import timezone, translation
from lxml import etree, html

from news.models import Article
from partners.models import Partner
from tests.factories import make_article, make_partner, make_picture, make_project, make_topic

pytestmark = pytest.mark.django_db
RSS, ATOM, JSON = (f"/en/news/{name}" for name in ("rss.xml", "atom.xml", "feed.json"))
FEEDS = [RSS, ATOM, JSON]
ATOM_SCHEMA = Path(__file__).parent / "atom.rng"
NEWS = {"sv": "/sv/nyheter/", "en": "/en/news/", "et": "/et/uudised/", "fi": "/fi/uutiset/"}


def parsed(client, address):
    """{title, link, id, language …} and the entries, whatever the format: as feedparser reads it, JSON by the same names."""
    answer = client.get(address)
    assert answer.status_code == 200
    if "feed.json" not in address:
        feed = feedparser.parse(answer.content)
        assert not feed.bozo, feed.get("bozo_exception")
        return feed.feed, feed.entries
    feed = json.loads(answer.content)
    names = {"link": "url", "summary": "summary", "title": "title", "id": "id"}
    entries = [{name: item[own] for name, own in names.items()} for item in feed["items"]]
    bodies = [{"content": [{"value": item["content_html"]}]} for item in feed["items"]]
    return feed, [entry | body for entry, body in zip(entries, bodies, strict=True)]


def titles(client, address):
    return [entry["title"] for entry in parsed(client, address)[1]]


def make_full_article():
    """With all that a feed may hold."""
    partner, topic, picture = make_partner(), make_topic(), make_picture(alt_en='Sea & "sky"', credit_en="Someone")
    other = make_article()
    article = make_article(
        hero=picture,
        title_en="Five < six & seven\x0b",
        lead_en="A lead, 2 < 3",
        substantive_update_at=timezone.now(),
        published_at=timezone.now() - timedelta(days=2),
        body_en=f'<h2>Head</h2><p>Words <a href="/go/partner/{partner.pk}/">partner</a>, '
        f'<a href="/go/article/{other.pk}/">other</a>, '
        '<a href="/go/article/99/">nowhere</a>, <a href="https://example.org/?a=1&amp;b=[">out</a>, <a href="#top">up</a></p>'
        f'<figure><img src="/go/picture/{picture.pk}/"><figcaption>Caption</figcaption></figure>'
        "<table><tr><th>A</th></tr><tr><td>B</td></tr></table>",
    )
    article.topics.add(topic)
    article.partners.add(partner)
    return article


# --- What they hold -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml", "feed.json"])
@pytest.mark.parametrize("code", NEWS)
def test_feed_speaks_its_language_and_holds_its_articles_alone(client, code, name):
    article = make_article(languages=[code])
    make_article(languages=[other for other in NEWS if other != code])
    feed, entries = parsed(client, NEWS[code] + name)
    assert feed["language"] == code
    assert [entry["title"] for entry in entries] == [getattr(article, f"title_{code}")]
    assert entries[0]["link"] == f"http://testserver{article.link_in(code)}"


@pytest.mark.parametrize("address", FEEDS)
def test_feed_of_a_topic_or_partner_holds_theirs(client, address):
    topic, partner, both, one = make_topic(), make_partner(), make_article(), make_article()
    make_article()
    both.topics.add(topic)
    both.partners.add(partner)
    one.partners.add(partner)
    about_topic, about_partner = f"?topic={topic.slug_en}", f"?partner={partner.slug_en}"
    assert titles(client, address + about_topic) == [both.title_en]
    assert titles(client, address + about_partner) == [one.title_en, both.title_en]
    assert titles(client, f"{address}{about_partner}&topic={topic.slug_en}") == [both.title_en]
    assert topic.name_en in parsed(client, address + about_topic)[0]["title"]
    assert client.get(address + "?topic=none").status_code == 404
    topic.slug_en = "renamed"
    topic.save()
    assert client.get(address + about_topic)["Location"] == f"{address}?topic=renamed"


@pytest.mark.parametrize("address", FEEDS)
def test_feed_holds_the_whole_text_with_addresses_that_work_anywhere(client, address):
    article = make_full_article()
    entry = next(entry for entry in parsed(client, address)[1] if "Five" in entry["title"])
    tree = html.fromstring(f"<div>{entry['content'][0]['value']}</div>")
    assert tree.xpath("string(.//h2)") == "Head"
    assert "A lead, 2 < 3" in tree.text_content()
    links = {link.text: link.get("href") for link in tree.iter("a")}
    assert links == {
        "partner": f"http://testserver{Partner.objects.get().link_in('en')}",
        "other": f"http://testserver{Article.objects.exclude(pk=article.pk).get().link_in('en')}",
        "out": "https://example.org/?a=1&b=[",
        "up": f"http://testserver{article.link_in('en')}#top",
    }
    main, inner = tree.iter("img")
    for image in (main, inner):
        assert image.get("alt") == 'Sea & "sky"'
        assert image.get("src").startswith("http://testserver/media/pictures/")
        assert (image.get("width"), image.get("height")) == ("720", "405")
        assert image.getparent().find("figcaption/small").text == "Someone"
    assert not tree.xpath("//@class | //@srcset | //@loading | //@role | //source | //div/div")


def test_ids_survive_a_new_address(client):
    article = make_article()
    before = {address: parsed(client, address)[1][0]["id"] for address in FEEDS}
    article.slug_en = "renamed"
    article.save()
    assert {address: parsed(client, address)[1][0]["id"] for address in FEEDS} == before
    assert before[RSS] == f"/go/article/{article.pk}/en", "readers know the articles by this since the first feed"


@pytest.mark.parametrize("address", FEEDS)
def test_feed_holds_the_twenty_newest_and_asks_no_more_queries_for_more(client, address, django_assert_max_num_queries):
    picture, partner = make_picture(), make_partner()
    for day in range(22):
        body = f'<p><a href="/go/partner/{partner.pk}/">p</a><img src="/go/picture/{picture.pk}/"></p>'
        make_article(published_at=timezone.now() - timedelta(days=day), body_en=body, hero=picture)
    with django_assert_max_num_queries(8):
        found = titles(client, address)
    assert len(found) == 20


@pytest.mark.parametrize("address", FEEDS)
def test_picture_whose_rights_have_ended_is_in_no_feed(client, address):
    article = make_full_article()
    article.hero.rights_until = timezone.localdate() - timedelta(days=1)
    article.hero.save()
    assert "/media/" not in client.get(address).content.decode()


def test_picture_drawn_before_its_size_was_kept_has_none(client):
    picture = make_full_article().hero
    for rendition in picture.renditions["jpeg"].values():
        del rendition["bytes"]
    picture.save()
    files = [file for entry in parsed(client, RSS)[1] for file in entry["enclosures"]]
    assert [file["length"] for file in files] == ["0"]


@pytest.mark.parametrize("address", FEEDS)
def test_feed_names_the_funding_in_its_language(client, address):
    make_project()
    assert "European Regional Development Fund" in client.get(address).content.decode()


# --- Valid ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["full", "empty"])
def content(request):
    return make_full_article() if request.param == "full" else None


def test_atom_is_valid_by_its_own_schema(client, content):
    tree = etree.fromstring(client.get(ATOM).content)
    etree.RelaxNG(etree.parse(ATOM_SCHEMA)).assertValid(tree)
    ids = [identity.text for identity in tree.iter("{*}id")]
    assert len(set(ids)) == len(ids)
    assert all(identity.startswith("urn:uuid:") for identity in ids)
    assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert tree.xpath("*[local-name()='link'][@rel='self']/@href") == [f"http://testserver{ATOM}"]


def test_rss_keeps_the_rules_of_the_advisory_board(client, content):
    tree = etree.fromstring(client.get(RSS).content)
    channel = tree.find("channel")
    assert (tree.tag, tree.get("version")) == ("rss", "2.0")
    assert all(channel.findtext(name) for name in ("title", "link", "description", "language", "lastBuildDate"))
    self_link = channel.find("{http://www.w3.org/2005/Atom}link")
    assert (self_link.get("rel"), self_link.get("href")) == ("self", f"http://testserver{RSS}")
    names = [child.tag for child in channel if child.tag != "item"]
    assert len(names) == len(set(names)), "an element of the channel stands once"
    for item in channel.iter("item"):
        assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
        assert urlsplit(item.findtext("link")).scheme == "http"
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.find("author") is None, "an author here would have to be an e-mail address"
        assert len(item.findall("enclosure")) <= 1
    for enclosure in channel.iter("enclosure"):
        assert int(enclosure.get("length")) == len(client.get(enclosure.get("url")).getvalue())
        assert enclosure.get("type") == "image/jpeg"
    guids = [guid.text for guid in channel.iter("guid")]
    assert len(set(guids)) == len(guids)


def test_json_feed_keeps_the_rules_of_version_1_1(client, content):
    answer = client.get(JSON)
    feed = json.loads(answer.content)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"http://testserver{JSON}"
    assert all(isinstance(feed[name], str) and feed[name] for name in ("title", "home_page_url", "description"))
    assert [set(author) <= {"name", "url", "avatar"} for author in feed["authors"]] == [True]
    for item in feed["items"]:
        assert all(isinstance(value, str) for name, value in item.items() if name != "tags")
        assert item["id"]
        assert item["content_html"]
        assert all(datetime.fromisoformat(item[name]).tzinfo for name in ("date_published", "date_modified"))
        assert all(urlsplit(item[name]).netloc for name in ("url", "image") if name in item)
        assert all(isinstance(tag, str) and tag for tag in item["tags"])


@pytest.mark.parametrize("address", FEEDS)
def test_characters_that_xml_cannot_hold_are_left_out(client, address):
    """A control, a character that is none, and markup: in every place that has words."""
    strange = "a\x0b\x01\ufffe\U0001f600<&>]]>"
    topic = make_topic(name_en=strange)
    make_article(title_en=strange, lead_en=strange, body_en=f"<p>{strange}</p>").topics.add(topic)
    assert titles(client, f"{address}?topic={topic.slug_en}") == ["a\U0001f600<&>]]>"]


# --- Found ----------------------------------------------------------------------------------------------------------------


def announced(client, path):
    """The feeds that a page names to programs: [path and query]."""
    page = html.fromstring(client.get(path).content)
    links = page.xpath("//link[@rel='alternate'][@type][starts-with(@type, 'application/')]")
    assert {link.get("type") for link in links} == {
        f"application/{kind}" for kind in ("rss+xml", "atom+xml", "feed+json")
    }
    return [link.get("href") for link in links]


def test_pages_announce_the_feeds_that_fit_them_and_people_see_them_too(client):
    topic, partner, article = make_topic(), make_partner(), make_article()
    article.partners.add(partner)
    of_topic, of_partner = f"?topic={topic.slug_en}", f"?partner={partner.slug_en}"
    assert announced(client, "/en/") == FEEDS
    assert announced(client, "/en/news/") == FEEDS
    assert announced(client, f"/en/news/{of_topic}&year=2018") == [feed + of_topic for feed in FEEDS] + FEEDS
    assert announced(client, partner.link_in("en")) == [feed + of_partner for feed in FEEDS] + FEEDS
    for page, query in ((f"/en/news/{of_topic}", of_topic), (partner.link_in("en"), of_partner)):
        follow = html.fromstring(client.get(page).content).find_class("follow")[0]
        assert [link.get("href") for link in follow.iter("a")] == [feed + query for feed in FEEDS]
    with translation.override("fi"):
        assert all(re.match("/fi/uutiset/", feed) for feed in announced(client, "/fi/"))
