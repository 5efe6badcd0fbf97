"""The guard: every page on every screen, judged, and the run kept."""

from sme2go_site.languages import CODES

from . import visibility_browser
from .funding import LAST_RESORT
from .models import Project, VisibilityCheck
from .visibility_pages import paths
from .visibility_rules import NOT_OPENED, Finding, broken

PICTURED = CODES[0]  # its pages are photographed each time; in the others, pages that break a rule
MOST_PICTURES = 60


def check(address):
    """The VisibilityCheck of the site at this address; visibility_browser.Unavailable where there is no browser."""
    project = Project.objects.select_related("programme").first()
    period, wanted = project.programme.period if project else LAST_RESORT, paths()
    findings, pictures, number = [], [], 0
    with visibility_browser.browser() as chromium:  # no database in here: its thread has a loop running
        for view in visibility_browser.views(chromium, address, wanted):
            found = judged(view, period)
            findings += found
            number += 1
            if view.picture and (found or view.language == PICTURED) and len(pictures) < MOST_PICTURES:
                pictures.append(view)
    return VisibilityCheck.keep(number, findings, pictures)


def judged(view, period):
    """[Finding] of one View."""
    rules = broken(view.measured, period, view.language) if view.measured else {NOT_OPENED: view.trouble}
    return [Finding(view.page, view.language, view.width, view.scheme, rule, detail) for rule, detail in rules.items()]
