"""An article's text for readers elsewhere: no address without a host, plain pictures, nothing that only our pages need."""

import re

from django.template.loader import render_to_string

from sme2go_site.richtext import inside, parsed

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold, even escaped
KEPT = {"href", "src", "alt", "width", "height", "lang", "colspan", "rowspan", "scope", "start"}
WIDE = 960  # px


def legal(words):
    return ILLEGAL.sub("", words)


def figure(picture):
    """The main picture as the first thing of the text."""
    return render_to_string("components/figure.html", {"picture": picture}).strip() if picture else ""


def syndicated(page_text, site, page):
    """The text as a page shows it, turned into what any feed reader shows; `site` https://…, `page` the path of its page."""
    tree = parsed(page_text)
    for picture in list(tree.iter("picture")):
        picture.getparent().replace(picture, _plain(picture))
    for wrapper in list(tree.iter("div")):
        if wrapper is not tree:
            wrapper.drop_tag()
    for element in tree.iterdescendants():
        for name in set(element.attrib) - KEPT:
            del element.attrib[name]
        for name in {"href", "src"} & set(element.attrib):
            element.set(name, _absolute(element.get(name), site, page))
    return inside(tree).strip()


def _absolute(address, site, page):
    if address.startswith("#"):
        return f"{site}{page}{address}"
    return f"{site}{address}" if address.startswith("/") else address


def _plain(picture):
    """The picture's <img> with one file of a middling width and the size of that file."""
    image = next(picture.iter("img"))
    files = sorted((int(width[:-1]), url) for url, width in map(str.split, image.get("srcset").split(", ")))
    width, url = next((file for file in files if file[0] >= WIDE), files[-1])
    height = round(width * int(image.get("height")) / int(image.get("width")))
    for name, value in (("src", url), ("width", width), ("height", height)):
        image.set(name, str(value))
    image.tail = picture.tail
    return image
