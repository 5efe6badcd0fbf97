"""What the tests of the desk's pages share: states, addresses, and forms as they are with some of it typed anew."""

import re

from django.db.models.fields.files import FieldFile

from news.models import Article
from news.states import state_of
from sme2go_site.steps import with_outdated

LIST = "/admin/news/article/"


def state(article, code):
    return state_of(with_outdated(Article.objects.filter(pk=article.pk)).get(), code)


def listed(desk, query):
    return set(desk.get(f"{LIST}?{query}").context["cl"].queryset)


def changed(article, **words):
    for name, value in words.items():
        setattr(article, name, value)
    article.save()
    return article


def page_of(article, code, tail="translate/{}/"):
    return f"{LIST}{article.pk}/{tail.format(code)}"


def typed(desk, address, **more):
    """What the form at this address holds, with some of it typed anew."""
    context = desk.get(address).context
    form = context["adminform"].form if "adminform" in context else context["form"]
    values = {name: form[name].value() for name in form.fields}
    values |= {f"seen_{row.name}": row.seen for row in context.get("rows", ()) if row.is_text}
    plain = {
        name: "" if value is None or isinstance(value, FieldFile) else value
        for name, value in values.items()
        if name not in more
    }
    return {name: value for name, value in plain.items() if value is not False} | more


def unspoken(page):
    """The page without the words that only screen readers get."""
    return re.sub(r'<span class="visually-hidden"[^>]*>[^<]*</span>', "", page)
