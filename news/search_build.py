"""Keeping the index whole: every save takes its article in; what is missing or broken is built beside the running site."""

import logging
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from partners.models import Partner
from sme2go_site import history, lexicon, terms
from sme2go_site.languages import CODES

from . import search_index
from .models import Article, Event, Picture, SearchBuild, SearchText, Topic
from .search_texts import take_in

logger = logging.getLogger(__name__)
SAID = {
    Partner: {"name"},
    Topic: {"name"},
    Event: {"title", "place"},
    Picture: {"caption"},
}  # what articles show of them
AT_ONCE = 200  # articles that a save waits for; more are taken in beside the site
BATCH = 50  # articles in one transaction, so that whoever saves meanwhile waits a moment at most
SILENT = timedelta(minutes=2)  # a build that has said nothing for so long has died


def is_whole():
    return SearchBuild.objects.filter(pk=1, version=terms.VERSION).exists() and not lexicon.missing()


def is_running():
    return SearchBuild.objects.filter(pk=1, beat_at__gt=timezone.now() - SILENT).exists()


def start():
    """Build beside the site, in a process of its own: once, however many ask at the same moment."""
    if not settings.SEARCH_MENDS_ITSELF:
        return
    with transaction.atomic():
        SearchBuild.objects.get_or_create(pk=1)
        silent = Q(beat_at=None) | Q(beat_at__lte=timezone.now() - SILENT)
        if not SearchBuild.objects.filter(silent, pk=1).update(beat_at=timezone.now()):
            return
    logger.warning("The search index is not whole: building it.")
    subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_search", "--verbosity", "0"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def build(anew=False):
    """Bring the whole index in step, batch by batch; yields (articles done, articles in all). `anew`: from empty tables."""
    for code in lexicon.missing():
        lexicon.build(code)
        _beat()
    begun, total = timezone.now(), Article.objects.count()
    if anew or search_index.is_broken():
        with transaction.atomic():
            search_index.create()
            SearchText.objects.all().delete()
    SearchBuild.objects.update_or_create(pk=1, defaults={"version": "", "begun_at": begun, "beat_at": begun})
    done, last = 0, 0
    while batch := list(_with_texts(Article.objects.filter(pk__gt=last).order_by("pk"))[:BATCH]):
        with transaction.atomic():
            for article in batch:
                take_in(article)
            _beat()
        done, last = done + len(batch), batch[-1].pk
        yield done, max(done, total)
    SearchBuild.objects.filter(pk=1, begun_at=begun).update(version=terms.VERSION, beat_at=None)


def _beat():
    SearchBuild.objects.filter(pk=1).update(beat_at=timezone.now())


def _with_texts(articles):
    return articles.select_related("hero", "event").prefetch_related("partners", "topics", "attachments")


def refresh(articles):
    """Take these in at once, or beside the site where they are many."""
    if articles.count() > AT_ONCE:
        _mark()
        return
    with _no_fault_of_the_save():
        for article in _with_texts(articles):
            take_in(article)


@contextmanager
def _no_fault_of_the_save():
    """What the index cannot take in is saved all the same, and the index is mended beside the site."""
    try:
        with transaction.atomic():
            yield
    except lexicon.Missing:
        _mark()
    except DatabaseError:
        logger.exception("A change could not be taken into the search index.")
        _mark()


def _mark():
    """The index is no longer whole; the next who searches has it built."""
    SearchBuild.objects.filter(pk=1).update(version="")


@receiver(history.stored)
def _stored(sender, instance, changed, **_signal):
    """Whatever is saved, and however, the history hears of it; of what articles only name, the names count."""
    if sender is Article:
        refresh(Article.objects.filter(pk=instance.pk))
    elif sender in SAID and any(name.rpartition("_")[0] in SAID[sender] for name in changed):
        refresh(_articles_of(instance))


def _articles_of(instance):
    if isinstance(instance, Picture):
        shown_in = [thing.pk for thing, _codes in instance.uses() if isinstance(thing, Article)]
        return Article.objects.filter(pk__in=shown_in)
    return instance.articles.all()


@receiver(post_delete, sender=Article)
def _deleted(instance, **_signal):
    with _no_fault_of_the_save():
        for code in CODES:
            search_index.put(code, instance.pk, (), ())
