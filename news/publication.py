"""The page on which an article is published: each language with its checklist, one moment for those that are ticked."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from sme2go_site.languages import CODES, name_of
from sme2go_site.rights import may_publish

from . import publishing
from .checklist import Checklist
from .states import State, state_of

EARLIEST = 1990


class PublicationForm(forms.Form):
    when = forms.ChoiceField(
        choices=[("now", gettext_lazy("Now")), ("at", gettext_lazy("At this moment:"))],
        widget=forms.RadioSelect,
        initial="now",
        label=gettext_lazy("When"),
    )
    at = forms.SplitDateTimeField(widget=AdminSplitDateTime, required=False, label=gettext_lazy("Date and time"))
    languages = forms.MultipleChoiceField(
        choices=[(code, code) for code in CODES],
        label=gettext_lazy("Languages"),
        error_messages={"required": gettext_lazy("Tick the languages that are to be published.")},
    )

    def __init__(self, data, *, article):
        super().__init__(data)
        self.article = article
        date, time = self.fields["at"].widget.widgets
        date.attrs["aria-label"], time.attrs["aria-label"] = _("Date"), _("Time")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == "at" and not cleaned.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say the date and the time."))
        at = cleaned.get("at") if cleaned.get("when") == "at" else None
        if at and at.year < EARLIEST:
            self.add_error("at", _("No article is older than this project."))
        for code in cleaned.get("languages", []):
            if at and at > timezone.now() and self.article.is_public_in(code):
                words = _("Readers already see %(language)s. Withdraw it first, if it is to come later.")
                self.add_error(None, words % {"language": name_of(code)})
            if errors := Checklist(self.article, code).errors:
                said = {"language": name_of(code).capitalize(), "errors": " ".join(line.words for line in errors)}
                self.add_error(None, _("%(language)s cannot be published yet. %(errors)s") % said)
        return cleaned


class PublicationPage:
    """What the admin of articles has more: …/12/publish/."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<path:object_id>/publish/", view, name="news_article_publish"), *super().get_urls()]

    def publish_view(self, request, object_id):
        with transaction.atomic():
            article = self.get_object(request, unquote(object_id))
            if article is None:
                return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
            if not may_publish(request.user, article):
                raise PermissionDenied
            form = PublicationForm(request.POST if "_publish" in request.POST else None, article=article)
            if request.method == "POST" and (said := self._act(request, article, form)):
                self.log_publication(request, article)
                messages.success(request, said)
                return redirect("admin:news_article_publish", article.pk)
            return self._publication_page(request, article, form)

    def log_publication(self, request, article):
        self.log_change(request, article, [{"changed": {"fields": ["Publication"]}}])

    def _act(self, request, article, form):
        """Do what the button says; returns what to tell, '' when nothing was done."""
        if "_withdraw" in request.POST:
            publishing.withdraw(article, by=request.user)
            return _("The article is withdrawn from all languages.")
        if (code := request.POST.get("_take_back")) in CODES:
            publishing.take_back(article, [code], request.user)
            return _("%(language)s is a draft again.") % {"language": name_of(code).capitalize()}
        if not form.is_valid():
            return ""
        at = form.cleaned_data["at"] if form.cleaned_data["when"] == "at" else None
        publishing.publish(article, form.cleaned_data["languages"], at, request.user)
        names = ", ".join(name_of(code) for code in form.cleaned_data["languages"])
        words = _("Scheduled: %(languages)s.") if at and at > timezone.now() else _("Published: %(languages)s.")
        return words % {"languages": names}

    def _publication_page(self, request, article, form):
        ticked = form.data.getlist("languages") if form.is_bound else None
        rows = [self._row(article, code, ticked) for code in CODES]
        context = self.admin_site.each_context(request) | self.draft_context(request, article)
        context |= {
            "title": _("Publication"),
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "form": form,
            "rows": rows,
            "languages": self._menu(article),
            "is_withdrawn": article.is_withdrawn,
            "media": Media.from_media(self.media + form.media, nonce=request.csp_nonce),
        }
        return TemplateResponse(request, "admin/news/article/publish.html", context)

    def _row(self, article, code, ticked):
        state, lines = state_of(article, code), Checklist(article, code)
        is_approved, is_public = getattr(article, f"approved_{code}"), article.is_public_in(code)
        is_chosen = not is_public and not lines.errors and (is_approved or code == article.source_language)
        return {
            "code": code,
            "name": name_of(code),
            "badge": self.badge(article, code),
            "at": article.public_at(code),
            "errors": [(line, self._address_of_line(article, line)) for line in lines.errors],
            "advice": [(line, self._address_of_line(article, line)) for line in lines.advice],
            "is_there": state != State.MISSING,
            "is_approved": is_approved,
            "is_public": is_public,
            "is_ticked": is_chosen if ticked is None else code in ticked,
        }

    def _address_of_line(self, article, line):
        """Where the field is that a line of the checklist is about."""
        code = line.field.rpartition("_")[2]
        if line.about:
            room = f"admin:{line.about._meta.app_label}_{line.about._meta.model_name}_change"
            return reverse(room, args=[line.about.pk]) + f"?language={code}#id_{line.field}"
        if code in CODES and code != article.source_language:
            return self.address_of(article, code) + f"#id_{line.field}"
        language = code if code in CODES else article.source_language
        return reverse("admin:news_article_change", args=[article.pk]) + f"?language={language}#id_{line.field}"
