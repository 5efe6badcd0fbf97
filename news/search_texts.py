"""What of an article can be found in one language, and keeping the index in step with it."""

import hashlib
from dataclasses import dataclass

from sme2go_site import references, terms
from sme2go_site.languages import CODES, text
from sme2go_site.richtext import BLOCKS, PARTS, parsed

from . import search_index
from .models import SearchText

BREAK = "¶"  # stands between two texts, so that no phrase reaches from one into the next
LONGEST = 1_000_000  # signs of an article's text in one language, attachments included


@dataclass(frozen=True)
class Findable:
    """The texts of an article in one language, in the order in which a hit in them counts."""

    title: str
    lead: str
    rest: str

    @classmethod
    def of(cls, article, code):
        """Empty where the language has no title."""
        title = text(article, "title", code)
        rest = "\n".join(filter(None, _rest(article, code)))[:LONGEST] if title else ""
        return cls(title, text(article, "lead", code) if title else "", rest)

    @property
    def checksum(self):
        whole = "\0".join((terms.VERSION, self.title, self.lead, self.rest))
        return hashlib.sha256(whole.encode(errors="replace")).hexdigest()

    def terms(self, code):
        """All terms of the index. Raises lexicon.Missing."""
        return {
            before + term
            for before, source in (("", self.whole), (search_index.TITLE, self.title), (search_index.LEAD, self.lead))
            for word in {word for word, _start, _end in terms.words(source)}
            for term in terms.of_text(word, code)
        }

    def words(self):
        """The words in order, as what is asked for in quotes is compared with them."""
        return [word for source in (self.title, self.lead, self.rest) for word in [*terms.plain(source), BREAK]]

    @property
    def whole(self):
        return "\n".join((self.title, self.lead, self.rest))


def _rest(article, code):
    yield plain_text(text(article, "body", code))
    pictures = [article.hero, *references.load(_pictures(text(article, "body", code))).values()]
    yield from (text(picture, "caption", code) for picture in pictures if picture)
    yield from (text(named, "name", code) for named in [*article.partners.all(), *article.topics.all()])
    if article.event:
        yield from (text(article.event, field, code) for field in ("title", "place"))
    for attachment in article.attachments.all():
        if title := text(attachment, "title", code):
            yield title
            yield attachment.text


def plain_text(markup):
    """The words of a stored text, a line a paragraph."""
    tree = parsed(markup) if markup else None
    if tree is None:
        return ""
    for block in tree.iter(*BLOCKS, *PARTS, "br"):
        block.text, block.tail = f"\n{block.text or ''}", f"\n{block.tail or ''}"
    return "\n".join(line.strip() for line in tree.text_content().splitlines() if line.strip())


def _pictures(markup):
    return (
        [found for image in parsed(markup).iter("img") if (found := references.parse(image.get("src")))]
        if markup
        else []
    )


def take_in(article):
    """Bring the index in step with an article; what has not changed costs a comparison. Raises lexicon.Missing."""
    known = dict(article.search_texts.values_list("language", "checksum"))
    for code in CODES:
        findable = Findable.of(article, code)
        if findable.checksum == known.get(code):
            continue
        search_index.put(code, article.pk, findable.terms(code), findable.words() if findable.title else [])
        values = {"text": findable.rest, "checksum": findable.checksum}
        SearchText.objects.update_or_create(article=article, language=code, defaults=values)
