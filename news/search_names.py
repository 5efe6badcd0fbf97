"""What else of the site a question may mean: partners, events and pages by their names, which are few and need no index."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sme2go_site.languages import text
from sme2go_site.models import Page

from .models import Event

SECTIONS = [
    (lambda: _("News"), "news:article_list"),
    (lambda: _("Events"), "events:event_list"),
    (lambda: _("Partners"), "partners:partner_list"),
    (lambda: _("Press"), "press"),
    (lambda: _("Logos"), "logos:logo_list"),
]


def named(question, partners):
    """[(name, address, what it is)] of those in whose name all words of the question stand. Raises lexicon.Missing."""
    code = question.code
    things = [
        *((text(partner, "name", code), partner.link_in(code), partner) for partner in partners),
        *(
            (text(event, "title", code), event.link_in(code), event)
            for event in Event.objects.public().defer("description")
        ),
        *((text(page, "title", code), page.link_in(code), page) for page in Page.objects.defer("body")),
        *((name(), reverse(address), Page) for name, address in SECTIONS),
    ]
    return [
        (name, address, thing._meta.verbose_name) for name, address, thing in things if address and question.is_in(name)
    ]
