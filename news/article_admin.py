"""The desk's list of articles and the form of one; its publication stands in publication.py."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.models import Partner
from sme2go_site.badges import Badge, OutdatedFilter
from sme2go_site.languages import CODES, active, name_of, spellings
from sme2go_site.steps import with_outdated
from sme2go_site.translating import TranslatingAdmin

from . import publishing
from .checklist import Checklist
from .filters import AuthorFilter, NeedsFilter, SentBackFilter, StateFilter, is_number
from .library import main_picture
from .models import Article, Attachment, Topic
from .publication import PublicationPage
from .states import State, counts, state_of

SEARCHED = [f"{field}_{code}" for field in ("title", "lead", "body") for code in CODES]


class AttachmentInline(admin.StackedInline):
    model = Attachment
    extra = 0
    fields = ["title_sv", "title_en", "title_et", "title_fi", "file", "language", "order"]


class ArticleActionForm(ActionForm):
    """What the actions on many articles need to know besides which."""

    topic = forms.ModelChoiceField(Topic.objects.none(), required=False, label=gettext_lazy("Topic"))
    partner = forms.ModelChoiceField(Partner.objects.none(), required=False, label=gettext_lazy("Partner"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.all()
        self.fields["partner"].queryset = Partner.objects.defer("description")


@admin.register(Article)
class ArticleAdmin(PublicationPage, TranslatingAdmin):
    list_display = ["__str__", "published"]
    list_filter = [NeedsFilter, OutdatedFilter, StateFilter, SentBackFilter, "topics", "partners", AuthorFilter]
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
        """Every word must stand in the article, in any of its languages."""
        for word in words.split():
            condition = Q()
            for spelling in spellings(word):
                for column in SEARCHED:
                    condition |= Q(**{f"{column}__icontains": spelling})
            articles = articles.filter(condition)
        return articles, False

    def changelist_view(self, request, extra_context=None):
        figures = counts(Article.objects.all())
        rows = [(code, name_of(code), [(state, figures[state, code]) for state in State]) for code in CODES]
        return super().changelist_view(request, {"states": list(State), "counts": rows} | (extra_context or {}))

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
        article = Article.objects.get(pk=article.pk)
        errors = Checklist(article, language).errors
        said = {"language": name_of(language).capitalize(), "errors": " ".join(line.words for line in errors)}
        if errors:
            messages.error(request, _("%(language)s is not approved yet: %(errors)s") % said)
            return ""
        publishing.approve(article, language, request.user)
        return _("%(language)s is saved and approved.") % said

    @admin.action(description=gettext_lazy("Publish now, in every language that is ready"), permissions=["change"])
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

    @admin.action(description=gettext_lazy("Withdraw from all languages"), permissions=["change"])
    def withdraw_now(self, request, articles):
        for article in Article.objects.filter(pk__in=articles):
            publishing.withdraw(article, by=request.user)
            self.log_publication(request, article)
        count = articles.count()
        self._tell(
            request, ngettext("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", count), count
        )

    @admin.action(description=gettext_lazy("Give the topic chosen beside"), permissions=["change"])
    def add_topic(self, request, articles):
        self._give(request, articles, "topics", Topic.objects.filter(pk=_number(request.POST.get("topic"))).first())

    @admin.action(description=gettext_lazy("Link the partner chosen beside"), permissions=["change"])
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
