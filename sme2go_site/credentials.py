"""Who is meant by what was typed, and whether the password is theirs; neither words nor time tell whether anybody is."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.db.models import Q


def account_meant(typed):
    """The account with this name, else the only one with this e-mail address; None where there is none.

    Addresses are the desk's alone: allauth's own table of them would let an address sign in that was replaced there.
    """
    found = get_user_model().objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed))[:20] if typed else []
    exact = [user for user in found if user.username == typed]
    named = [user for user in found if user.username.lower() == typed.lower()]
    addressed = [user for user in found if user.email.lower() == typed.lower()]
    return next((users[0] for users in (exact, named, addressed) if len(users) == 1), None)


class Backend(AuthenticationBackend):
    def authenticate(self, request, **credentials):
        """One password is hashed, once: the account's, or one for nobody."""
        password = credentials.get("password")
        if not password:
            return None
        user = account_meant(credentials.get("username") or credentials.get("email") or "")
        if not user:
            get_user_model()().set_password(password)
            return None
        if not user.check_password(password):
            return None
        if self.user_can_authenticate(user):
            return user
        self._stash_user(user)  # allauth says that the account is closed, to whoever knows its password
        return None
