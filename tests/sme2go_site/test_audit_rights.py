"""The audit log of rights: whoever gets or loses one is named, from whichever end it is given."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from tests.factories import make_partner
from tests.log import lines, sign_in, told
from tests.news.desk import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def helpers():
    return Group.objects.create(name="helpers")


def test_group_that_is_given_and_taken_is_logged_at_the_account(anna, helpers):
    anna.groups.add(helpers)
    helpers.user_set.remove(anna)
    helpers.user_set.add(anna)
    anna.groups.clear()
    given, taken = {"what": "groups", "given": ["helpers"]}, {"what": "groups", "taken": ["helpers"]}
    assert [line.details for line in lines("rights_changed", title="anna")[:4]] == [taken, given, taken, given]


def test_permission_of_a_group_and_of_an_account_is_logged(anna, helpers):
    right = Permission.objects.get(codename="publish_article")
    helpers.permissions.add(right)
    anna.user_permissions.set([right])
    found = {(title, details.get("what"), *details.get("given", ())) for _by, title, details in told("rights_changed")}
    assert {("helpers", "permissions", str(right)), ("anna", "user_permissions", str(right))} <= found


def test_account_that_may_everything_or_nothing_any_more_is_logged(anna):
    anna.is_superuser, anna.is_active = True, False
    anna.save()
    assert told("rights_changed")[0][1:] == ("anna", {"is_superuser": True, "is_active": False})


def test_administrator_who_makes_one_at_the_desk_is_named(desk, anna):
    address = f"/admin/auth/user/{anna.pk}/change/"
    form = typed(desk, address, is_superuser="on") | {"last_login_0": "", "last_login_1": ""}
    joined = anna.date_joined
    form |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    desk.post(address, form)
    assert told("rights_changed")[0] == ("Desk", "anna", {"is_superuser": True})


def test_new_name_and_address_of_an_account_are_logged_without_the_address(anna):
    anna.username, anna.email = "anna-2", "elsewhere@sme2go.example"
    anna.save()
    assert told("rights_changed")[0][1:] == ("anna-2", {"was": "anna", "fields": ["email"]})


def test_new_name_of_a_group_is_logged(helpers):
    helpers.name = "publishers"
    helpers.save()
    assert told("rights_changed")[0][1:] == ("publishers", {"was": "helpers"})


def test_signing_in_changes_no_right(client, anna):
    before = len(lines("rights_changed"))
    sign_in(client)
    assert len(lines("rights_changed")) == before


def test_contributors_of_a_partner_are_logged_as_a_right_and_not_as_a_publication(anna):
    partner = make_partner()
    before = len(lines("published"))
    partner.contributors.add(anna)
    assert len(lines("published")) == before
    assert told("rights_changed")[0][2] == {"what": "contributors", "given": ["anna"]}


def test_group_that_is_deleted_names_those_who_lose_its_rights(desk, anna, helpers):
    anna.groups.add(helpers)
    desk.post("/admin/auth/group/", {"action": "delete_selected", "_selected_action": [helpers.pk], "post": "yes"})
    assert told("deleted") == [("Desk", "helpers", {"members": ["anna"]})]


def test_account_that_is_deleted_is_one_line_with_its_second_factor(desk, anna):
    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    desk.post(f"/admin/auth/user/{anna.pk}/delete/", {"post": "yes"})
    assert told("deleted") == [("Desk", "anna", {})]
    assert len(lines("second_factor_changed")) == 1


def test_superuser_from_a_shell_is_logged(capsys):
    call_command("createsuperuser", username="root", email="", interactive=False)
    [line] = lines("rights_changed")
    assert (line.by_name, line.title, line.details["is_superuser"]) == ("(manage.py)", "root", True)
    assert not get_user_model().objects.get().has_usable_password()
