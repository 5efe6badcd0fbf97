"""Fields that every room uses: rich text that is always clean, slugs that may be missing, files that nobody guesses."""

from secrets import token_urlsafe

from django.db import models
from django.utils.deconstruct import deconstructible
from django_prose_editor.fields import ProseEditorField

from . import richtext

LONGEST_TEXT = 200_000  # characters of HTML in a form: twenty times the longest report that the project wrote


class RichTextField(ProseEditorField):
    """HTML from the editor's allow-list; sanitised on its way into the database, whoever saves and however."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("extensions", richtext.EXTENSIONS)
        kwargs.setdefault("sanitize", richtext.clean)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(**{"max_length": LONGEST_TEXT} | kwargs)

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = richtext.clean(value)
        return super().get_db_prep_save(value, connection)


class MissingAsNullSlugField(models.SlugField):
    """A slug that is NULL where the language has none, so that a unique constraint leaves missing ones alone."""

    def get_prep_value(self, value):
        return super().get_prep_value(value) or None


@deconstructible
class UnguessablePath:
    """An `upload_to`: whoever knows an address under /media/ gets the file, so what is not public yet has none to guess."""

    def __init__(self, folder):
        self.folder = folder

    def __call__(self, _instance, name):
        return f"{self.folder}{token_urlsafe(9)}/{name}"
