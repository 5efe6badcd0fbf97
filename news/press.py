"""The press page: boilerplate to copy, facts, people, pictures and the sentence about the funding, in every language."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from partners import funding
from partners.logo_rules import news_desk
from partners.models import Partner, Project
from sme2go_site.languages import CODES, active, text
from sme2go_site.seo import PageMeta, addresses

from .models import Article, Picture

PICTURES = 12
FRAME = '<iframe src="{}" title="{}" width="100%" height="420" loading="lazy"></iframe>'


def press(request):
    project = Project.objects.select_related("programme", "lead_partner").first()
    meta = PageMeta(
        title=_("Press"),
        description=_("Texts, facts, pictures and logos for those who write about the project."),
        addresses=addresses("press"),
    )
    partners = list(Partner.objects.public().with_logos().defer("description"))
    context = {
        "meta": meta,
        "project": project,
        "texts": [press_text(project, code, request.build_absolute_uri) for code in in_order()] if project else [],
        "partners": partners,
        "desk": text(news_desk(), "text"),
        "people": [partner for partner in partners if partner.contact_email or partner.contact_phone],
        "pictures": pictures(),
    }
    return render(request, "news/press.html", context)


def in_order():
    """The reader's language first."""
    return sorted(CODES, key=lambda code: code != active())


def press_text(project, code, absolute):
    """What the page says in one language: {code, name, lengths: [(label, words)], copies: [(name, label, words, note)]}."""
    support, paragraph = funding_sentence(project, code), text(project, "boilerplate", code)
    with override(code):
        lengths = [
            (_("One sentence"), text(project, "summary", code)),
            (_("A paragraph"), paragraph),
            (_("In full"), text(project, "boilerplate_long", code)),
            (_("The EU’s support"), support),
        ]
        about = "\n\n".join(filter(None, [paragraph, support]))
        frame = format_html(FRAME, absolute(f"{reverse('embed')}?language={code}"), f"{project.acronym}: {_('News')}")
        note = _("No script, no cookie. The news appear once the news desk has allowed the address of that website.")
        copies = [
            ("copy", _("For a partner’s own website"), about, ""),
            ("frame", _("The newest articles inside a partner’s own website"), frame, note),
        ]
    return {
        "code": code,
        "name": dict(settings.LANGUAGES)[code],
        "lengths": [(label, words) for label, words in lengths if words],
        "copies": copies,
    }


def pictures():
    """The main pictures of the newest public articles, as far as their licence says that others may use them."""
    articles = Article.objects.public().newest_first()
    shown = Picture.objects.exclude(licence="").exclude(pk__in=Picture.objects.rights_ended())
    found = shown.in_bulk(list(articles.exclude(hero=None).values_list("hero_id", flat=True)[: 2 * PICTURES]))
    return list(found.values())[:PICTURES]


def funding_sentence(project, code):
    """The sentence about the EU's support as the funding period wants it, in one language."""
    words = funding.of(project, code)
    with override(code):
        return _(
            "%(project)s (%(years)s) received financial support from the European Union through the programme "
            "%(programme)s: %(fund)s."
        ) % {
            "project": project.acronym,
            "years": project.years,
            "programme": words.programme,
            "fund": words.fund or words.union,
        }
