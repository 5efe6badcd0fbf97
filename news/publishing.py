"""Publishing and withdrawing: each language alone or several at one instant. Time decides in the query, so no job runs.

Each of these writes one row, so that a crash leaves all of the languages public or none.
"""

from django.db import transaction
from django.utils import timezone

from sme2go_site import steps
from sme2go_site.languages import CODES

from .article import Article


@transaction.atomic
def publish(article, languages, at=None, by=None):
    """Let readers see these languages from a moment (default: now); other languages that have a time keep theirs.

    The article's date is its first language's. Publishing now what has been public before leaves the date as it was. Other
    languages of an article that is unpublished or withdrawn are drafts again: they would become public with these.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    first = article.published_at if article.published_at and article.published_at <= timezone.now() else None
    kept = {} if article.is_withdrawn else {code: moment for code in CODES if (moment := article.public_at(code))}
    times = kept | dict.fromkeys(languages, at or first or timezone.now())
    comes_back_later = bool(article.is_withdrawn and first and at and at > timezone.now())
    article.published_at, article.withdrawn_at = first if comes_back_later else min(times.values()), None
    for code in CODES:
        moment = times.get(code)
        setattr(article, f"approved_{code}", bool(moment))
        setattr(article, f"public_from_{code}", moment if moment and moment > article.published_at else None)
    article.save(by=by)
    for code in languages:
        steps.approve(article, code, by)
    return article


@transaction.atomic
def approve(article, language, by=None):
    """The language may be public, at the article's own time."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    setattr(article, f"approved_{language}", True)
    article.save(by=by)
    steps.approve(article, language, by)
    return article


@transaction.atomic
def take_back(article, languages, by=None):
    """These languages are drafts again; readers of them get the honest page while another language is public."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    for code in languages:
        setattr(article, f"approved_{code}", False)
        setattr(article, f"public_from_{code}", None)
    article.save(by=by)
    return article


@transaction.atomic
def withdraw(article, at=None, by=None):
    """Gone in all languages at one instant (default: now): 410, out of lists, feeds and sitemap."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    article.withdrawn_at = at or timezone.now()
    article.save(by=by)
    return article


@transaction.atomic
def send_back(article, language, reason, by=None):
    article = take_back(article, [language], by)
    steps.send_back(article, language, reason, by)
    return article
