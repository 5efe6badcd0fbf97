import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.test import Client

from sme2go_site import groups

from .door import PASSWORD


@pytest.fixture
def desk(client):
    """A client that may do everything at the desk."""
    client.force_login(get_user_model().objects.create_superuser("Desk"))
    return client


@pytest.fixture
def staff():
    """staff(role): a client that has signed in as one of this group; its account is .user."""
    groups.make(Group, Permission)

    def signed_in(role):
        user = get_user_model().objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return signed_in


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna", "anna@sme2go.example", PASSWORD, is_staff=True)


@pytest.fixture
def own_cache(settings, tmp_path):
    """The cache as a server without Redis has it: files that all workers share."""
    settings.CACHES = {
        "default": {
            "BACKEND": "sme2go_site.limits.FileCacheOrMemory",
            "LOCATION": tmp_path / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
    cache.clear()
