"""Who may see what at the desk."""

from django.contrib.auth import get_permission_codename


def may_see(user, model):
    """Whether the desk shows objects of this model to this user: Django's right to view or to change them."""
    app, meta = model._meta.app_label, model._meta
    return any(user.has_perm(f"{app}.{get_permission_codename(action, meta)}") for action in ("view", "change"))
