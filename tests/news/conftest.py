import pytest
from django.contrib.auth import get_user_model

from news import search_build


@pytest.fixture
def desk(client):
    """A client that may do everything at the desk."""
    client.force_login(get_user_model().objects.create_superuser("Desk"))
    return client


@pytest.fixture
def whole_index(db):
    list(search_build.build())
