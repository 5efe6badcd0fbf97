"""The news as readers see it: the list, an article, and the honest page for one that a language lacks."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from partners.models import Partner
from sme2go_site.languages import CODES, active, best_accepted, text
from sme2go_site.rendering import render as render_text
from sme2go_site.seo import PageMeta, addresses

from .listing import Filters, StablePages, counts_by_language, main_list, number, years
from .models import Article, SlugRedirect, Topic


def article_list(request):
    topics, partners = Topic.objects.all(), Partner.objects.defer("description")
    filters = Filters.from_query(request.GET, topics, partners)
    page = number(request.GET.get("page"))
    counts = counts_by_language(filters)
    pages = {code: StablePages(count) for code, count in counts.items()}
    here = pages[active()]
    articles = filters.apply(main_list()).for_list().newest_first()[here.slice(page)]
    meta = PageMeta(
        title=_("News"),
        description=_("News from the project: conferences, delegations, companies and new markets."),
        addresses=addresses("news:article_list", query=lambda code: filters.query(code, page=pages[code].query(page))),
        noindex=not counts[active()],
    )
    context = {
        "meta": meta,
        "articles": articles,
        "filters": filters,
        "topics": [topic for topic in topics if topic.is_in(active())],
        "partners": [partner for partner in partners if partner.link_in(active())],
        "years": years(),
        "count": counts[active()],
        "page": page or here.last,
        "last_page": here.last,
        "front_page": addresses("news:article_list", query=filters.query)[active()],
        "older": _page_address(filters, here, (page or here.last) - 1),
        "newer": _page_address(filters, here, page + 1) if page and page < here.last else "",
    }
    return render(request, "news/article_list.html", context)


def _page_address(filters, pages, page):
    if page < 1:
        return ""
    return addresses("news:article_list", query=lambda code: filters.query(code, page=pages.query(page)))[active()]


def article_detail(request, slug):
    """The article at this slug; where the reader's language lacks it, the honest page; 410 once it is withdrawn."""
    code = active()
    article = _article_at(slug)
    if not article:
        return _moved(slug)
    if article.is_withdrawn and article.published_at:
        return gone(request)
    if not article.best_language():
        raise Http404(slug)
    if not article.is_public_in(code):
        return _not_yet(request, article)
    if text(article, "slug") != slug:
        return redirect(article.get_absolute_url(), permanent=True)
    context = {
        "meta": _meta(article),
        "article": article,
        "body": render_text(article.body),
        "topics": [topic for topic in article.topics.all() if topic.is_in(code)],
        "partners": [partner for partner in article.partners.defer("description") if partner.link_in(code)],
        "attachments": [attachment for attachment in article.attachments.all() if text(attachment, "title")],
        "related": Article.objects.public().filter(pk__in=article.related.all()).for_card()[:3],
        "versions": _versions(article),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "news/article_detail.html", context)


def article_anywhere(request, word, slug):
    """/nyheter/slug/ without a language leads to the article in the one of its languages that serves this reader best."""
    news_words = {path.split("/")[2] for path in addresses("news:article_list").values()}
    article = _article_at(slug) if word in news_words else None
    best = article and article.best_language(best_accepted(request))
    if not best:
        raise Http404(slug)
    response = redirect(article.link_in(best))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _article_at(slug):
    """The article with this slug, in the active language before any other; its hero and event come with it."""
    anywhere = Q()
    for code in CODES:
        anywhere |= Q(**{f"slug_{code}": slug})
    found = Article.objects.filter(anywhere).select_related("hero", "event")
    return max(found, key=lambda article: text(article, "slug") == slug, default=None)


def _moved(slug):
    old = SlugRedirect.objects.filter(language=active(), old_slug=slug).select_related("article").first()
    if old and (address := old.article.link_in(active())):
        return redirect(address, permanent=True)
    raise Http404(slug)


def _versions(article):
    """The languages that the article can be read in: [(code, the language's own name, address)]."""
    return [(code, get_language_info(code)["name_local"], path) for code, path in article.urls().items()]


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
            "kind": "article",
            "published_at": article.published_at,
            "updated_at": article.substantive_update_at,
        }
        | more
    )


def _not_yet(request, article):
    best = article.best_language()
    meta = _meta(
        article,
        title=_("This article does not exist in English yet"),
        description=text(article, "lead", best),
        canonical=article.link_in(best),
        noindex=True,
    )
    context = {
        "meta": meta,
        "article": article,
        "best": best,
        "title": text(article, "title", best),
        "lead": text(article, "lead", best),
        "versions": _versions(article),
    }
    return render(request, "news/article_not_yet.html", context)


def gone(request):
    """410 in the reader's language, for what was withdrawn."""
    meta = PageMeta(title=_("Withdrawn"), addresses=addresses("news:article_list"), noindex=True)
    return render(request, "410.html", {"meta": meta}, status=410)
