"""What stands between a language of an article and its readers: errors, which block publication, and advice."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.models import Partner
from sme2go_site import references
from sme2go_site.languages import CODES, name_of, text
from sme2go_site.richtext import parsed

LONG_TITLE, LONG_LEAD = 80, 300


@dataclass(frozen=True)
class Line:
    """One thing to do, in plain words, and the field that it is about."""

    words: str
    field: str
    blocks: bool = True
    about: object = None  # what the field belongs to, where that is not the article


class Checklist(list):
    """The lines for one language of an article; `errors` block its publication, `advice` does not."""

    def __init__(self, article, code):
        tree = parsed(text(article, "body", code))
        checks = (
            missing_words,
            pictures_without_words,
            dead_links,
            heading_jumps,
            event_without_date,
            advice,
            unlinked_partners,
        )
        super().__init__(line for check in checks for line in check(article, code, tree))

    @property
    def errors(self):
        return [line for line in self if line.blocks]

    @property
    def advice(self):
        return [line for line in self if not line.blocks]


def missing_words(article, code, _tree):
    if not text(article, "title", code):
        yield Line(_("There is no title."), f"title_{code}")
    if not text(article, "slug", code):
        yield Line(_("There is no word for the address."), f"slug_{code}")
    if not text(article, "lead", code):
        yield Line(_("There is no lead."), f"lead_{code}")


def pictures_without_words(article, code, tree):
    """Of the main picture and those in the text: in this language, unless they are decorative."""
    ids = [found[1] for image in tree.iter("img") if (found := references.parse(image.get("src")))]
    pictures = references.LOADERS["picture"](set(ids))
    if article.hero and is_silent(article.hero, code):
        words = _("The main picture has no description in %(language)s.") % {"language": name_of(code)}
        yield Line(words, f"alt_{code}", about=article.hero)
    for picture in pictures.values():
        if is_silent(picture, code):
            words = _("The picture “%(picture)s” has no description in %(language)s.")
            yield Line(words % {"picture": picture, "language": name_of(code)}, f"alt_{code}", about=picture)
    if len(pictures) < len(set(ids)):
        yield Line(_("The text shows a picture that no longer exists."), f"body_{code}")


def is_silent(picture, code):
    return not picture.decorative and not text(picture, "alt", code)


def dead_links(_article, code, tree):
    links = {link: found for link in tree.iter("a") if (found := references.parse(link.get("href")))}
    targets = references.load(links.values())
    for link, reference in links.items():
        if reference not in targets or not targets[reference].link_in(code):
            words = _("The link “%(words)s” leads nowhere: its target is not public or does not exist.")
            yield Line(words % {"words": link.text_content()}, f"body_{code}")
    for link in tree.iter("a"):
        address = link.get("href") or ""
        if address.startswith("/") and not references.parse(address):
            words = _("The link “%(words)s” is an address of this site: choose the page from the list instead.")
            yield Line(words % {"words": link.text_content()}, f"body_{code}")


def heading_jumps(_article, code, tree):
    above = 1
    for heading in tree.iter("h2", "h3", "h4"):
        level = int(heading.tag[1])
        if level > above + 1:
            words = _("The heading “%(words)s” is of level %(level)d, but follows one of level %(above)d.")
            yield Line(words % {"words": heading.text_content(), "level": level, "above": above}, f"body_{code}")
        above = level


def event_without_date(article, _code, _tree):
    if article.event and not article.event.starts:
        yield Line(_("The event has no date."), "starts_0", about=article.event)


def advice(article, code, _tree):
    if len(text(article, "title", code)) > LONG_TITLE:
        yield Line(
            _("The title is longer than %(number)d characters.") % {"number": LONG_TITLE}, f"title_{code}", False
        )
    if len(text(article, "lead", code)) > LONG_LEAD:
        yield Line(_("The lead is longer than %(number)d characters.") % {"number": LONG_LEAD}, f"lead_{code}", False)
    if getattr(article, f"outdated_since_{code}", None):
        yield Line(_("The original has changed since this translation was confirmed."), f"title_{code}", False)
    if not article.hero:
        yield Line(_("There is no main picture."), "hero", False)
    for other in CODES:
        if other != code and not text(article, "title", other):
            words = _("The article does not exist in %(language)s.") % {"language": name_of(other)}
            yield Line(words, f"title_{other}", False)


def unlinked_partners(article, code, tree):
    """A partner named in the text, but neither linked there nor among the article's partners."""
    said = tree.text_content()
    linked = {found for link in tree.iter("a") if (found := references.parse(link.get("href")))}
    named = set(article.partners.values_list("pk", flat=True)) if article.pk else set()
    for partner in Partner.objects.defer("description"):
        name = text(partner, "name", code)
        if (
            name
            and partner.pk not in named
            and ("partner", partner.pk) not in linked
            and re.search(rf"\b{re.escape(name)}\b", said)
        ):
            words = _("The text names %(partner)s without a link to it.") % {"partner": name}
            yield Line(words, f"body_{code}", False)
