"""The rules of use of a logo as sentences in one language, and as the README.txt of a zip in all of them."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sme2go_site.languages import CODES, name_of, text
from sme2go_site.models import Fact

WIDTH = 76


def news_desk():
    """The Fact that says whom to ask about a logo whose owner has named nobody; an empty one while nobody has entered it."""
    return Fact.objects.filter(key=Fact.Key.CONTACT).first() or Fact()


def sentences(logo, desk=None):
    """What the owner asks for, in the active language; a rule that nobody has stated is not made up.

    `desk` is what news_desk() has given, where somebody has asked already.
    """
    said = []
    if logo.clear_space:
        said.append(_("Keep clear on every side: %(share)s%% of the logo’s height.") % {"share": logo.clear_space})
    if logo.smallest_px:
        said.append(_("Smallest width on a screen: %(px)s px.") % {"px": logo.smallest_px})
    if logo.smallest_mm:
        said.append(_("Smallest width in print: %(mm)s mm.") % {"mm": logo.smallest_mm})
    if logo.grounds:
        labels = [str(label).lower() for ground, label in logo.Ground.choices if ground in logo.grounds]
        said.append(_("Grounds it may stand on: %(grounds)s.") % {"grounds": get_text_list(labels, _("or"))})
    said += text(logo, "usage_rules").splitlines() if text(logo, "usage_rules") else []
    if not said:
        said.append(_("The owner has not stated any rules of use."))
    return [*said, _("Do not change, stretch, recolour or merge it with anything."), *_contact(logo, desk)]


def _contact(logo, desk):
    partner = logo.partner
    if partner and (partner.contact_email or partner.contact_phone):
        words = " ".join(filter(None, (partner.contact_name, partner.contact_email, partner.contact_phone)))
    else:
        words = " ".join(text(desk or news_desk(), "text").split())
    return [_("Questions: %(contact)s") % {"contact": words}] if words else []


def readme(logos):
    """The README.txt of a zip with these logos: their rules, language after language."""
    parts, desk = [], news_desk()
    for code in CODES:
        with override(code):
            head = ngettext("Rules of use for this logo", "Rules of use for these logos", len(logos))
            parts += [f"{name_of(code).upper()}: {head}".capitalize(), "=" * WIDTH, ""]
            for logo in logos:
                title = f"{logo.name}: {logo.get_kind_display()}, {logo.get_shape_display()}".strip()
                note = [_("A placeholder, not the real logo.")] if logo.is_placeholder else []
                parts += [title, *(f"- {words}" for words in (*note, *sentences(logo, desk))), ""]
    return "\r\n".join(parts)
