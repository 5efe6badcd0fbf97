"""The desk's list of articles and the form of one; its publication stands in publication.py."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.models import Partner
from sme2go_site import drafts, typed
from sme2go_site.badges import Badge, OutdatedFilter
from sme2go_site.drafting import DraftFilter
from sme2go_site.languages import CODES, active, name_of, spellings
from sme2go_site.preview_admin import PreviewAdmin
from sme2go_site.rights import may_publish, not_theirs
from sme2go_site.row_form import RowForm, SentRows
from sme2go_site.steps import with_outdated
from sme2go_site.translating import TranslatingAdmin

from . import publishing, search
from .checklist import Checklist
from .filters import AuthorFilter, NeedsFilter, SentBackFilter, StateFilter, is_number
from .library import main_picture
from .models import Article, Attachment, Topic
from .publication import PublicationPage
from .states import State, counts, state_of

SEARCHED = [f"{field}_{code}" for field in ("title", "lead") for code in CODES]
OF_ATTACHMENT = re.compile(r"attachments-(?P<row>\d+)-(?P<name>\w+)")  # a name in the form


class AttachmentInline(admin.StackedInline):
    model = Attachment
    form = RowForm
    extra = 0
    fields = ["title_sv", "title_en", "title_et", "title_fi", "file", "language", "order"]

    def _writable(self, request, article=None):
        """Attachments have no draft: what readers see of them, only publishers change."""
        theirs = set(self.fields) - set(not_theirs(request.user, Attachment(article=article), self.fields))
        if not article or may_publish(request.user, article):
            return theirs
        return {name for name in theirs if not article.is_read(name)}

    def get_readonly_fields(self, request, obj=None):
        return [name for name in self.fields if name not in self._writable(request, obj)]

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and "file" in self._writable(request, obj)

    def has_change_permission(self, request, obj=None):
        return bool(self._writable(request, obj))

    def has_delete_permission(self, request, obj=None):
        return "file" in self._writable(request, obj)

    def was_refused(self, request, article):
        """Whether the form sent something else for them than is stored, which its sender may not change."""
        kept = self.get_readonly_fields(request, article)
        stored = {str(attachment.pk): attachment for attachment in article.attachments.all()}
        for sent in filter(None, map(OF_ATTACHMENT.fullmatch, [*request.POST, *request.FILES])):
            attachment = stored.get(request.POST.get(f"attachments-{sent['row']}-id")) or Attachment()
            field = "file" if sent["name"] == "DELETE" else sent["name"]
            if field in kept and self._differs(request, attachment, sent):
                return True
        return False

    def settled(self, request, article, prefix):
        """(data, files) of the request without the rows that somebody has deleted meanwhile, which is told.

        A row for which a file was chosen is a new attachment.
        """
        rows = SentRows(Attachment, prefix, request.POST, request.FILES)
        told = [row for row in rows.deleted if not rows.value(row, "DELETE")]
        may_add = self.has_add_permission(request, article)
        new = [row for row in told if may_add and f"{prefix}-{row}-file" in request.FILES]
        gone = _("Deleted by somebody else meanwhile, and left out: %(titles)s.")
        stays = _(
            "Deleted by somebody else meanwhile, and a new attachment now, with the file that you chose: %(titles)s."
        )
        for row in told:
            titles = filter(None, (rows.value(row, f"title_{code}").strip() for code in CODES))
            named = " / ".join(_("“%(title)s”") % {"title": title} for title in titles) or str(
                Attachment._meta.verbose_name
            )
            messages.warning(request, (stays if row in new else gone) % {"titles": named})
        return rows.settled(new)

    @staticmethod
    def _differs(request, attachment, sent):
        if sent["name"] in {"DELETE", "file"}:
            return sent["name"] == "DELETE" or sent[0] in request.FILES
        values = typed.values(attachment, {sent["name"]: request.POST.getlist(sent[0])})
        return any(drafts.value_of(attachment, name) != value for name, value in values.items())


class ArticleActionForm(ActionForm):
    """What the actions on many articles need to know besides which."""

    topic = forms.ModelChoiceField(Topic.objects.none(), required=False, label=gettext_lazy("Topic"))
    partner = forms.ModelChoiceField(Partner.objects.none(), required=False, label=gettext_lazy("Partner"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.all()
        self.fields["partner"].queryset = Partner.objects.defer("description")


@admin.register(Article)
class ArticleAdmin(PublicationPage, PreviewAdmin, TranslatingAdmin):
    list_display = ["__str__", "published"]
    list_filter = [
        NeedsFilter,
        OutdatedFilter,
        DraftFilter,
        StateFilter,
        SentBackFilter,
        "topics",
        "partners",
        AuthorFilter,
    ]
    list_per_page = 50
    show_full_result_count = False
    search_fields = SEARCHED
    date_hierarchy = "published_at"
    autocomplete_fields = ["hero", "event", "related"]
    readonly_fields = ["hero_now"]
    inlines = [AttachmentInline]
    actions = ["publish_now", "withdraw_now", "add_topic", "add_partner"]
    action_form = ArticleActionForm
    change_list_template = "admin/news/article/change_list.html"
    change_form_template = "admin/news/article/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "slug", "lead", "body"]}),
        (gettext_lazy("Picture"), {"fields": [("hero", "hero_now")]}),
        (
            gettext_lazy("Publication"),
            {"fields": ["source_language", "author", "substantive_update_at", "archive_at", "is_lead_story"]},
        ),
        (
            gettext_lazy("Belongs to"),
            {"fields": ["topics", "partners", "event", "related", "source_url", "show_logo_strip"]},
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("body", "lead")

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs:
            kwargs["data"], kwargs["files"] = inline.settled(request, obj, prefix)
        return kwargs

    def get_changeform_initial_data(self, request):
        return {"source_language": active(), "author": request.user.pk} | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in {"topics", "partners"}:  # few of either: all of them in sight
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("as saved"))
    def hero_now(self, article):
        return main_picture(article.hero)

    @admin.display(description=gettext_lazy("published"), ordering="published_at")
    def published(self, article):
        return f"{timezone.localtime(article.published_at):%Y-%m-%d %H:%M}" if article.published_at else "–"

    def badge(self, article, code):
        state, since = state_of(article, code), getattr(article, f"outdated_since_{code}")
        return Badge(state.value, state.label, since if state in {State.OUTDATED, State.DRAFT} else None)

    def get_search_results(self, request, articles, words):
        """Every word must stand in the article, in any form and in any of its languages, or be a part of its titles."""
        for word in words.split():
            ways = ((column, spelling) for column in SEARCHED for spelling in spellings(word))
            in_part = Q(*((f"{column}__icontains", spelling) for column, spelling in ways), _connector=Q.OR)
            articles = articles.filter(in_part | search.holds(word))
        return articles, False

    def changelist_view(self, request, extra_context=None):
        figures = counts(Article.objects.all())
        rows = [(code, name_of(code), [(state, figures[state, code]) for state in State]) for code in CODES]
        return super().changelist_view(request, {"states": list(State), "counts": rows} | (extra_context or {}))

    def refused(self, request, form):
        found = super().refused(request, form)
        if AttachmentInline(Article, self.admin_site).was_refused(request, form.instance):
            found.append(str(Attachment._meta.verbose_name_plural))
        return found

    def has_publish_permission(self, request):
        """Django asks this for actions: all of them change what readers see, at once."""
        return may_publish(request.user, Article)

    def act_on_translation(self, request, article, language):
        said = {"language": name_of(language).capitalize()}
        if "_approve" in request.POST:
            return self._approve_translation(request, article, language)
        if "_take_back" in request.POST:
            publishing.take_back(article, [language], request.user)
            return _("%(language)s is saved and a draft again.") % said
        if "_send_back" in request.POST:
            if reason := "".join(filter(str.isprintable, request.POST.get("reason", ""))).strip()[:1000]:
                publishing.send_back(article, language, reason, request.user)
                return _("%(language)s is saved and sent back.") % said
            messages.error(request, _("Nothing was sent back: say what has to be mended."))
        return ""

    def _approve_translation(self, request, article, language):
        drafts.bring_in(article, language, request.user)
        article = Article.objects.get(pk=article.pk)
        errors = Checklist(article, language).errors
        said = {"language": name_of(language).capitalize(), "errors": " ".join(line.words for line in errors)}
        if errors:
            messages.error(request, _("%(language)s is not approved yet: %(errors)s") % said)
            return ""
        publishing.approve(article, language, request.user)
        return _("%(language)s is saved and approved.") % said

    @admin.action(description=gettext_lazy("Publish now, in every language that is ready"), permissions=["publish"])
    def publish_now(self, request, articles):
        published = 0
        for article in with_outdated(Article.objects.filter(pk__in=articles)):
            done = [code for code in CODES if getattr(article, f"approved_{code}")]
            good = [code for code in done if not Checklist(article, code).errors]
            if good:
                publishing.publish(article, good, by=request.user)
                self.log_publication(request, article)
                published += 1
            elif not done:
                messages.warning(request, _("“%(article)s” has no approved language yet.") % {"article": article})
            if bad := [name_of(code) for code in done if code not in good]:
                words = _("“%(article)s” stays unpublished in %(languages)s: see its checklist.")
                messages.warning(request, words % {"article": article, "languages": ", ".join(bad)})
        self._tell(
            request,
            ngettext("%(count)d article is published.", "%(count)d articles are published.", published),
            published,
        )

    @admin.action(description=gettext_lazy("Withdraw from all languages"), permissions=["publish"])
    def withdraw_now(self, request, articles):
        for article in Article.objects.filter(pk__in=articles):
            publishing.withdraw(article, by=request.user)
            self.log_publication(request, article)
        count = articles.count()
        self._tell(
            request, ngettext("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", count), count
        )

    @admin.action(description=gettext_lazy("Give the topic chosen beside"), permissions=["publish"])
    def add_topic(self, request, articles):
        self._give(request, articles, "topics", Topic.objects.filter(pk=_number(request.POST.get("topic"))).first())

    @admin.action(description=gettext_lazy("Link the partner chosen beside"), permissions=["publish"])
    def add_partner(self, request, articles):
        self._give(
            request, articles, "partners", Partner.objects.filter(pk=_number(request.POST.get("partner"))).first()
        )

    def _give(self, request, articles, relation, chosen):
        if not chosen:
            messages.error(request, _("Choose the topic or partner beside the action first."))
            return
        for article in articles:
            getattr(article, relation).add(chosen)
            drafts.add_to_list(article, relation, chosen, request.user)
            self.log_change(
                request, article, [{"changed": {"fields": [str(self.opts.get_field(relation).verbose_name)]}}]
            )
        words = ngettext(
            "%(count)d article now has “%(chosen)s”.", "%(count)d articles now have “%(chosen)s”.", len(articles)
        )
        messages.success(request, words % {"count": len(articles), "chosen": chosen})

    def _tell(self, request, words, count):
        if count:
            messages.success(request, words % {"count": count})


def _number(value):
    return int(value) if is_number(value) else None
