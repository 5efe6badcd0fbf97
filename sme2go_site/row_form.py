"""A row beside a form or in a list that is written in: what somebody else has changed meanwhile stays, or is told."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MEANWHILE = _("Somebody else has changed this to “%(theirs)s” meanwhile. Save again to put yours in its place.")
FIGURES = re.compile("[0-9]{1,15}")
MOST_ROWS = 1000  # of one list; Django reads no more than twice as many


class RowForm(forms.ModelForm):
    """Each box carries beside it what it held when it was shown; files have a name of their own and need none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = bool(self.instance.pk) and not isinstance(field, forms.FileField)

    def clean(self):
        cleaned = super().clean()
        for name in [name for name, field in self.fields.items() if field.show_hidden_initial and name in cleaned]:
            stored = getattr(self.instance, name)
            if name not in self.changed_data:
                cleaned[name] = stored
            elif (stored or "") not in {self._shown(name) or "", cleaned[name] or ""}:
                self._tell(name, stored)
        return cleaned

    def _shown(self, name):
        box = self[name]
        sent = box.field.hidden_widget().value_from_datadict(self.data, self.files, box.html_initial_name)
        try:
            return box.field.to_python(sent)
        except ValidationError:
            return None

    def _tell(self, name, stored):
        """Once: the next save has seen it."""
        self.add_error(name, ValidationError(MEANWHILE % {"theirs": stored}, code="meanwhile"))
        self.data = self.data.copy()
        self.data[self[name].html_initial_name] = "" if stored is None else stored


class SentRows:
    """The rows beside a form as a browser sent them; `deleted` are those whose object has been deleted since.

    Django refuses the whole form for such a row, again and again: settled() leaves it out.
    """

    def __init__(self, model, prefix, data, files):
        self.prefix, self.data, self.files = prefix, data, files
        self.shown, self.total = self._count("INITIAL"), self._count("TOTAL")
        numbers = {row: self.value(row, model._meta.pk.name) for row in range(self.shown)}
        numbers = {row: int(number) for row, number in numbers.items() if FIGURES.fullmatch(number)}
        there = set(model._base_manager.filter(pk__in=numbers.values()).values_list("pk", flat=True))
        self.deleted = [row for row, number in numbers.items() if number not in there]

    def _count(self, which):
        count = self.data.get(f"{self.prefix}-{which}_FORMS", "")
        return min(int(count), MOST_ROWS) if FIGURES.fullmatch(count) else 0

    def value(self, row, name):
        return self.data.get(f"{self.prefix}-{row}-{name}", "")

    def settled(self, new=()):
        """(data, files) without the deleted rows; those of them that are in `new` stand last, as rows to be added."""
        if not self.deleted:
            return self.data.copy(), self.files
        kept = [row for row in range(self.shown) if row not in self.deleted]
        at = {row: number for number, row in enumerate([*kept, *range(self.shown, self.total), *new])}
        data, files = (self._renumbered(sent, at, new) for sent in (self.data, self.files))
        data[f"{self.prefix}-INITIAL_FORMS"], data[f"{self.prefix}-TOTAL_FORMS"] = str(len(kept)), str(len(at))
        return data, files

    def _renumbered(self, sent, at, new):
        box, settled = re.compile(rf"(initial-)?{re.escape(self.prefix)}-([0-9]{{1,9}})-(\w+)"), sent.copy()
        settled.clear()
        for key, values in sent.lists():
            found = box.fullmatch(key)
            row = int(found[2]) if found else None
            if not found:
                settled.setlist(key, values)
            elif row in at and not (row in new and (found[1] or found[3] == "id")):
                settled.setlist(f"{found[1] or ''}{self.prefix}-{at[row]}-{found[3]}", values)
        return settled
