"""Plain helpers that make what a claim needs, and nothing else."""

from datetime import timedelta
from io import BytesIO
from itertools import count

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from news.models import Article, Attachment, Event, Picture, Topic
from partners.models import Logo, Partner, Programme, Project
from sme2go_site import groups

numbers = count(1)


def make_article(languages=("sv", "en", "et", "fi"), **more):
    """A published article; its words name language and number: 'Title fi 3'."""
    number = next(numbers)
    words = {}
    for code in languages:
        words |= {
            f"title_{code}": f"Title {code} {number}",
            f"slug_{code}": f"article-{code}-{number}",
            f"lead_{code}": f"Lead {code} {number}",
            f"approved_{code}": True,
        }
    return Article.objects.create(**{"published_at": timezone.now(), "source_language": "en"} | words | more)


def make_event(languages=("sv", "en", "et", "fi"), **more):
    """A meeting that began a day ago; its words name language and number: 'Event fi 3'."""
    number = next(numbers)
    words = {}
    for code in languages:
        words |= {f"title_{code}": f"Event {code} {number}", f"slug_{code}": f"event-{code}-{number}"}
    return Event.objects.create(
        **{"starts": timezone.now() - timedelta(days=1), "source_language": "en"} | words | more
    )


def make_topic(**more):
    number = next(numbers)
    words = {}
    for code in ("sv", "en", "et", "fi"):
        words |= {f"name_{code}": f"Topic {code} {number}", f"slug_{code}": f"topic-{code}-{number}"}
    return Topic.objects.create(**words | more)


def make_partner(languages=("sv", "en", "et", "fi"), **more):
    number = next(numbers)
    words = {}
    for code in languages:
        words |= {f"name_{code}": f"Partner {code} {number}", f"slug_{code}": f"partner-{code}-{number}"}
    return Partner.objects.create(**words | more)


def make_project(**more):
    programme = Programme.objects.create(name="Interreg Central Baltic", period="2014-2020")
    return Project.objects.create(
        **{"acronym": "SME2GO", "programme": programme, "first_year": 2015, "last_year": 2018} | more
    )


def picture_file(name="picture.png", size=(800, 450), kind="PNG", **options):
    buffer = BytesIO()
    Image.new("RGB", size, "#0d4f5c").save(buffer, kind, **options)
    return ContentFile(buffer.getvalue(), name=name)


def make_picture(**more):
    return Picture.objects.create(**{"file": picture_file(), "alt_en": "A picture"} | more)


def make_logo(partner=None, **more):
    owner = {"partner": partner or make_partner()}
    return Logo.objects.create(**owner | {"original": picture_file("logo.png")} | more)


def make_attachment(article, **more):
    file = ContentFile(b"The report", name="report.txt")
    return Attachment.objects.create(
        **{"article": article, "title_en": "Report", "language": "en", "file": file} | more
    )


def make_group(name):
    """One of the staff's groups; the migration's are gone once a test has emptied the tables."""
    groups.make(Group, Permission)
    return Group.objects.get(name=name)
