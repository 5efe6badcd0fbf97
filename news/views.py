"""The news as readers see it: the list, an article, and the honest page for one that a language lacks."""

from dataclasses import replace

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.dates import MONTHS
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from partners.models import Partner
from sme2go_site import old_addresses
from sme2go_site.languages import CODES, active, best_accepted, text
from sme2go_site.rendering import render as render_text
from sme2go_site.seo import PageMeta, addresses

from . import months, reading_time
from .linked_data import article_data, shareable
from .listing import Filters, StablePages, counts_by_language, main_list, number
from .models import Article, Topic
from .related import related


def article_list(request):
    topics, partners = Topic.objects.all(), Partner.objects.defer("description")
    filters = Filters.from_query(request.GET, topics, partners)
    page = number(request.GET.get("page"))
    if filters.have_moved(request.GET):
        return redirect(addresses("news:article_list", query=filters.query)[active()], permanent=True)
    counts = counts_by_language(filters)
    pages = {code: StablePages(count) for code, count in counts.items()}
    here = pages[active()]
    articles = filters.apply(main_list()).for_list().newest_first()[here.slice(page)]
    found = months.counts(main_list())
    context = {
        "meta": _list_meta(filters, counts, pages, page),
        "articles": articles,
        "filters": filters,
        "topics": [topic for topic in topics if topic.is_in(active())],
        "partners": [partner for partner in partners if partner.link_in(active())],
        "years": list(dict.fromkeys(year for year, _month in found)),
        "months": [(month, MONTHS[month]) for year, month in reversed(found) if year == filters.year],
        "count": counts[active()],
        "page": page or here.last,
        "last_page": here.last,
        "front_page": addresses("news:article_list", query=filters.query)[active()],
        "older": _page_address(filters, here, (page or here.last) - 1),
        "newer": _page_address(filters, here, page + 1) if page and page < here.last else "",
    }
    return render(request, "news/article_list.html", context)


def _list_meta(filters, counts, pages, page):
    """What search engines are to keep of the list: listing.py says it."""
    chosen = [f"{_('News')}: {filters.names}" if filters else _("News")]
    if pages[active()].query(page):
        chosen.append(_("page %d") % page)
    return PageMeta(
        title=", ".join(chosen),
        description=_("News from the project: conferences, delegations, companies and new markets."),
        addresses=addresses("news:article_list", query=lambda code: filters.query(code, page=pages[code].query(page))),
        languages=[code for code in CODES if counts[code]],
        noindex=not counts[active()] or filters.are_combined,
        feeds=filters.feeds,
        trail=[(_("News"), reverse("news:article_list"))] if filters else [],
    )


def archive(request):
    """How many articles there are of each month, each count leading to its list."""
    years = months.by_year(months.counts(main_list()))
    meta = PageMeta(
        title=_("News archive"),
        description=_("All news by year and month."),
        addresses=addresses("news:archive"),
        noindex=not years,
        trail=[(_("News"), reverse("news:article_list"))],
    )
    return render(request, "news/archive.html", {"meta": meta, "years": years})


def _page_address(filters, pages, page):
    if page < 1:
        return ""
    return addresses("news:article_list", query=lambda code: filters.query(code, page=pages.query(page)))[active()]


def article_detail(request, slug):
    """The article at this slug; where the reader's language lacks it, the honest page; 410 once it is withdrawn."""
    code = active()
    article = found_at(_articles(), slug)
    if not article:
        return _moved(request, slug)
    if article.is_withdrawn and article.published_at:
        return gone(request)
    if not article.best_language():
        raise Http404(slug)
    if not article.is_public_in(code):
        return _not_yet(request, article)
    if text(article, "slug") != slug:
        return redirect(article.get_absolute_url(), permanent=True)
    return article_page(request, article)


def article_page(request, article, **changed):
    """The article in the active language; `changed`: what a preview says otherwise of the page."""
    code, absolute, body = active(), request.build_absolute_uri, render_text(article.body)
    topics, partners = list(article.topics.all()), list(article.partners.defer("description"))
    named = [topic for topic in topics if topic.is_in(code)], [partner for partner in partners if partner.link_in(code)]
    minutes = reading_time.minutes(body, code)
    things = [] if "preview" in changed else [article_data(article, absolute, *named, minutes)]
    meta = _meta(article, **{"things": things, "trail": [(_("News"), reverse("news:article_list"))]} | changed)
    context = {
        "meta": meta,
        "article": article,
        "body": body,
        "minutes": minutes,
        "topics": named[0],
        "partners": named[1],
        "attachments": [attachment for attachment in article.attachments.all() if text(attachment, "title")],
        "related": related(article, topics, partners),
        "versions": versions(meta.addresses if meta.preview else article.urls(), meta.languages),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "news/article_detail.html", context)


def article_anywhere(request, word, slug):
    """/nyheter/slug/ without a language leads to the article in the one of its languages that serves this reader best."""
    news_words = {path.split("/")[2] for path in addresses("news:article_list").values()}
    article = found_at(_articles(), slug) if word in news_words else None
    best = article and article.best_language(best_accepted(request))
    if not best:
        raise Http404(slug)
    response = redirect(article.link_in(best))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def found_at(objects, slug):
    """The one of these objects with this slug, in the active language before any other."""
    anywhere = Q()
    for code in CODES:
        anywhere |= Q(**{f"slug_{code}": slug})
    return max(objects.filter(anywhere), key=lambda found: text(found, "slug") == slug, default=None)


def _articles():
    return Article.objects.with_share_picture().select_related("hero", "event")


def _moved(request, slug):
    """Where an old address leads; what has been withdrawn is gone at its old addresses, too."""
    article = old_addresses.moved(Article, slug)
    if article and article.is_withdrawn:
        return gone(request)
    return old_addresses.redirect_from(Article, slug)


def versions(paths, languages):
    """The languages that something can be read in: [(code, the language's own name, address)]."""
    return [(code, get_language_info(code)["name_local"], paths[code]) for code in CODES if code in languages]


def _meta(article, **more):
    hero = article.hero if article.hero and article.hero.may_be_shown else None
    return PageMeta(
        **{
            "title": text(article, "title"),
            "description": text(article, "lead"),
            "addresses": {code: article.link_in(code) for code in CODES},
            "languages": article.public_languages(),
            "original": article.source_language,
            "image": hero,
            "share": shareable(article),
            "kind": "article",
            "published_at": article.published_at,
            "updated_at": article.substantive_update_at,
        }
        | more
    )


def _not_yet(request, article):
    meta = _meta(article, title=_("This article does not exist in English yet"))
    more = reverse("news:article_list"), _("All news")
    return not_yet(request, article, meta, text(article, "lead", article.best_language()), more)


def not_yet(request, instance, meta, lead, more):
    """The honest page: what the reader's language lacks, and where it can be read; `more` is (address, words) of the list."""
    best = instance.best_language()
    meta = replace(meta, description=lead, canonical=instance.link_in(best), noindex=True)
    context = {
        "meta": meta,
        "best": best,
        "title": text(instance, "title", best),
        "lead": lead,
        "versions": versions(instance.urls(), instance.public_languages()),
        "more": more,
    }
    return render(request, "news/not_yet.html", context)


def gone(request):
    """410 in the reader's language, for what was withdrawn."""
    meta = PageMeta(title=_("Withdrawn"), addresses=addresses("news:article_list"), noindex=True)
    return render(request, "410.html", {"meta": meta}, status=410)
