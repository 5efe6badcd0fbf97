"""How a feed is written: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1; each takes (channel, items) of feeds.py, gives bytes."""

import json

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape

MEDIA = "http://search.yahoo.com/mrss/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"


class Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {"xmlns:content": CONTENT, "xmlns:media": MEDIA}

    def latest_post_date(self):
        return self.feed["updated"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])
        if picture := item["picture"]:
            size = {"width": str(picture["width"]), "height": str(picture["height"])}
            about = {"url": picture["url"], "type": picture["type"], "medium": "image"}
            handler.startElement("media:content", about | size)
            for name in ("alt", "credit"):
                if picture[name]:
                    handler.addQuickElement("media:description" if name == "alt" else "media:credit", picture[name])
            handler.endElement("media:content")


class Atom(Atom1Feed):
    def latest_post_date(self):
        return self.feed["updated"]

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def _written(generator, identity):
    """A writer by one of Django's generators; `identity` is the item's key that this format takes for one."""

    def write(channel, items):
        feed = generator(
            title=channel["title"],
            link=channel["link"],
            description=channel["description"],
            subtitle=channel["description"],
            language=channel["language"],
            author_name=channel["author"],
            feed_url=channel["address"],
            feed_guid=channel["id"],
            updated=channel["updated"],
        )
        for item in items:
            feed.add_item(
                title=item["title"],
                link=item["link"],
                description=escape(item["lead"]),
                content=item["content"],
                author_name=item["author"],
                pubdate=item["published"],
                updateddate=item["updated"],
                unique_id=item[identity],
                unique_id_is_permalink=False,
                categories=item["topics"],
                enclosures=_enclosures(item["picture"]),
                picture=item["picture"],
            )
        return feed.writeString("utf-8").encode()

    return write


def _enclosures(picture):
    return [Enclosure(picture["url"], str(picture.get("bytes", 0)), picture["type"])] if picture else []


def write_json(channel, items):
    authors = [{"name": channel["author"], "url": channel["home"]}]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel["title"],
        "home_page_url": channel["link"],
        "feed_url": channel["address"],
        "description": channel["description"],
        "language": channel["language"],
        "authors": authors,
        "items": [_json_item(item) for item in items],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def _json_item(item):
    picture = {"image": item["picture"]["url"]} if item["picture"] else {}
    return picture | {
        "id": item["id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"],
        "summary": item["lead"],
        "date_published": timezone.localtime(item["published"]).isoformat(timespec="seconds"),
        "date_modified": timezone.localtime(item["updated"]).isoformat(timespec="seconds"),
        "tags": item["topics"],
    }


FORMATS = {
    "rss": (_written(Rss, "guid"), "application/rss+xml; charset=utf-8"),
    "atom": (_written(Atom, "id"), "application/atom+xml; charset=utf-8"),
    "json_feed": (write_json, "application/feed+json; charset=utf-8"),
}
