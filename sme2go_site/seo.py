"""What a page says about itself: one PageMeta, made in the view, printed by templates/site/head.html."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from .languages import CODES, active

MAIN_FEED = ("SME2GO", "")
SITE_NAME = "SME2GO"


@dataclass(frozen=True)
class PageMeta:
    """`addresses` says where the language menu leads, for every language: {code: path}; a preview's within it.

    `languages` are those in which the page really exists; only they are announced as alternates. A page that is not
    itself a version of anything (an honest page, an error) has `noindex`, and may name the `canonical` one.
    """

    title: str
    addresses: dict
    languages: list = field(default_factory=lambda: list(CODES))
    original: str = settings.LANGUAGE_CODE
    description: str = ""
    image: object = None  # a Picture that may be shown
    share: object = None  # its picture for other sites, a news.SharePicture
    trail: list = field(default_factory=list)  # [(name, path)] of the pages between the home page and this one
    things: list = field(default_factory=list)  # what it tells machines: linked_data.py
    kind: str = "website"
    canonical: str = ""
    noindex: bool = False
    preview: object = None  # a preview.Preview, where the page is not public
    published_at: object = None
    updated_at: object = None
    feeds: list = field(default_factory=lambda: [MAIN_FEED])  # [(title, query of the address)]
    calendar: str = ""  # the path of one to subscribe to

    @property
    def canonical_path(self):
        return self.canonical or self.addresses[active()]

    @property
    def alternates(self):
        """[(code, path)] of the versions that exist; none for a page that is not to be indexed."""
        return [] if self.noindex else [(code, self.addresses[code]) for code in CODES if code in self.languages]

    @property
    def default_path(self):
        """Where somebody without any of our languages is sent: English, else the original."""
        paths = dict(self.alternates)
        return paths.get("en") or paths.get(self.original) or next(iter(paths.values()), "")

    @property
    def menu(self):
        """[(code, name, path, exists)] in the order of settings.LANGUAGES; a preview may be of one language alone."""
        leads = [(code, name) for code, name in settings.LANGUAGES if code in self.addresses]
        return [(code, name, self.addresses[code], code in self.languages) for code, name in leads]


def addresses(view_name, *args, query=None):
    """The address of a view in every language: {code: path}; `query` is a function of the code, giving a dict."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = reverse(view_name, args=args)
        if query and (parameters := {key: value for key, value in query(code).items() if value}):
            found[code] += "?" + urlencode(parameters)
    return found
