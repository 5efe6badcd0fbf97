"""The forms that the matrix of rights sends, as whoever has signed in would send them, and what then came of it."""

from django.contrib.auth import get_user_model
from django.test import Client

from news.models import Article
from sme2go_site import drafts
from sme2go_site.languages import CODES
from tests.factories import make_article, make_partner, make_picture
from tests.news.desk import LIST, typed

BODIES = {f"body_{code}": "<p>Text</p>" for code in CODES}
DRAFT = {"published_at": None, **{f"approved_{code}": False for code in CODES}}
SOURCE = ("source_url", "https://sme2go.eu/")
NO_ATTACHMENTS = {"attachments-TOTAL_FORMS": 0, "attachments-INITIAL_FORMS": 0}
NEW_PARTNER = {"name_en": "New partner", "slug_en": "new-partner", "source_language": "en", "role": "partner",
               "status": "active", "order": 0}  # fmt: skip


def own_partner(contributor, **words):
    partner = make_partner(**words)
    partner.contributors.add(contributor.user)
    return partner


def described():
    return make_picture(**{f"alt_{code}": "Alt" for code in CODES})


def came_of(instance, name, value):
    """What became of a value that was sent for a column."""
    row = type(instance)._base_manager.filter(pk=instance.pk).first()
    if drafts.value_of(row, name) == value:
        return "saved"
    draft = drafts.working_copy(instance)
    return "draft" if draft and draft.data.get(name) == value else "-"


def sent(root, client, address, instance, name, value, **more):
    """Sends the form as a superuser gets it, with one field changed; tells what came of it."""
    whole = typed(root, address, **more) | {name: value}
    client.post(address, whole)
    return came_of(instance, name, value)


def change(root, client, instance, name, value="New", **more):
    kind = instance._meta
    inline = NO_ATTACHMENTS if isinstance(instance, Article) else {}
    address = f"/admin/{kind.app_label}/{kind.model_name}/{instance.pk}/change/"
    return sent(root, client, address, instance, name, value, **inline | more)


def translate(root, client, code, **more):
    article = make_article(source_language="fi" if code == "en" else "en", **more)
    return sent(root, client, f"{LIST}{article.pk}/translate/{code}/", article, f"title_{code}", "New")


def press(client, code, button, more=None, **states):
    """A button of the translator's page; True when the language's approval is another one afterwards."""
    article = make_article(source_language="fi" if code == "en" else "en", **states)
    before = getattr(article, f"approved_{code}")
    root = Client()
    root.force_login(get_user_model().objects.get(username="root"))
    address = f"{LIST}{article.pk}/translate/{code}/"
    client.post(address, typed(root, address) | {button: "1"} | (more or {}))
    article.refresh_from_db()
    return "saved" if getattr(article, f"approved_{code}") != before else "-"
