"""The groups of staff and their rights, as the migration 0002 makes them; what an administrator adds stays."""

from .languages import CODES

CONTENT = ["news.article", "news.event", "news.picture", "news.topic", "news.attachment",
           "sme2go_site.page", "partners.partner", "partners.logo", "partners.strip"]  # fmt: skip
LED = ["partners.project", "partners.programme", "sme2go_site.fact"]  # what only publishers change
PUBLISHED = ["news.article", "news.event", "sme2go_site.page", "partners.partner", "partners.project", "partners.logo"]
TRANSLATED = ["news.article", "news.event", "news.picture", "news.topic", "news.attachment", "sme2go_site.page",
              "partners.partner", "partners.project"]  # fmt: skip


def _all(actions, models):
    return {f"{app}.{action}_{model}" for app, model in (label.split(".") for label in models) for action in actions}


RIGHTS = {
    "publisher": _all(["view", "add", "change", "delete"], CONTENT)
    | _all(["view", "change"], LED)
    | _all(["publish"], PUBLISHED)
    | _all(["view", "add", "change", "delete"], ["news.embeddingsite"])
    | {"partners.view_download"},
    "editor": _all(["view", "add", "change"], CONTENT) | _all(["view"], LED),
    **{f"translator-{code}": _all(["view"], TRANSLATED) | {f"sme2go_site.translate_{code}"} for code in CODES},
    "partner-contributor": {"partners.propose_partner", "partners.propose_logo"},
}


def make(group_model, permission_model):
    """Make the groups and give them their rights; doing it again changes nothing."""
    permissions = permission_model.objects.select_related("content_type")
    known = {f"{permission.content_type.app_label}.{permission.codename}": permission for permission in permissions}
    for name, rights in RIGHTS.items():
        group, _is_new = group_model.objects.get_or_create(name=name)
        group.permissions.add(*(known[right] for right in rights))
