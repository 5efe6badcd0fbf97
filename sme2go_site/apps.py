"""The frame as an app, and the admin with our own desk as its site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class FrameConfig(AppConfig):
    name = "sme2go_site"
    verbose_name = _("Site")

    def ready(self):
        from . import audit_content, audit_rights, audit_signin, history, references  # noqa: F401 - the log listens
        from .models import Fact, Page

        history.register(Page, Fact)

        references.register(
            "page",
            lambda ids: Page.objects.defer("body").in_bulk(ids),
            references.Linkable(lambda: Page.objects.defer("body"), "title", "page_detail"),
        )


class DeskConfig(AdminConfig):
    default_site = "sme2go_site.desk.Desk"
