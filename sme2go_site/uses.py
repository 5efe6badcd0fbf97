"""Where a reference stands: every object whose rich text, in whatever language, leads to it or shows it."""

from django.db.models import Q
from modeltranslation.translator import translator

from . import references
from .fields import RichTextField


def uses(kind, pk):
    """[(object, [codes])], by the languages whose text holds the reference."""
    written = f'"{references.address(kind, pk)}"'  # an attribute's whole value, as nh3 writes it: 7 is not in 77
    models = translator.get_registered_models(abstract=False)
    return [use for model in models for use in _uses_in(model, written)]


def _uses_in(model, written):
    columns = [field for field in model._meta.get_fields() if isinstance(field, RichTextField) and _language(field)]
    wanted = Q(*((f"{column.name}__contains", written) for column in columns), _connector=Q.OR)
    for thing in model.objects.filter(wanted) if columns else ():
        yield thing, [_language(column) for column in columns if written in (getattr(thing, column.name) or "")]


def _language(column):
    """None for the base column, which is never read."""
    return getattr(column, "language", None)
