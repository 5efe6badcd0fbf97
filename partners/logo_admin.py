"""The writing room of logos: upload, rules of use, approval, and which kinds are still missing."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sme2go_site.rights import may_publish, may_write_shared
from sme2go_site.writing import LanguageBarAdmin

from . import logo_files, raster
from .logo import OWNERS
from .models import Logo, Partner, Programme, Project
from .own_admin import OwnAdmin
from .visibility_logo import SIDE, WithoutFlagForm, asks_for_more, check_beside_flag, opened

LEFT_OUT = _("Left out of the drawing, since it could act, fetch or look different elsewhere: %(what)s.")
CHANGED = _(
    "“%(logo)s” has been changed since you opened this page, so it is not approved. Look at it as it now stands here."
)
APPROVED = _("“%(logo)s” is approved: readers see it now.")
WAITS = _("“%(logo)s” waits for approval: readers see it once the news desk has approved it.")
LOOKS = (Logo.Ground.WHITE, Logo.Ground.DARK)
PROPOSED = [
    "partner",
    "kind",
    "shape",
    "looks",
    *logo_files.UPLOADS,
    "without_flag",
    "clear_space",
    "smallest_px",
    "smallest_mm",
    "grounds",
    "usage_rules",
]


class LogoForm(WithoutFlagForm):
    grounds = forms.MultipleChoiceField(
        label=capfirst(Logo._meta.get_field("grounds").verbose_name),
        choices=Logo.Ground,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: the owner has not said."),
    )

    class Meta:
        model = Logo
        fields = "__all__"
        help_texts = {
            "original": _("The other sizes are made of it. Text has to be turned into outlines before the export."),
            "pdf": _("Offered as a download only."),
            "eps": _("Offered as a download only."),
            "png": _("Only where the owner has one of their own; PNG is made of the SVG in four sizes."),
        }

    def clean(self):
        cleaned = super().clean()
        owners = [cleaned.get(name) for name in ("partner", "project", "programme") if cleaned.get(name)]
        if len(owners) != 1:
            raise ValidationError(_("A logo belongs to one partner, or to the project, or to the programme."))
        self.removed = []
        for name in logo_files.UPLOADS:
            if (upload := cleaned.get(name)) and not getattr(upload, "_committed", False):
                self._check(name, upload)
        return cleaned

    def _check(self, name, upload):
        try:
            data = logo_files.read(upload)
            _found, drawing = logo_files.check(name, data)
            if name == "original":
                small = (
                    raster.pngs(drawing, [SIDE, *raster.SIDES])[SIDE] if drawing else data
                )  # and the largest can be drawn
                image = opened(small)
                self.check_for_flag(name, image)
                if self.cleaned_data.get("programme") and self.cleaned_data.get("kind") != Logo.Kind.NEGATIVE:
                    check_beside_flag(image)
        except ValidationError as error:
            self.add_error(name, error)
        else:
            self.removed += drawing.removed if drawing else ()


@admin.register(Logo)
class LogoAdmin(OwnAdmin, LanguageBarAdmin):
    """A contributor adds, somebody who may publish approves; what readers see is replaced and never changed by its owner."""

    own = "partner__contributors"
    form = LogoForm
    list_display = ["__str__", "look", "is_approved", "version", "uploaded_at"]
    readonly_fields = ["looks"]
    list_filter = ["is_approved", "kind", "shape"]
    actions = ["approve"]
    change_list_template = "admin/logo_list.html"
    change_form_template = "admin/logo_form.html"
    fields = ["partner", "project", "programme", *PROPOSED[1:], "is_placeholder"]

    def changelist_view(self, request, extra_context=None):
        shown = (
            {"kinds": kinds(), "kind_labels": Logo.Kind.labels, "shape_labels": Logo.Shape.labels}
            if request.user.has_perm("partners.add_logo")
            else {}
        )
        return super().changelist_view(request, shown | (extra_context or {}))

    def get_fields(self, request, logo=None):
        return self.fields if request.user.has_perm("partners.change_logo") else PROPOSED

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "partner" and not request.user.has_perm("partners.change_logo"):
            kwargs |= {"queryset": Partner.objects.filter(contributors=request.user), "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_add_permission(self, request):
        return super().has_add_permission(request) or request.user.has_perm("partners.propose_logo")

    def has_change_permission(self, request, obj=None):
        """What readers see is not changed by its owner, but replaced by a new one."""
        return may_write_shared(request.user, obj) if obj else super().has_change_permission(request)

    def save_model(self, request, logo, form, change):
        if form.removed:
            self.message_user(request, LEFT_OUT % {"what": ", ".join(map(str, form.removed))}, messages.WARNING)
        if not change:
            logo.is_approved = False
        logo.was_seen = Logo.objects.get(pk=logo.pk).seen if change else ""
        super().save_model(request, logo, form, change)
        if more := asks_for_more(logo):
            self.message_user(request, more, messages.WARNING)
        if not change:
            self._added(request, logo)

    def _added(self, request, logo):
        if may_publish(request.user, logo):
            logo.approve()
            messages.success(request, APPROVED % {"logo": logo})
        else:
            messages.info(request, WAITS % {"logo": logo})

    def render_change_form(self, request, context, *args, **kwargs):
        logo = kwargs.get("obj")
        if logo and may_publish(request.user, logo):
            context["waiting"] = Logo.objects.filter(pk=logo.pk, is_approved=False).first()
        return super().render_change_form(request, context, *args, **kwargs)

    def has_publish_permission(self, request):
        return may_publish(request.user, Logo)

    def response_change(self, request, logo):
        """The button “Approve” saves what was typed, and then approves, if it was typed under what was to be seen."""
        if "_approve" not in request.POST or not may_publish(request.user, logo):
            return super().response_change(request, logo)
        if request.POST["_approve"] == logo.was_seen:
            self._approve_seen(request, logo.pk, logo.seen)
            return self.response_post_save_change(request, logo)
        messages.error(request, CHANGED % {"logo": logo})
        return HttpResponseRedirect(request.get_full_path())

    @admin.action(description=_("Approve: readers see them from now on"), permissions=["publish"])
    def approve(self, request, logos):
        for pk in logos.filter(is_approved=False).values_list("pk", flat=True):
            self._approve_seen(request, pk, request.POST.get(f"seen-{pk}", ""))

    def _approve_seen(self, request, pk, seen):
        """Approve what was on the publisher's screen, and nothing that has been put in its place meanwhile."""
        with transaction.atomic():
            logo = Logo.objects.select_for_update().get(pk=pk)
            if logo.seen != seen:
                messages.error(request, CHANGED % {"logo": logo})
                return
            logo.approve()
            self.log_change(request, logo, [{"changed": {"fields": ["Approval"]}}])
        messages.success(request, APPROVED % {"logo": logo})

    @admin.display(description=_("picture"))
    def look(self, logo):
        """On the ground that it is for; an action says by the hidden field what it was chosen for."""
        return format_html(
            '{}<input type="hidden" name="seen-{}" value="{}">', _picture(logo, logo.ground), logo.pk, logo.seen
        )

    @admin.display(description=_("picture"))
    def looks(self, logo):
        stored = Logo.objects.filter(pk=logo.pk).first()  # not what is just being refused in this form
        return format_html_join(" ", "{}", [(_picture(stored, ground),) for ground in LOOKS]) if stored else "–"


def _picture(logo, ground):
    return format_html('<span class="logo-look logo-look-{}"><img src="{}" alt=""></span>', ground, logo.original.url)


KINDS = [(kind, shape) for kind in Logo.Kind for shape in Logo.Shape]


def kinds():
    """[(owner, [(where it is added, whether readers see one)])]: of everybody in the project, for each of KINDS."""
    owners = [*Project.objects.all(), *Programme.objects.all(), *Partner.objects.defer("description")]
    there = {(one.owner, one.kind, one.shape) for one in Logo.objects.public().select_related(*OWNERS)}
    add = reverse("admin:partners_logo_add")
    return [
        (owner, [(f"{add}?{_initial(owner, *pair)}", (owner, *pair) in there) for pair in KINDS]) for owner in owners
    ]


def _initial(owner, kind, shape):
    return urlencode({owner._meta.model_name: owner.pk, "kind": kind, "shape": shape})
