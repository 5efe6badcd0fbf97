"""A filter of a list at the desk whose values stand beside it, and no others."""

from django.contrib import admin


class ListedFilter(admin.SimpleListFilter):
    """Narrows by one of the values that it lists; what is none of them narrows nothing, whatever it is."""

    def value(self):
        value = super().value()
        return value if any(value == listed for listed, _label in self.lookup_choices) else None
