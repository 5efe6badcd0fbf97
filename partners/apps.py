from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self):
        from sme2go_site import history, references

        from .models import Logo, Partner, Programme, Project

        history.register(Partner, Project, Programme, carries=["logos"])
        history.register(Logo)

        references.register(
            "partner",
            lambda ids: Partner.objects.defer("description").in_bulk(ids),
            references.Linkable(lambda: Partner.objects.defer("description"), "name", "partners:partner_detail"),
        )
