"""What the audit log hears of rights: accounts, groups, permissions, and partners' contributors."""

from allauth.account.signals import email_added, email_removed
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from .audit import record
from .audit_entry import Action

User = get_user_model()
FLAGS = ["is_active", "is_staff", "is_superuser"]
NAMES = {User: "username", Group: "name"}
WATCHED = {User: [*FLAGS, "username", "email"], Group: ["name"]}
LISTS = {User.groups.through: "groups", User.user_permissions.through: "user_permissions",
         Group.permissions.through: "permissions"}  # fmt: skip


@receiver(pre_save)
def _before(sender, instance, **_signal):
    if sender in WATCHED:
        stored = sender._base_manager.filter(pk=instance.pk).values(*WATCHED[sender]).first() if instance.pk else None
        instance.rights_before = stored or dict.fromkeys(FLAGS, False)


@receiver(post_save)
def _account(sender, instance, created, **_signal):
    """A new account or group, and what it is called, how its letters reach it, and what the account may at all."""
    if sender not in WATCHED:
        return
    before = instance.rights_before
    changed = {name for name in WATCHED[sender] if getattr(instance, name) != before.get(name)}
    said = {name: getattr(instance, name) for name in FLAGS if name in changed}
    if created:
        said["deed"] = "created"
    elif NAMES[sender] in changed:
        said["was"] = before[NAMES[sender]]
    if "email" in changed and not created:
        said["fields"] = ["email"]
    if said:
        record(Action.RIGHTS_CHANGED, about=instance, **said)


@receiver([email_added, email_removed])
def _address(user, **_signal):
    """A letter to any address of an account can set its password."""
    record(Action.RIGHTS_CHANGED, about=user, fields=["email"])


@receiver(m2m_changed)
def _lists(sender, instance, action, reverse, **signal):
    """The line tells of whoever gets the right, from whichever end of the list it is given."""
    name = "contributors" if sender._meta.model_name.endswith("_contributors") else LISTS.get(sender)
    deed = {"post_add": "given", "post_remove": "taken", "pre_clear": "taken"}.get(action)
    if not name or not deed:
        return
    others = signal["model"]._base_manager.filter(pk__in=signal["pk_set"] or ())
    if action == "pre_clear":
        others = signal["model"]._base_manager.filter(**{name: instance}) if reverse else getattr(instance, name).all()
    if reverse:
        for one in others:
            record(Action.RIGHTS_CHANGED, about=one, what=name, **{deed: [str(instance)]})
    elif names := sorted(map(str, others)):
        record(Action.RIGHTS_CHANGED, about=instance, what=name, **{deed: names})
