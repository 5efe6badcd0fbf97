"""The strip composer as a plain form, whose fields are the address of the strip."""

from copy import copy
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sme2go_site.languages import active

from .strips import Strip, by_owner

FIELDS = ["owners", "layout", "ground", "width", "language"]
WIDTHS = (480, 800, 1200, 1600, 2400)  # px that are one click away
WRONG_WIDTH = _("The width is a number of pixels between 320 and 2,400.")


@dataclass(frozen=True)
class Choice:
    """What may be chosen for one field: [(value, label, whether it is chosen)]."""

    name: str
    label: str
    options: list


class StripForm(forms.ModelForm):
    """Bound to a choice, or to what the composer begins with: all logos, in the reader's language."""

    owners = forms.MultipleChoiceField(label=_("Logos, in the order of the strip"), required=False)

    class Meta:
        model = Strip
        fields = FIELDS
        error_messages = {"width": dict.fromkeys(["invalid", "required", "min_value", "max_value"], WRONG_WIDTH)}

    def __init__(self, data=None, **kwargs):
        found = by_owner()
        self.blank = Strip(owners=list(found), language=active())
        if data is not None:
            data = data.copy()
            if not any(name in data for name in FIELDS):
                data = None
        if data is not None:
            for name in FIELDS[1:]:
                data.setdefault(name, getattr(self.blank, name))
        super().__init__(data, instance=copy(self.blank), **kwargs)
        self.fields["owners"].choices = [(key, logos[0].name) for key, logos in found.items()]

    @property
    def strip(self):
        """The Strip that is chosen; None where the choice is not valid."""
        if not self.is_bound:
            return self.instance
        return self.instance if self.is_valid() else None

    @cached_property
    def chosen(self):
        """{field: value}; where one is not valid, what the composer begins with."""
        return {name: getattr(self.blank if name in self.errors else self.instance, name) for name in FIELDS}

    @property
    def choices(self):
        """A Choice for each field."""
        return [
            Choice(
                name, self.fields[name].label, [(*one, self._is_chosen(name, one[0])) for one in self._offered(name)]
            )
            for name in FIELDS
        ]

    def _offered(self, name):
        if name == "width":
            return [(width, width) for width in WIDTHS]
        return [(value, label) for value, label in self.fields[name].choices if value]

    def _is_chosen(self, name, value):
        chosen = self.chosen[name]
        return value in chosen if name == "owners" else value == chosen

    @property
    def held(self):
        """[(field, value)] that a button sends along, for it tells only what is to be changed."""
        return held(self.chosen)

    def after(self, pressed):
        """The address's end after a button: "ground=dark"; "owners=partner-3" ticks it or not, "owners=all" and "=none"."""
        name, _sign, value = pressed.partition("=")
        if name == "owners":
            there = [key for key, _name in self.fields["owners"].choices]
            wanted = {"all": {*there}, "none": set()}.get(value, {*self.chosen["owners"]} ^ {value})
            value = [key for key in there if key in wanted]
        return urlencode(held(self.chosen | ({name: value} if name in FIELDS else {})))


def held(chosen):
    return [*(("owners", key) for key in chosen["owners"] or ()), *((name, chosen[name]) for name in FIELDS[1:])]


def query_of(strip):
    """The choice as the end of an address."""
    return urlencode(held({name: getattr(strip, name) for name in FIELDS}))
