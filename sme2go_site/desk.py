"""The admin as this site's desk: Django's own, under its own strict policy of content."""

from functools import wraps
from urllib.parse import urlencode

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from . import typed_views, waiting
from .deeds import deed
from .link_targets import link_targets

# The one style that the editor (Tiptap) writes into the page; a test compares it with the library's file.
TIPTAP_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
ROOMS = ["news", "partners", "sme2go_site", "auth"]
POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, TIPTAP_STYLE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
}


def _policed(view):
    """The desk's policy of content, unless the view brings its own (previews: readers' policy)."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        return response if hasattr(response, "_csp_replace") else csp_replace(POLICY)(lambda: response)()

    return answered


def _as_deed(view):
    """Whatever a form of the desk changes is its sender's deed, for the reason that the form gives."""

    @wraps(view)
    def done(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        reason = "".join(filter(str.isprintable, request.POST.get("reason_for_change", ""))).strip()
        with deed(request.user, reason):
            return view(request, *args, **kwargs)

    return done


class Desk(admin.AdminSite):
    site_header = _("SME2GO: the desk")
    site_title = _("SME2GO")
    index_title = _("What would you like to edit?")

    def admin_view(self, view, cacheable=False):
        return _policed(super().admin_view(_as_deed(view), cacheable))

    def login(self, request, extra_context=None):
        """Whoever is signed in and may not open the desk is told so; everybody else signs in at allauth's door."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = {"next": request.GET.get("next", reverse("admin:index"))}
        return redirect(f"{reverse('account_login')}?{urlencode(wanted)}")

    def get_urls(self):
        own = {
            "link-targets/": (link_targets, "link_targets"),
            "typed/keep/": (typed_views.keep, "typed_keep"),
            "typed/leave/": (typed_views.leave, "typed_leave"),
            "typed/offer/": (typed_views.offer, "typed_offer"),
            "typed/<int:pk>/forget/": (typed_views.forget, "typed_forget"),
        }
        return [path(at, self.admin_view(view), name=name) for at, (view, name) in own.items()] + super().get_urls()

    def register(self, model_or_iterable, admin_class=None, **options):
        """Not what belongs to each account alone: its second factors, sessions and addresses."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if not model.__module__.startswith("allauth.")]
        super().register(ours, admin_class, **options)

    def get_app_list(self, request, app_label=None):
        """What is written every day first, the accounts last."""
        return sorted(super().get_app_list(request, app_label), key=lambda app: ROOMS.index(app["app_label"]))

    def i18n_javascript(self, request, extra_context=None):
        """The words of scripts from every app, the editor's among them; Django's own view brings the admin's alone."""
        return JavaScriptCatalog.as_view()(request)

    def index(self, request, extra_context=None):
        first_screen = {
            "waiting": waiting.waiting(request.user),
            "unsaved": typed_views.addresses_of_unsaved(request.user),
        }
        return super().index(request, first_screen | waiting.panels(request.user) | (extra_context or {}))
