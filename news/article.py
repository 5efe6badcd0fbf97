"""The article: its words in each language, and who may see them when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from partners.models import Partner
from sme2go_site.fields import MissingAsNullSlugField, RichTextField
from sme2go_site.history import InHistoryQuerySet, Version
from sme2go_site.languages import CODES, active, best_first, name_of, text
from sme2go_site.models import SentBack, slug_constraints
from sme2go_site.old_addresses import Addressed
from sme2go_site.steps import InStep

from .picture import Picture

NEEDED = _("Readers see the article in %(language)s, so this cannot be empty.")


def is_standing():
    """Not withdrawn; a withdrawal may be dated ahead, too."""
    return Q(withdrawn_at=None) | Q(withdrawn_at__gt=timezone.now())


def public_in(code):
    """What a published article needs so that readers of one language see it now."""
    own_time = Q(**{f"public_from_{code}": None}) | Q(**{f"public_from_{code}__lte": timezone.now()})
    return Q(**{f"approved_{code}": True}) & own_time


# What an article is that some language may lack: true of all of those, and of few others. Without a parameter, so that both
# databases see that the index of the same condition has them.
MAY_LACK_A_LANGUAGE = Q(
    *((f"approved_{code}", False) for code in CODES),
    *((f"public_from_{code}__isnull", False) for code in CODES),
    _connector=Q.OR,
)


PUBLIC_NEWEST_FIRST = [
    "-published_at",
    "-id",
    "withdrawn_at",
    *(f"{field}_{code}" for code in CODES for field in ("approved", "public_from")),
]


class ArticleQuerySet(InHistoryQuerySet):
    def published(self):
        """Published and not withdrawn, whatever the languages."""
        return self.filter(is_standing(), published_at__lte=timezone.now())

    def public(self):
        """What readers may see in the active language; a constraint sees to it that this has a title and a slug."""
        return self.published().filter(public_in(active()))

    def lacking(self, code):
        """Published, but not for readers of a language."""
        return self.published().filter(MAY_LACK_A_LANGUAGE).exclude(public_in(code))

    def for_list(self):
        """Without the bodies, with what a card shows; the number of queries does not grow with the articles."""
        return self.for_card().prefetch_related("topics")

    def for_card(self):
        """A card without topics: title, lead, date and picture."""
        return self.defer("body").select_related("hero")

    def with_share_picture(self):
        """With `share`, the picture for other sites in the active language or None, in the same query."""
        own = models.FilteredRelation("share_pictures", condition=Q(share_pictures__language=active()))
        return self.annotate(share=own).select_related("share")

    def sent_back(self):
        """Those of which a language has been sent back to its translator."""
        return self.filter(pk__in=SentBack.objects.about_any(Article).open().values("object_id"))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class Article(Addressed, InStep):
    title = models.CharField(_("title"), max_length=200, blank=True)
    slug = MissingAsNullSlugField(_("word in the address"), max_length=80, blank=True, null=True, db_index=False)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = RichTextField(_("text"), blank=True)
    approved = models.BooleanField(_("may be public"), default=False)
    public_from = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Only where it is later than the article itself.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    hero = models.ForeignKey(
        Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="hero_of", verbose_name=_("main picture")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    substantive_update_at = models.DateTimeField(
        _("updated in substance"),
        null=True,
        blank=True,
        help_text=_("Readers see this date. Leave it alone when you only mend spelling."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    archive_at = models.DateTimeField(_("leaves the main lists"), null=True, blank=True)
    topics = models.ManyToManyField("Topic", blank=True, related_name="articles", verbose_name=_("topics"))
    partners = models.ManyToManyField(Partner, blank=True, related_name="articles", verbose_name=_("partners"))
    related = models.ManyToManyField("self", blank=True, symmetrical=False, verbose_name=_("related articles"))
    event = models.ForeignKey(
        "Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("event")
    )
    source_url = models.URLField(_("source page"), blank=True)
    is_lead_story = models.BooleanField(_("lead story of the home page"), default=False)
    show_logo_strip = models.BooleanField(_("show the strip of the project's logos"), default=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_article", "Can publish articles")]
        ordering = ["-published_at", "-pk"]
        indexes = [
            # With what makes an article public: lists, counts and hits are found in these alone, without the texts.
            models.Index(fields=[*PUBLIC_NEWEST_FIRST, "archive_at"], name="article_newest_first"),
            models.Index(fields=PUBLIC_NEWEST_FIRST, condition=MAY_LACK_A_LANGUAGE, name="article_may_lack_a_language"),
            models.Index(fields=["-published_at"], condition=Q(is_lead_story=True), name="article_lead_story"),
        ]
        constraints = [
            *slug_constraints("article"),
            *(
                models.CheckConstraint(
                    name=f"article_public_{code}_has_title_and_slug",
                    condition=~models.Q(**{f"approved_{code}": True})
                    | models.Q(**{f"title_{code}__gt": "", f"slug_{code}__isnull": False}),
                    violation_error_message=_(
                        "A language can be public only once it has a title and a word in the address."
                    ),
                )
                for code in CODES
            ),
        ]

    def __str__(self):
        return next(filter(None, (text(self, "title", code) for code in (self.source_language, *CODES))), str(self.pk))

    def clean(self):
        """What a public language needs, and dates that can be true; each error names its field."""
        super().clean()
        errors = {
            f"{field}_{code}": NEEDED % {"language": name_of(code)}
            for code in CODES
            for field in ("title", "lead")
            if getattr(self, f"approved_{code}") and not text(self, field, code)
        }
        if self.substantive_update_at and self.substantive_update_at > timezone.now():
            errors["substantive_update_at"] = _("An update cannot lie ahead.")
        elif self.substantive_update_at and self.published_at and self.substantive_update_at < self.published_at:
            errors["substantive_update_at"] = _("An update cannot be older than the article.")
        if errors:
            raise ValidationError(errors)

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)

    def was_read_in(self, code):
        """Withdrawn or not, approved still or taken back: readers have seen it at its address."""
        if not self.published_at or self.published_at > timezone.now():
            return False
        if moment := self.public_at(code):
            return moment <= timezone.now()
        there = {"read_in__contains": code, f"data__slug_{code}": text(self, "slug", code)}
        return Version.objects.about(self).filter(**there).exists()

    def public_at(self, code):
        """When readers of this language come to see it, or came; None while it is not approved or has no time."""
        times = [self.published_at, getattr(self, f"public_from_{code}") or self.published_at]
        return max(times) if self.published_at and getattr(self, f"approved_{code}") else None

    def is_public_in(self, code):
        """The same rule as ArticleQuerySet.public(), for an article at hand."""
        moment = self.public_at(code)
        return bool(moment and moment <= timezone.now() and not self.is_withdrawn)

    @property
    def is_withdrawn(self):
        return bool(self.withdrawn_at and self.withdrawn_at <= timezone.now())

    def is_read(self, column):
        """What readers see, or will at its time: the columns of approved languages, and with these what all share."""
        code = column.rpartition("_")[2]
        approved = {code for code in CODES if getattr(self, f"approved_{code}")}
        return not self.is_withdrawn and (code in approved if code in CODES else bool(approved))

    def read_languages(self):
        """The languages that readers see, or will at their time."""
        return [code for code in CODES if self.public_at(code) and not self.is_withdrawn]

    def public_languages(self):
        return [code for code in CODES if self.is_public_in(code)]

    def best_language(self, code=None):
        """The public language that serves a reader of `code` best; None when readers may see none."""
        public = self.public_languages()
        return next((choice for choice in best_first(code, self.source_language) if choice in public), None)

    def link_in(self, code):
        """Where a link in a text of that language leads: the article, or the honest page; None when it is not public."""
        if not (best := self.best_language(code)):
            return None
        with override(code):
            return reverse("news:article_detail", args=[text(self, "slug", best)])

    def urls(self):
        """The article's address in each language that readers may see it in: {code: path}."""
        return {code: self.link_in(code) for code in self.public_languages()}

    def get_absolute_url(self):
        return self.link_in(active()) or ""
