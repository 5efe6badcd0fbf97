"""Django's rules of passwords; where a language of ours lacks Django's words, in words of our own."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self):
        return _("This password is too short: it needs at least %(least)s characters.") % {"least": self.min_length}

    def get_help_text(self):
        return _("At least %(least)s characters.") % {"least": self.min_length}
