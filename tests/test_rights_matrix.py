"""Every role × every action × every language: what happens to what is stored, whatever the form sends.

The table says of each action what comes of it: `saved` (to the row: public where the thing is), `draft` (kept in the working
copy, or as a proposal) or `-` (nothing, and whoever tried is told so). `own` is `saved` and `own-draft` is `draft`, in the
translator's own language alone. How each action is tried stands in rights_actions.py.
"""

import pytest
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from sme2go_site import groups
from tests.factories import make_partner
from tests.rights_actions import ACTIONS, WITHOUT_LANGUAGE

pytestmark = pytest.mark.django_db
CODES = ("sv", "en", "et", "fi")
COLUMNS = ["superuser", "publisher", "editor", "translator", "partner-contributor", "guest", "nobody"]
TABLE = {
    # action                        superuser publisher editor  translator   contributor guest nobody
    "see the list":                 "saved    saved     saved   saved        -           -     -",
    "add an article":               "saved    saved     saved   -            -           -     -",
    "change a draft, shared":       "saved    saved     saved   -            -           -     -",
    "change a draft, language":     "saved    saved     saved   own          -           -     -",
    "translate a draft":            "saved    saved     saved   own          -           -     -",
    "change what is live, shared":  "saved    saved     draft   -            -           -     -",
    "change what is live":          "saved    saved     draft   own-draft    -           -     -",
    "translate what is live":       "saved    saved     draft   own-draft    -           -     -",
    "approve":                      "saved    saved     -       -            -           -     -",
    "take back":                    "saved    saved     -       -            -           -     -",
    "send back":                    "saved    saved     -       -            -           -     -",
    "publish":                      "saved    saved     -       -            -           -     -",
    "publish a draft of changes":   "saved    saved     -       -            -           -     -",
    "withdraw":                     "saved    saved     -       -            -           -     -",
    "publish many":                 "saved    saved     -       -            -           -     -",
    "give many a topic":            "saved    saved     -       -            -           -     -",
    "throw away a draft":           "saved    saved     saved   own          -           -     -",
    "bring back an old text":       "saved    saved     saved   own          -           -     -",
    "share a preview":              "saved    saved     saved   own          -           -     -",
    "call a change a small edit":   "saved    saved     saved   -            -           -     -",
    "name an attachment":           "saved    saved     saved   own          -           -     -",
    "delete":                       "saved    saved     -       -            -           -     -",
    "delete a picture":             "saved    saved     -       -            -           -     -",
    "delete the own partner":       "saved    saved     -       -            -           -     -",
    "bring back":                   "saved    saved     -       -            -           -     -",
    "upload a picture":             "saved    saved     saved   -            -           -     -",
    "describe a picture":           "saved    saved     saved   own          -           -     -",
    "change the own partner":       "saved    saved     draft   own-draft    draft       -     -",
    "change another partner":       "saved    saved     draft   own-draft    -           -     -",
    "add a partner":                "saved    saved     draft   -            -           -     -",
    "end the own partner":          "saved    saved     draft   -            -           -     -",
    "order partners":               "saved    saved     -       -            -           -     -",
    "order topics":                 "saved    saved     saved   -            -           -     -",
    "choose contributors":          "saved    saved     -       -            -           -     -",
    "give the own partner a logo":  "saved    saved     draft   -            draft       -     -",
    "give another partner a logo":  "saved    saved     draft   -            -           -     -",
    "change a logo that is live":   "saved    saved     -       -            -           -     -",
    "save a strip of logos":        "saved    saved     saved   -            -           -     -",
    "let a website show the news":  "saved    saved     -       -            -           -     -",
    "see the downloads":            "saved    saved     -       -            -           -     -",
    "take the downloads away":      "saved    saved     -       -            -           -     -",
    "fill in a fact":               "saved    saved     -       -            -           -     -",
    "see the accounts":             "saved    -         -       -            -           -     -",
}  # fmt: skip
ROLES = [
    "superuser",
    "publisher",
    "editor",
    *(f"translator-{code}" for code in CODES),
    "partner-contributor",
    "guest",
    "nobody",
]


class RememberingClient(Client):
    """Keeps the last answer, with what it told and no earlier one."""

    answer = None

    def request(self, **request):
        self.cookies.pop("messages", None)
        self.answer = super().request(**request)
        return self.answer


def is_told(answer):
    """Whether an answer says that something was not done: refused, sent to the door, with an error or a warning."""
    is_refused = answer.status_code in {403, 404, 410} or "/login/" in answer.headers.get("Location", "")
    has_errors = bool(answer.context and answer.context.get("errors"))
    warned = any(message.level >= messages.WARNING for message in messages.get_messages(answer.wsgi_request))
    return is_refused or has_errors or warned


@pytest.fixture
def root():
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


@pytest.fixture
def groups_made():
    groups.make(Group, Permission)


@pytest.fixture
def staff(groups_made):
    """staff(role): a client that has signed in as such a one, with a partner of their own in .partner."""

    def signed_in(role):
        client = RememberingClient()
        client.partner = make_partner(role_text_en="Role")
        if role == "nobody":
            return client
        user = get_user_model().objects.create_user(role, is_staff=True, is_superuser=role == "superuser")
        if role in groups.RIGHTS:
            user.groups.add(Group.objects.get(name=role))
        client.partner.contributors.add(user)
        client.force_login(user)
        return client

    return signed_in


def expected(action, role, code):
    words = TABLE[action].split()
    word = words[COLUMNS.index("translator" if role.startswith("translator-") else role)]
    if not word.startswith("own"):
        return word
    return {"own": "saved", "own-draft": "draft"}[word] if role == f"translator-{code}" else "-"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", TABLE)
def test_what_comes_of_it(root, staff, action, role):
    client = staff(role)
    for code in ["en"] if action in WITHOUT_LANGUAGE else CODES:
        came, wanted = ACTIONS[action](root, client, code), expected(action, role, code)
        assert (came, is_told(client.answer)) == (wanted, wanted == "-"), (code, client.answer.status_code)


def test_no_role_but_those_without_rights_is_refused_everything():
    for column, role in enumerate(COLUMNS):
        words = {TABLE[action].split()[column] for action in TABLE}
        assert (words == {"-"}) == (role in {"guest", "nobody"})


def test_every_action_has_its_row():
    assert ACTIONS.keys() == TABLE.keys()
    assert TABLE.keys() >= WITHOUT_LANGUAGE
