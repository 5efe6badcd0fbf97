"""What the desk's first screen says of the last run of the guard."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy

from sme2go_site.languages import name_of
from sme2go_site.rights import may_publish

from .models import Project, VisibilityCheck
from .visibility_pages import PAGES
from .visibility_rules import LABELS

SCHEMES = {"light": gettext_lazy("light"), "dark": gettext_lazy("dark")}


@dataclass(frozen=True)
class Line:
    """A rule that is broken on a page; where: in which languages, widths and schemes."""

    page: str
    rule: str
    where: str
    detail: str


def panel(user):
    """For those who may publish: {"visibility": {"check", "lines", "pictures"}}."""
    if not may_publish(user, Project):
        return {}
    check = VisibilityCheck.objects.first()
    found = {"check": check, "lines": lines(check), "pictures": _pictures(check)} if check else {"check": None}
    return {"visibility": found}


def lines(check):
    """One Line for each page and rule, however often it was found."""
    groups = {}
    for finding in check.findings:
        groups.setdefault((finding["page"], finding["rule"]), []).append(finding)
    return [
        Line(_page(page), str(LABELS.get(rule, rule)), _where(found), found[0]["detail"])
        for (page, rule), found in groups.items()
    ]


def _page(page):
    return str(PAGES[page][0]) if page in PAGES else page


def _where(findings):
    languages, widths, schemes = (
        list(dict.fromkeys(one[name] for one in findings)) for name in ("language", "width", "scheme")
    )
    return " · ".join(
        ", ".join(words)
        for words in (
            [name_of(code) for code in languages],
            [f"{width} px" for width in widths],
            [str(SCHEMES[scheme]) for scheme in schemes],
        )
    )


def _pictures(check):
    """[(what it shows, its address, width, height)]"""
    return [
        (f"{_page(one['page'])}, {_where([one])}", default_storage.url(one["path"]), *one["size"])
        for one in check.pictures
    ]
