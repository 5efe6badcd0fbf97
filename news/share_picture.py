"""The picture of an article that other sites show, one a language: drawn when staff save, never when somebody asks.

Its address names the article, the language and what is drawn; a former one leads to the present one, so that what has been
shared keeps its picture, and files are deleted as soon as no row names them. The file is given out by share_views.py, which
knows time: not before the article is public, and no longer once it is withdrawn or the right to its main picture has ended.
"""

from hashlib import sha256

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image

from partners import funding
from partners.models import Project
from sme2go_site import imaging
from sme2go_site.languages import CODES, text

from . import share_drawing
from .article import Article
from .picture import Picture

AT_ONCE = 10  # articles drawn anew when their main picture changes; the rest is left to the daily command


class SharePicture(models.Model):
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="share_pictures")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=32)  # of all that is drawn
    hero = models.ForeignKey(Picture, on_delete=models.CASCADE, null=True, related_name="+")  # what it shows, if any

    class Meta:
        verbose_name = _("share picture")
        verbose_name_plural = _("share pictures")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="one_share_picture_a_language")]

    def __str__(self):
        return f"{self.article_id} {self.language}"

    @property
    def path(self):
        return f"share/{self.digest}.jpg"

    def get_absolute_url(self):
        return reverse("share_picture", args=[self.article_id, self.language, self.digest])

    def may_be_shown_of(self, article):
        """Whether the right to the main picture that it shows lasts, and the article still has that picture."""
        return self.hero_id is None or bool(self.hero_id == article.hero_id and article.hero.may_be_shown)


def renew(pk, look=False):
    """Bring an article's pictures up to what it says; whoever has saved it meanwhile draws what it says since.

    `look`: draw those, too, whose files are not there.
    """
    bodies = [f"body_{code}" for code in CODES]
    article = Article.objects.filter(pk=pk).select_related("hero").defer("body", *bodies).first()
    if not article:
        return
    rows = {row.language: row for row in article.share_pictures.all()}
    for code, (card, hero) in _wanted(article).items():
        row, digest = rows.pop(code, None), _digest(article, code, card, hero)
        is_right = row and row.digest == digest
        if is_right and not (look and not default_storage.exists(row.path)):
            continue
        made = SharePicture(article=article, language=code, digest=digest, hero=hero)
        imaging.store(made.path, _drawn(card, hero))
        if not is_right and not _put(made, article.version):
            default_storage.delete(made.path)
            return
    for row in rows.values():
        row.delete()


@transaction.atomic
def _put(made, version):
    """In place of the former one; False where the article is no longer what was drawn."""
    if not Article.objects.select_for_update().filter(pk=made.article_id, version=version).exists():
        return False
    formers = SharePicture.objects.filter(article=made.article_id, language=made.language)
    if former := formers.first():
        if former.digest == made.digest:
            return True  # somebody has drawn the same meanwhile
        former.delete()
    made.save()
    return True


def _wanted(article):
    """{language: (Card, its main picture or None)} for the languages that readers see, or will at their time."""
    hero = article.hero if article.hero and article.hero.may_be_shown and article.hero.renditions else None
    project = Project.objects.select_related("programme").first()
    return {code: (_card(article, code, project), hero) for code in article.read_languages()}


def _card(article, code, project):
    words = funding.of(project, code)
    name = project.acronym if project else "SME2GO"
    return share_drawing.Card(text(article, "title", code), words.union, words.fund, words.programme, name)


def _digest(article, code, card, hero):
    shown = hero and (hero.checksum, hero.focal_x, hero.focal_y)
    return sha256(repr((share_drawing.VERSION, article.pk, code, card, shown)).encode()).hexdigest()[:32]


def _drawn(card, hero):
    if not hero:
        return share_drawing.draw(card)
    wide = min((width for width in map(int, hero.renditions["jpeg"]) if width >= share_drawing.WIDTH), default=0)
    path = hero.renditions["jpeg"][str(wide or max(map(int, hero.renditions["jpeg"])))]["path"]
    with default_storage.open(path) as file, Image.open(file, formats=["JPEG"]) as photo:
        return share_drawing.draw(card, photo, (hero.focal_x, hero.focal_y))


@receiver(post_save, sender=Article)
def _article_saved(instance, raw=False, **_signal):
    """After the save, which stands whatever becomes of its pictures: what fails is told to the log, and made the next day."""
    if not raw:
        _after(renew, instance.pk)


@receiver(post_save, sender=Picture)
def _picture_saved(instance, raw=False, created=False, **_signal):
    for pk in (
        [] if raw or created else instance.hero_of.order_by("-published_at").values_list("pk", flat=True)[:AT_ONCE]
    ):
        _after(renew, pk)


@receiver(post_delete, sender=SharePicture)
def _deleted(instance, **_signal):
    _after(default_storage.delete, instance.path)


def _after(do, what):
    transaction.on_commit(lambda: do(what), robust=True)  # a partial has no name, which the log of a failure asks for
