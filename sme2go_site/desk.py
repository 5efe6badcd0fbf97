"""The admin as this site's desk: Django's own, under its own strict policy of content."""

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from . import waiting
from .link_targets import link_targets

# The one style that the editor (Tiptap) writes into the page; a test compares it with the library's file.
TIPTAP_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
ROOMS = ["news", "partners", "sme2go_site", "auth"]
POLICY = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, TIPTAP_STYLE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF],
}


class Desk(admin.AdminSite):
    site_header = _("SME2GO: the desk")
    site_title = _("SME2GO")
    index_title = _("What would you like to edit?")

    def admin_view(self, view, cacheable=False):
        return csp_replace(POLICY)(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        return csp_replace(POLICY)(super().login)(request, extra_context)

    def get_urls(self):
        return [path("link-targets/", self.admin_view(link_targets), name="link_targets"), *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """What is written every day first, the accounts last."""
        return sorted(super().get_app_list(request, app_label), key=lambda app: ROOMS.index(app["app_label"]))

    def i18n_javascript(self, request, extra_context=None):
        """The words of scripts from every app, the editor's among them; Django's own view brings the admin's alone."""
        return JavaScriptCatalog.as_view()(request)

    def index(self, request, extra_context=None):
        first_screen = {"waiting": waiting.waiting(request.user)} | waiting.panels()
        return super().index(request, first_screen | (extra_context or {}))
