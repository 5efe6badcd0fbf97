"""What the site knows about its languages: which there are, and what an object has in each."""

from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_noop
from django.utils.translation.trans_real import parse_accept_lang_header

CODES = [code for code, _name in settings.LANGUAGES]

gettext_noop("Estonian")  # Django's Swedish calls it “estländska”, which is a word for the people; ours corrects it
CAPITALISE_LANGUAGES = {"en"}  # Django writes Swedish ones with a capital, which Swedish does not


def active():
    """The language being read now: one of CODES, also where Django has none or a regional one active."""
    code = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return code if code in CODES else settings.LANGUAGE_CODE


def name_of(code):
    """The language's name in the active language, e.g. 'finska' for 'fi' in Swedish."""
    name = str(get_language_info(code)["name_translated"])
    return name if active() in CAPITALISE_LANGUAGES else name.lower()


def text(instance, field, code=None):
    """The text of a translated field in one language (default: the active one); '' where there is none."""
    return getattr(instance, f"{field}_{code or active()}") or ""


def best_first(first=None, original=None):
    """CODES in the order in which a reader is best served when the wanted language is missing."""
    wanted = [first or active(), "en", original, *CODES]
    return list(dict.fromkeys(code for code in wanted if code))


def best_accepted(request):
    """The language that Accept-Language wants most; English where it wants none of ours. q=0 says which it refuses."""
    for wanted, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = wanted.split("-")[0]
        if quality and code in CODES:
            return code
    return "en"


def spellings(word):
    """The ways to write a word that SQLite's LIKE tells apart: it folds A to Z, but not å, ä, ö, õ."""
    return {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
