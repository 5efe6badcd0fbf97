"""How each action of the matrix of rights is tried: as whoever has signed in would send it, and what then came of it.

An action is function(root, client, code): `root` may do everything, and reads the forms that `client` then sends, whether
or not these show what is sent. It gives `saved`, `draft` or `-`.
"""

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile

from news.models import Article, Attachment, EmbeddingSite, Picture
from partners.models import Logo, Partner, Strip
from sme2go_site import drafts, steps
from sme2go_site.checks import TranslationCheck
from sme2go_site.models import Fact, PreviewLink, Version
from tests.factories import make_article, make_logo, make_partner, make_picture, make_topic, picture_file
from tests.news.desk import LIST, typed
from tests.rights_forms import BODIES, DRAFT, NO_ATTACHMENTS, SOURCE, came_of, change, described, press, translate


def approve(client, code):
    return press(client, code, "_approve", hero=described(), **BODIES, **{f"approved_{code}": False})


def publish(root, client, code):
    article = make_article(**DRAFT, hero=described(), **BODIES)
    client.post(f"{LIST}{article.pk}/publish/", {"_publish": "1", "when": "now", "languages": [code]})
    article.refresh_from_db()
    return "saved" if article.is_public_in(code) else "-"


def publish_draft(root, client, code):
    article = make_article()
    drafts.put(article, {f"title_{code}": "New"})
    client.post(f"{LIST}{article.pk}/draft/", {"_publish": "1"})
    return "saved" if came_of(article, f"title_{code}", "New") == "saved" else "-"


def withdraw(root, client, _code):
    article = make_article()
    client.post(f"{LIST}{article.pk}/publish/", {"_withdraw": "1"})
    article.refresh_from_db()
    return "saved" if article.is_withdrawn else "-"


def many(client, article, action, **more):
    client.post(LIST, {"action": action, "_selected_action": [article.pk], **more})
    article.refresh_from_db()
    return article


def publish_many(root, client, _code):
    article = make_article(published_at=None, hero=described(), **BODIES)
    return "saved" if many(client, article, "publish_now").published_at else "-"


def give_topic(root, client, _code):
    topic = make_topic()
    return "saved" if topic in many(client, make_article(), "add_topic", topic=topic.pk).topics.all() else "-"


def bring_back(root, client, _code):
    article = make_article()
    number = article.pk
    article.delete()
    version = Version.objects.deleted(Article).get(object_id=number)
    client.post(f"{LIST}deleted/", {"version": version.pk})
    return "saved" if Article.objects.filter(pk=number).exists() else "-"


def add_article(root, client, _code):
    client.post(
        f"{LIST}add/",
        typed(
            root,
            f"{LIST}add/",
            title_en="Added",
            source_language="en",
            topics=[],
            partners=[],
            related=[],
            **NO_ATTACHMENTS,
        ),
    )
    return "saved" if Article.objects.filter(title_en="Added").exists() else "-"


def upload(root, client, _code):
    words = {"file": picture_file("up.png"), "alt_en": "Alt", "language": "en"}
    client.post("/admin/news/picture/upload/", words)
    return "saved" if Picture.objects.filter(alt_en="Alt").exists() else "-"


def logo(root, client, partner):
    words = {"partner": partner.pk, "kind": "colour", "shape": "wide", "original": picture_file("logo.png")}
    client.post("/admin/partners/logo/add/", words)
    found = Logo.objects.filter(partner=partner).first()
    return "-" if not found else "saved" if found.is_approved else "draft"


def order_topics(root, client, _code):
    topic = make_topic()
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": topic.pk, "form-0-order": 7}
    client.post("/admin/news/topic/", {"_save": "1"} | rows)
    return came_of(topic, "order", 7)


def throw_away(root, client, code):
    article = make_article()
    drafts.put(article, {f"title_{code}": "New"})
    client.post(f"{LIST}{article.pk}/draft/", {"_throw_away": "1"})
    return "-" if drafts.working_copy(article) else "saved"


def restore(root, client, code):
    article = make_article(**DRAFT, **{f"lead_{code}": "First"})
    setattr(article, f"lead_{code}", "Second")
    article.save()
    sent = {"version": Version.objects.about(article).last().pk, "restore": f"lead_{code}"}
    client.post(f"{LIST}{article.pk}/history/compare/", sent)
    return came_of(article, f"lead_{code}", "First")


def share(root, client, code):
    article = make_article()
    client.post(f"{LIST}{article.pk}/preview-links/", {"_make": "1", "language": code})
    return "saved" if PreviewLink.objects.about(article).exists() else "-"


def call_small(root, client, code):
    """Says for all languages that a change of the original was a small one."""
    article = make_article(source_language="fi" if code == "en" else "en")
    steps.confirm(article, code)
    setattr(article, f"title_{article.source_language}", "Changed")
    article.save()
    address = f"{LIST}{article.pk}/translate/{code}/"
    client.post(address, typed(root, address) | {"small_edit": "title"})
    return "-" if TranslationCheck.objects.about(article).outdated().filter(field="title").exists() else "saved"


def name_attachment(root, client, code):
    article = make_article(**DRAFT)
    file = Attachment.objects.create(article=article, file=ContentFile(b"Plan", "plan.txt"), language="en")
    row = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": file.pk, "0-article": article.pk, "0-language": "en",
           "0-order": 0, f"0-title_{code}": "New"}  # fmt: skip
    sent = {f"attachments-{name}": value for name, value in row.items()}
    return change(root, client, article, f"title_{code}", **sent) and came_of(file, f"title_{code}", "New")


