"""Loads the sample content: files that a translator can read and correct, one an article and language."""

import re
import tomllib
from datetime import datetime, time
from pathlib import Path

import resvg_py
from django.core.files.base import ContentFile
from django.db import transaction

from partners.models import Logo, Partner, Programme, Project
from sme2go_site import references
from sme2go_site.deeds import deed
from sme2go_site.languages import CODES
from sme2go_site.models import Fact, Page

from .models import Article, Event, Picture, Topic

FOLDER = Path(__file__).parent / "sample"
PICTURE_WIDTH = 1920
REFERENCE = re.compile(r'(href|src)="(article|partner|page|picture):([a-z0-9-]+)"')


def read_toml(file):
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_page(file):
    """A file of words: TOML, a line +++, the text as HTML. Gives a dict with the text as `body`."""
    head, _line, body = file.read_text(encoding="utf-8").partition("\n+++\n")
    return tomllib.loads(head) | {"body": body.strip()}


def by_language(folder, read, ending):
    """{code: words} for the languages that have a file in the folder."""
    return {code: read(file) for code in CODES if (file := folder / f"{code}{ending}").exists()}


def columns(words, *fields):
    """The translated columns: {'title_sv': …} from {code: words}."""
    return {f"{field}_{code}": said[field] for code, said in words.items() for field in fields if said.get(field)}


@transaction.atomic
def load():
    """Everything, in one transaction and as one deed; gives the number of articles."""
    with deed():
        return load_all()


def load_all():
    project = load_project()
    found = {"topic": load_topics(), "partner": load_partners(), "picture": load_pictures(), "page": load_pages()}
    load_logo("sme2go.svg", project=project)
    Fact.objects.bulk_create([Fact(key=key) for key in Fact.Key], ignore_conflicts=True)
    found["event"] = load_events()
    found["article"] = load_articles(found)
    for page, words in found["page"].values():
        set_bodies(page, words, found)
    for article, words in found["article"].values():
        set_bodies(article, words, found)
    return len(found["article"])


def set_bodies(instance, words, found):
    """The texts, last: only now does everything exist that they refer to."""

    def identity(match):
        attribute, kind, key = match.groups()
        target = found[kind][key]
        target = target[0] if isinstance(target, tuple) else target
        return f'{attribute}="{references.address(kind, target.pk)}"'

    for code, said in words.items():
        setattr(instance, f"body_{code}", REFERENCE.sub(identity, said["body"]))
    instance.save()


def load_project():
    shared = read_toml(FOLDER / "project" / "project.toml")
    words = by_language(FOLDER / "project", read_toml, ".toml")
    programme = Programme.objects.create(**shared["programme"])
    project = Project.objects.create(
        programme=programme,
        source_language="en",
        **{field: shared[field] for field in ("acronym", "first_year", "last_year", "website")},
        markets=shared["markets"],
        company_countries=shared["company_countries"],
        **columns(words, "name", "summary", "aims", "results", "contact_text", "boilerplate", "boilerplate_long"),
    )
    return project


def load_topics():
    found = {}
    for topic in read_toml(FOLDER / "topics.toml")["topic"]:
        key = topic.pop("key")
        found[key] = Topic.objects.create(**topic)
    return found


def load_logo(name, **owner):
    """The drawing in colour, and the same in white for dark grounds."""
    drawing = (FOLDER / "logos" / name).read_text()
    white = re.sub(r"#[0-9a-f]{6}", "#ffffff", drawing)
    for kind, svg in {"colour": drawing, "negative": white}.items():
        original = ContentFile(svg.encode(), name=name)
        Logo.objects.create(is_placeholder=True, kind=kind, original=original, **owner)


def load_partners():
    found = {}
    for folder in sorted((FOLDER / "partners").iterdir()):
        shared, words = read_toml(folder / "partner.toml"), by_language(folder, read_toml, ".toml")
        logo = shared.pop("logo")
        partner = Partner.objects.create(
            source_language="en", **shared, **columns(words, "name", "slug", "description", "role_text")
        )
        load_logo(logo, partner=partner)
        found[folder.name] = partner
    return found


def load_pictures():
    found = {}
    for file in sorted((FOLDER / "pictures").glob("*.toml")):
        shared = read_toml(file)
        words = {code: shared.pop(code) for code in CODES if code in shared}
        drawing = resvg_py.svg_to_bytes(svg_path=str(file.with_suffix(".svg")), width=PICTURE_WIDTH)
        picture = Picture(**shared, **columns(words, "alt", "caption", "credit"))
        picture.file = ContentFile(bytes(drawing), name=f"{file.stem}.png")
        picture.save()
        found[file.stem] = picture
    return found


def load_pages():
    found = {}
    for key in Page.Key:
        folder = FOLDER / "pages" / key
        words, facts = by_language(folder, read_page, ".html"), folder / "page.toml"
        shared = read_toml(facts) if facts.exists() else {}
        page = Page.objects.create(key=key, source_language="en", **shared, **columns(words, "title", "slug", "lead"))
        found[key.value] = (page, words)
    return found


def load_articles(found):
    articles = {}
    related = {}
    for folder in sorted((FOLDER / "articles").iterdir()):
        shared, words = read_toml(folder / "article.toml"), by_language(folder, read_page, ".html")
        hero, topics, partners = (shared.pop(key) for key in ("hero", "topics", "partners"))
        related[folder.name] = shared.pop("related")
        event = shared.pop("event", None)
        article = Article.objects.create(
            hero=found["picture"][hero],
            event=found["event"][event] if event else None,
            **shared,
            **columns(words, "title", "slug", "lead"),
            **{f"approved_{code}": True for code in words},
        )
        article.topics.set(found["topic"][key] for key in topics)
        article.partners.set(found["partner"][key] for key in partners)
        articles[folder.name] = (article, words)
    for key, others in related.items():
        articles[key][0].related.set(articles[other][0] for other in others)
    return articles


def load_events():
    found = {}
    for folder in sorted((FOLDER / "events").iterdir()):
        shared, words = read_toml(folder / "event.toml"), by_language(folder, read_toml, ".toml")
        days = {key: shared.pop(key) for key in ("starts", "ends")}
        event = Event(**shared, **columns(words, "title", "slug", "place", "dates_in_words", "description"))
        for name, day in days.items():
            setattr(event, name, datetime.combine(day, time(0), event.zone))
        event.save()
        found[folder.name] = event
    return found
