"""What the audit log hears of signing in: sessions, failures, passwords and second factors."""

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from .audit import account_named, record
from .audit_entry import Action


@receiver(user_logged_in)
def _signed_in(request, user, **_signal):
    record(Action.SIGNED_IN, by=user, request=request)


@receiver(user_logged_out)
def _signed_out(request, user, **_signal):
    if user:
        record(Action.SIGNED_OUT, by=user, request=request)


@receiver(user_login_failed)
def _failed(credentials, request=None, **_signal):
    record(Action.SIGN_IN_FAILED, about=account_named(credentials), request=request)


@receiver(pre_save, sender=get_user_model())
def _before(instance, **_signal):
    stored = type(instance)._base_manager.filter(pk=instance.pk) if instance.pk else None
    instance.password_before = stored.values_list("password", flat=True).first() if stored else None


@receiver(post_save, sender=get_user_model())
def _password(instance, created, update_fields=None, **_signal):
    """Also those that the desk, a letter's link or a command has set; a stronger digest of the same one is no change."""
    if created or instance.password == instance.password_before:
        return
    is_same_word = update_fields == {"password"} and instance._password is None and instance.has_usable_password()
    if not is_same_word:
        is_by_letter = context.request and not context.request.user.is_authenticated
        record(Action.PASSWORD_CHANGED, about=instance, how="letter" if is_by_letter else "")


@receiver(post_save, sender=Authenticator)
def _factor_added(instance, created, **_signal):
    if created:
        record(Action.SECOND_FACTOR_CHANGED, about=instance.user, factor=instance.type, deed="added")


@receiver(post_delete, sender=Authenticator)
def _factor_removed(instance, origin=None, **_signal):
    if getattr(origin, "model", type(origin)) is not get_user_model():  # gone with its account, which is told
        record(Action.SECOND_FACTOR_CHANGED, about=instance.user, factor=instance.type, deed="removed")
