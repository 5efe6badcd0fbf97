"""Who may do what at the desk: one set of words for forms, buttons, actions and views.

Django's permissions say it of kinds of objects: view, add, change, delete; ours are publish_<model> (make public, approve,
withdraw, publish a draft), translate_<language> (change that language's columns and nothing else) and propose_<model>
(change one's own objects, as drafts). Which group has which stands in groups.py. Models may say more of themselves:
`for_publishers`, fields that only publishers change; `not_proposed`, what a contributor does not decide of an own object;
`is_public_at_once`, whether every change of an object is public, since it has no draft.
"""

from django.contrib.auth import get_permission_codename

from .groups import TRANSLATED
from .languages import CODES


def _has(user, action, about):
    return user.has_perm(f"{about._meta.app_label}.{get_permission_codename(action, about._meta)}")


def may_see_all(user, model):
    """Whether the desk shows every object of this model to this user."""
    return any(_has(user, action, model) for action in ("view", "change"))


def may_see(user, model):
    """Whether the desk shows objects of this model to this user, be it only their own."""
    return may_see_all(user, model) or _has(user, "propose", model)


def may_publish(user, about):
    """Whether what this user saves of this object, or of this kind, may be public at once."""
    return _has(user, "publish", about)


def is_published(model):
    """Whether making it public is a right of its own; what else there is is public with what shows it."""
    return get_permission_codename("publish", model._meta) in dict(model._meta.permissions)


def may_propose(user, instance):
    """Whether it is this user's own, to be changed as a draft."""
    return bool(instance) and hasattr(instance, "is_own") and _has(user, "propose", instance) and instance.is_own(user)


def may_write_shared(user, about):
    """Whether this user may change what all languages share."""
    if getattr(about, "is_public_at_once", None) is True and not may_publish(user, about):
        return False
    return _has(user, "change", about) or (not isinstance(about, type) and may_propose(user, about))


def may_write(user, about, code):
    """Whether this user may change the columns of one language."""
    return may_write_shared(user, about) or _may_translate(user, about, code)


def _may_translate(user, about, code):
    is_translated = about._meta.label_lower in TRANSLATED
    return is_translated and _has(user, "view", about) and user.has_perm(f"sme2go_site.translate_{code}")


def may_write_some(user, about):
    return any(may_write(user, about, code) for code in CODES)


def not_theirs(user, about, names):
    """Which of these fields this user may not change; of a model: not fill in, in a form that adds an object."""
    is_new = isinstance(about, type)
    shared = is_new or may_write_shared(user, about)
    languages = {code for code in CODES if shared or _may_translate(user, about, code)}
    kept = set() if may_publish(user, about) else set(getattr(about, "for_publishers", ()))
    if not is_new and not _has(user, "change", about):
        kept |= set(getattr(about, "not_proposed", ()))
    return [name for name in names if name in kept or not (shared or name.rpartition("_")[2] in languages)]