def add_partner(root, client, _code):
    words = {"name_en": "New", "slug_en": "new", "source_language": "en", "role": "partner", "status": "active"}
    client.post("/admin/partners/partner/add/", words | {"order": 0})
    found = Partner.objects.filter(name_en="New").first()
    return "-" if not found else "saved" if found.link_in("en") else "draft"


def change_logo(root, client, _code):
    logo = Logo.objects.create(partner=client.partner, original=picture_file("logo.png"))
    return change(root, client, logo, "kind", "negative", original="")


def delete_any(client, instance):
    kind = instance._meta
    client.post(f"/admin/{kind.app_label}/{kind.model_name}/{instance.pk}/delete/", {"post": "yes"})
    return "-" if type(instance).objects.filter(pk=instance.pk).exists() else "saved"


def order(root, client, _code):
    partner = make_partner()
    total = Partner.objects.count()
    rows = {f"form-{at}-id": one.pk for at, one in enumerate(Partner.objects.all())}
    orders = {f"form-{at}-order": 7 for at in range(total)}
    client.post(
        "/admin/partners/partner/",
        {"_save": "1", "form-TOTAL_FORMS": total, "form-INITIAL_FORMS": total} | rows | orders,
    )
    return came_of(partner, "order", 7)


def contributors(root, client, _code):
    user = get_user_model().objects.create_user("new-contributor")
    return change(root, client, client.partner, "contributors", [user.pk])


def fact(root, client, code):
    found, _is_new = Fact.objects.get_or_create(key="host")
    return change(root, client, found, f"text_{code}")


def save_strip(_root, client, _code):
    key = f"partner-{client.partner.pk}"
    make_logo(client.partner)
    words = {"name": "Footer", "slug": "footer", "owners": [key], "layout": "wide", "ground": "light", "width": 900}
    client.post("/admin/partners/strip/add/", words | {"language": "fi"})
    return "saved" if Strip.objects.exists() else "-"


def allow_site(_root, client, _code):
    client.post("/admin/news/embeddingsite/add/", {"origin": "https://partner.example"})
    return "saved" if EmbeddingSite.objects.exists() else "-"


def seen(client, address):
    return "saved" if client.get(address).status_code == 200 else "-"


ACTIONS = {
    "see the list": lambda root, client, code: seen(client, LIST),
    "add an article": add_article,
    "change a draft, shared": lambda root, client, code: change(root, client, make_article(**DRAFT), *SOURCE),
    "change a draft, language": lambda root, client, code: change(root, client, make_article(**DRAFT), f"title_{code}"),
    "translate a draft": lambda root, client, code: translate(root, client, code, **DRAFT),
    "change what is live, shared": lambda root, client, code: change(root, client, make_article(), *SOURCE),
    "change what is live": lambda root, client, code: change(root, client, make_article(), f"title_{code}"),
    "translate what is live": translate,
    "approve": lambda root, client, code: approve(client, code),
    "take back": lambda root, client, code: press(client, code, "_take_back"),
    "send back": lambda root, client, code: press(client, code, "_send_back", {"reason": "Names"}),
    "publish": publish,
    "publish a draft of changes": publish_draft,
    "withdraw": withdraw,
    "publish many": publish_many,
    "give many a topic": give_topic,
    "throw away a draft": throw_away,
    "bring back an old text": restore,
    "share a preview": share,
    "call a change a small edit": call_small,
    "name an attachment": name_attachment,
    "delete": lambda root, client, code: delete_any(client, make_article()),
    "delete a picture": lambda root, client, code: delete_any(client, make_picture()),
    "delete the own partner": lambda root, client, code: delete_any(client, client.partner),
    "bring back": bring_back,
    "upload a picture": upload,
    "describe a picture": lambda root, client, code: change(root, client, make_picture(), f"caption_{code}"),
    "change the own partner": lambda root, client, code: change(root, client, client.partner, f"role_text_{code}"),
    "change another partner": lambda root, client, code: change(root, client, make_partner(), f"role_text_{code}"),
    "add a partner": add_partner,
    "end the own partner": lambda root, client, code: change(root, client, client.partner, "status", "ended"),
    "order partners": order,
    "order topics": order_topics,
    "choose contributors": contributors,
    "give the own partner a logo": lambda root, client, code: logo(root, client, client.partner),
    "give another partner a logo": lambda root, client, code: logo(root, client, make_partner()),
    "change a logo that is live": change_logo,
    "save a strip of logos": save_strip,
    "let a website show the news": allow_site,
    "see the downloads": lambda root, client, code: seen(client, "/admin/partners/download/"),
    "take the downloads away": lambda root, client, code: seen(client, "/admin/partners/download/export/"),
    "fill in a fact": fact,
    "see the accounts": lambda root, client, code: seen(client, "/admin/auth/user/"),
}  # fmt: skip
WITHOUT_LANGUAGE = {
    "see the list", "add an article", "change a draft, shared", "change what is live, shared", "withdraw", "publish many",
    "give many a topic", "delete", "delete a picture", "delete the own partner", "bring back", "upload a picture",
    "add a partner", "end the own partner", "order partners", "order topics", "choose contributors",
    "give the own partner a logo", "give another partner a logo", "change a logo that is live", "see the accounts",
    "save a strip of logos", "let a website show the news", "see the downloads", "take the downloads away",
}  # fmt: skip
