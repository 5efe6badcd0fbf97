"""The search page: a plain form, hits with the passage that answers, and what else there is when there are none."""

import logging

from django.db import DatabaseError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from partners.models import Partner
from sme2go_site import lexicon
from sme2go_site.languages import active
from sme2go_site.seo import PageMeta, addresses

from . import months, search_build, search_index
from .listing import Filters, main_list, number
from .models import Article, Topic
from .search import MOST_SIGNS, Question
from .search_hits import PER_PAGE, Found
from .search_names import named

logger = logging.getLogger(__name__)
NEWEST = 3


def search(request):
    code, typed = active(), " ".join(request.GET.get("q", "").replace("\0", " ").split())
    topics, partners = Topic.objects.all(), Partner.objects.defer("description")
    filters = Filters.from_query(request.GET, topics, partners)
    if filters.have_moved(request.GET):
        return redirect(_addresses(typed, filters)[code], permanent=True)
    page, question = number(request.GET.get("page")) or 1, Question.parse(typed, code)
    found = _answer(question, typed, filters, page)
    if found and page > 1 and (page - 1) * PER_PAGE >= found.total:
        raise Http404(f"no page {page}")
    context = {
        "meta": PageMeta(
            title=_("Search: %(words)s") % {"words": typed[:60]} if typed else _("Search"),
            addresses=_addresses(typed, filters),
            noindex=bool(typed or filters),
        ),
        "typed": typed[:MOST_SIGNS],
        "is_asked": "q" in request.GET,
        "question": question,
        "found": found,
        "named": named(question, partners) if found and page == 1 else [],
        "filters": filters,
        "topics": [topic for topic in topics if topic.is_in(code)],
        "partners": [partner for partner in partners if partner.link_in(code)],
        "years": months.years(main_list()),
        "newest": [] if found and found.total else Article.objects.public().for_list().newest_first()[:NEWEST],
        "more": _page(typed, filters, page + 1) if found and found.total > page * PER_PAGE else "",
        "before": _page(typed, filters, page - 1) if page > 1 else "",
        "page": page,
        "advice": _advice(found, question, typed, filters),
    }
    return render(request, "news/search.html", context, status=503 if question and not found else 200)


def _answer(question, typed, filters, page):
    """What was found; None without a question, and where the index cannot answer yet: then it is being built."""
    if not search_build.is_whole():
        search_build.start()
    if not question:
        return None
    try:
        return Found.of(question, typed, filters, page)
    except lexicon.Missing:
        return None
    except DatabaseError:
        if not search_index.is_broken():
            raise
        logger.warning("The search index does not answer.")
        search_build.start()
        return None


def _advice(found, question, typed, filters):
    """Where another search leads, where this one found nothing."""
    if not found or found.total:
        return None
    return {
        "single": [(*single, _page(single[0], filters, 1)) for single in found.single],
        "without_quotes": _page(typed.replace('"', " "), filters, 1) if question.phrases else "",
        "unfiltered": _page(typed, Filters(), 1) if filters else "",
    }


def _addresses(typed, filters, page=None):
    return addresses("search", query=lambda code: filters.query(code, q=typed[:MOST_SIGNS], page=page))


def _page(typed, filters, page):
    return _addresses(typed, filters, page if page > 1 else None)[active()]
