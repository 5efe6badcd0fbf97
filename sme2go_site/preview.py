"""Previews: a page as readers would get it, before they do; at the desk, and behind a link for people without an account.

Rooms register how a kind of object is rendered (RENDERERS), which is the same code as readers' pages. A link's address is
its number, signed: nothing secret is stored, and what was tampered with shows nothing.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.core import signing
from django.db import DatabaseError, models
from django.db.models import F
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from . import drafts, steps
from .checks import AboutAnyObject, AboutAnyQuerySet
from .languages import CODES, best_accepted, best_first, text
from .seo import PageMeta, addresses

RENDERERS = {}  # model -> function(request, instance, **what differs in its PageMeta) -> the page in the active language
VALID = timedelta(days=7)
SIGNER = signing.Signer(salt="preview link")
# Programs that fetch an address for whoever was sent it; a telephone of the make Cubot is none.
NOBODY = re.compile(r"(?<!cu)bot|crawl|spider|preview|externalhit|whatsapp/|slurp", re.IGNORECASE)


@dataclass(frozen=True)
class Preview:
    """What the banner of a preview says, and in which language: at the desk in the editor's, else in the page's.

    `content`: "typed", "draft", "saved" or "nothing". `audience`: who sees the page without a preview, "readers",
    "later" (from `at` on), "nobody" or "withdrawn". `until`: when the link ends.
    """

    content: str
    audience: str
    at: object = None
    language: str = ""
    until: object = None


def preview_of(row, code, draft=None, **more):
    """What to say of one language of what is stored, and of its working copy: a draft is what differs in this language."""
    endings = {name.rpartition("_")[2] for name in draft.data} if draft else set()
    is_draft = code in endings or not endings <= {*CODES}
    at = row.public_at(code) if hasattr(row, "public_at") else None
    if getattr(row, "is_withdrawn", False):
        audience = "withdrawn"
    elif code in row.urls():
        audience = "readers"
    else:
        audience = "later" if at else "nobody"
    return Preview(**{"content": "draft" if is_draft else "saved", "audience": audience, "at": at} | more)


def expiry():
    return timezone.now() + VALID


class PreviewLinkQuerySet(AboutAnyQuerySet):
    def valid(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(AboutAnyObject):
    """A page that is not public, or its working copy, for whoever has the address; `language` '' means all of them."""

    language = models.CharField(gettext_lazy("language"), max_length=2, choices=settings.LANGUAGES, blank=True)
    note = models.CharField(gettext_lazy("for whom"), max_length=120, blank=True)
    expires_at = models.DateTimeField(gettext_lazy("expires"), default=expiry)
    revoked_at = models.DateTimeField(gettext_lazy("revoked"), null=True, blank=True)
    visits = models.PositiveIntegerField(gettext_lazy("visits"), default=0)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("preview link")
        verbose_name_plural = gettext_lazy("preview links")
        ordering = ["-at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="preview_link_about")]

    def __str__(self):
        return f"{self.content_type_id}/{self.object_id} {self.language}"

    @property
    def is_valid(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def languages(self):
        return [self.language] if self.language else CODES

    def get_absolute_url(self):
        return reverse("preview", args=[SIGNER.sign(self.pk)])

    @classmethod
    def signed(cls, token):
        """The link that this token was made for; None where it was made for none, or altered."""
        try:
            number = SIGNER.unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.filter(pk=int(number)).first()


def laid_over(row, values):
    """A copy with what a page shows of these values: not with a half-typed word in the address, or who may read it when."""
    shown = {name for name in drafts.columns(row) if name.rpartition("_")[0] not in steps.NOT_TEXT}
    return drafts.overlaid(row, {name: value for name, value in values.items() if name in shown})


def rendered(request, instance, code, preview, paths):
    """The page of a copy, in one language, as if it were public; `paths` {code: address} of its previews."""
    with override(code):
        written = [other for other in paths if _is_written(instance, other)]
        more = {"addresses": paths, "languages": written, "noindex": True}
        if code not in written:
            meta = PageMeta(_("Not written yet"), **more, preview=replace(preview, content="nothing"))
            return unseen(render(request, "site/preview_missing.html", {"meta": meta}))
        name = steps.text_fields(type(instance))[0]
        if not text(instance, name, code):
            setattr(instance, f"{name}_{code}", _("No title yet"))
        return unseen(RENDERERS[type(instance)](request, instance, **more, preview=preview))


def _is_written(instance, code):
    return any(text(instance, name, code).strip() for name in steps.text_fields(type(instance)))


def unseen(response):
    """For the eyes of those who have the address: kept by no cache, in no index, and named to no other site."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def shared(request, token, language=None):
    """The page behind a link. Expired, revoked, altered or deleted: one answer that gives nothing away."""
    link = PreviewLink.signed(token)
    row = link and link.is_valid and link.about
    if not row or (language and language not in link.languages):
        return ended(request, 404)
    if getattr(row, "is_withdrawn", False):
        return ended(request, 410)
    if _is_opening(request, language):
        with suppress(DatabaseError):  # a full disk: the page is shown all the same
            PreviewLink.objects.filter(pk=link.pk).update(visits=F("visits") + 1)
    draft = drafts.working_copy(row)
    instance = laid_over(row, draft.data if draft else {})
    code = language or _best(request, link, instance)
    paths = {code: reverse("preview_language", args=[token, code]) for code in link.languages}
    return rendered(request, instance, code, preview_of(row, code, draft, language=code, until=link.expires_at), paths)


def _is_opening(request, language):
    """Whether a person opens the link now: not its head, not a browser or a program ahead of anybody, not the next language.

    No page is told where its reader comes from (no-referrer); browsers still say whether it was from this site.
    """
    said = request.headers
    is_ahead = any("pre" in said.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"))
    is_page = said.get("Sec-Fetch-Dest", "document") == "document"
    is_within = language and said.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    is_person = not NOBODY.search(said.get("User-Agent", ""))
    return request.method == "GET" and is_page and is_person and not is_ahead and not is_within


def _best(request, link, instance):
    order = best_first(best_accepted(request), instance.source_language)
    return next((code for code in order if code in link.languages and _is_written(instance, code)), link.languages[0])


def ended(request, status):
    """410: what the link is for has been withdrawn, so a new one would not help."""
    with override(best_accepted(request)):
        title = _("This article has been withdrawn") if status == 410 else _("This preview is no longer available")
        meta = PageMeta(title, addresses("home"), noindex=True)
        return unseen(render(request, "preview_ended.html", {"meta": meta, "is_over": status == 404}, status=status))


def framed(view):
    """For a page that the desk shows in a frame: readers' policy of content, and no other site may frame it."""
    return csp_replace({"frame-ancestors": [SELF]})(view)
