"""Attacks through every text field in every language, by form and by import: nothing acts, stored rich text is clean."""

import json
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.serializers import serialize
from django.db.models import CharField, SlugField, TextField
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from modeltranslation.translator import translator

from news.models import Article
from sme2go_site.fields import RichTextField
from sme2go_site.languages import CODES
from tests.factories import make_article, make_logo, make_partner, make_picture, make_project, make_topic
from tests.sme2go_site.test_richtext import ATTACKS, Reader, is_harmless

pytestmark = pytest.mark.django_db
EDITED = [kind for kind in translator.get_registered_models(abstract=False) if kind in admin.site._registry]


def text_columns(kind):
    """(name, is rich) of every translated column that holds words."""
    for field in translator.get_options_for_model(kind).fields:
        column = kind._meta.get_field(field)
        if isinstance(column, (CharField, TextField)) and not isinstance(column, SlugField):
            yield from ((f"{field}_{code}", isinstance(column, RichTextField)) for code in CODES)


def one_of(kind):
    """A stored object that has nothing to say yet."""
    made = {
        "article": make_article,
        "partner": make_partner,
        "project": make_project,
        "picture": make_picture,
        "logo": make_logo,
        "topic": make_topic,
    }
    if kind._meta.model_name == "programme":
        return make_project().programme
    if kind._meta.model_name in made:
        return made[kind._meta.model_name]()
    return kind.objects.create(
        **{"event": {"starts": timezone.now()}, "page": {"key": "about"}, "fact": {"key": "contact"}}[
            kind._meta.model_name
        ]
    )


def attacked(kind, attack):
    """The columns of a model with the attack in each, as far as it fits; PostgreSQL itself takes no NUL."""
    attack = attack.replace("\x00", "")
    return {name: attack[: kind._meta.get_field(name).max_length] for name, _is_rich in text_columns(kind)}


def assert_clean(instance):
    instance.refresh_from_db()
    for name, is_rich in text_columns(type(instance)):
        if is_rich:
            stored = getattr(instance, name) or ""
            assert all(is_harmless(*element) for element in Reader(stored).found), (name, stored)


DATA = {"importmap", "application/json", "application/ld+json"}  # a browser runs none of these


class Acting(HTMLParser):
    """What could act on a page: scripts without address or nonce, handlers, script addresses, foreign frames."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        has_handler = any(name.startswith("on") or name == "style" for name in own)
        addresses = [(own.get(name) or "").strip().lower() for name in ("href", "src", "action", "formaction")]
        has_script = any(address.startswith(("javascript:", "vbscript:", "data:text")) for address in addresses)
        is_script = tag == "script" and "src" not in own and own.get("type") not in DATA
        is_frame = tag == "iframe" and own.keys() & {"src", "srcdoc"}  # the preview's is empty until somebody opens it
        if has_handler or has_script or is_script or is_frame or tag in {"object", "embed", "base"}:
            self.found.append((tag, attributes))


def assert_nothing_acts(client, paths):
    for path in paths:
        page = client.get(path)
        assert page.status_code == 200, path
        assert not Acting(page.content.decode()).found, path


@pytest.fixture
def request_of_editor(rf):
    request = rf.get("/admin/")
    request.user = get_user_model().objects.create_superuser("editor")
    return request


@pytest.mark.parametrize("kind", EDITED, ids=lambda kind: kind._meta.model_name)
def test_attack_by_form_stores_nothing_that_could_act(request_of_editor, kind):
    instance = one_of(kind)
    room = admin.site._registry[kind]
    for attack in ATTACKS:
        form_class = room.get_form(request_of_editor, instance, change=True)
        opened = form_class(instance=instance)
        data = {
            name: "" if opened[name].value() is None else opened[name].value()
            for name in opened.fields
            if opened[name].value() is not False
        }
        typed = {name: words for name, words in attacked(kind, attack).items() if name in opened.fields}
        sent = {name: value if isinstance(value, list) else [value] for name, value in (data | typed).items()}
        form = form_class(MultiValueDict(sent), instance=instance)
        if form.is_valid():
            form.save()
        assert_clean(instance)


def test_article_attacked_by_form_is_harmless_on_every_page(client, request_of_editor):
    client.force_login(request_of_editor.user)
    codes_and_words = dict(zip(CODES, ("nyheter", "news", "uudised", "uutiset"), strict=True))
    for number, attack in enumerate(ATTACKS):
        article = make_article(**{f"slug_{code}": f"attack-{number}" for code in CODES})
        for name, words in attacked(Article, attack).items():
            setattr(article, name, words or "x")
        article.save()
        assert_nothing_acts(client, [f"/{code}/{word}/attack-{number}/" for code, word in codes_and_words.items()])
    lists = [path for code, word in codes_and_words.items() for path in (f"/{code}/", f"/{code}/{word}/")]
    assert_nothing_acts(client, [*lists, "/admin/", "/admin/news/article/"])
    article = Article.objects.first()
    assert_nothing_acts(
        client, [f"/admin/news/article/{article.pk}/{page}" for page in ("change/", "translate/fi/", "publish/")]
    )


def test_attack_by_import_stores_nothing_that_could_act(client, tmp_path):
    instances = [one_of(kind) for kind in EDITED]
    file = tmp_path / "import.json"
    for attack in ATTACKS:
        rows = json.loads(serialize("json", instances))
        for row in rows:
            row["fields"] |= attacked(apps.get_model(row["model"]), attack)
        file.write_text(json.dumps(rows))
        call_command("loaddata", file, verbosity=0)
        for instance in instances:
            assert_clean(instance)
    article = next(instance for instance in instances if isinstance(instance, Article))
    assert_nothing_acts(client, ["/en/", "/en/news/", "/en/partners/", article.link_in("en")])
