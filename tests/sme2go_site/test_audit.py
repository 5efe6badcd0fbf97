"""The audit log itself: nobody rewrites it, and people read, filter and take it away in their own language."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from news.models import Article
from news.publishing import publish, withdraw
from sme2go_site import audit
from sme2go_site.audit_entry import Action
from sme2go_site.audit_words import LABELS, WORDS, said
from sme2go_site.models import AuditEntry
from tests.factories import make_article
from tests.log import LOG, lines, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(anna):
    publish(make_article(published_at=None, title_en="=1+1"), ["en", "fi"], by=anna)
    return lines("published")[0]


def table(page, delimiter=","):
    words = b"".join(page.streaming_content).decode()
    assert words.startswith("\ufeff"), "without it, Excel takes UTF-8 for something else"
    return list(csv.DictReader(io.StringIO(words[1:]), delimiter=delimiter))


def rows(page):
    return list(page.context["cl"].result_list)


# --- Not rewritten --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tail", ["{}/change/", "{}/delete/", "add/"])
def test_no_form_of_the_desk_writes_the_log(desk, line, tail):
    assert desk.post(LOG + tail.format(line.pk), {"title": "x", "post": "yes"}, follow=True).status_code == 403
    assert AuditEntry.objects.get(pk=line.pk).title == line.title


def test_no_action_of_the_list_deletes_and_no_page_offers_it(desk, line):
    before = AuditEntry.objects.count()
    sent = {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes", "select_across": "1"}
    desk.post(LOG, sent)
    desk.post(f"{LOG}{line.pk}/history/", sent)
    assert AuditEntry.objects.count() == before
    for page in (desk.get(LOG), desk.get(f"{LOG}{line.pk}/change/")):
        assert not re.search(r'name="_save"|delete_selected|auditentry/(\d+/delete|add)/', page.content.decode())


def test_staff_with_every_permission_on_it_do_not_change_it(line, anna):
    anna.user_permissions.set(Permission.objects.filter(content_type__model="auditentry"))
    client = Client()
    client.force_login(anna)
    assert client.get(LOG).status_code == 200
    assert client.post(f"{LOG}{line.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "deed",
    [
        lambda line: line.save(),
        lambda line: line.delete(),
        models.Model.save,
        models.Model.delete,
        lambda line: AuditEntry.objects.all().delete(),
        lambda line: AuditEntry.objects.update(title="x"),
        lambda line: AuditEntry._base_manager.update(title="x"),
        lambda line: AuditEntry._base_manager.filter(pk=line.pk).delete(),
        lambda line: AuditEntry.objects.all()._raw_delete("default"),
        lambda line: AuditEntry.objects.bulk_update([line], ["title"]),
        lambda line: AuditEntry.objects.bulk_create(
            [line], update_conflicts=True, update_fields=["title"], unique_fields=["id"]
        ),
        lambda line: models.QuerySet(AuditEntry).delete(),
        lambda line: line.kind.delete(),
    ],
)
def test_no_ordinary_call_rewrites_a_line_or_deletes_it(line, deed):
    line.title = "x"
    with pytest.raises((PermissionDenied, models.ProtectedError)), transaction.atomic():
        deed(line)
    assert AuditEntry.objects.get(pk=line.pk).title == "=1+1"


def test_backup_of_the_log_is_read_into_an_empty_one(line):
    kept = serializers.serialize("json", AuditEntry.objects.filter(pk=line.pk))
    models.QuerySet(AuditEntry)._raw_delete("default")
    for found in serializers.deserialize("json", kept):
        found.save()
    assert [entry.title for entry in AuditEntry.objects.all()] == ["=1+1"]


def test_log_outlives_the_account_that_it_tells_of(line, anna):
    anna.delete()
    assert AuditEntry.objects.get(pk=line.pk).by_name == "anna"


def test_network_addresses_are_forgotten_after_ninety_days_and_that_is_told(client, anna):
    sign_in(client)
    models.QuerySet.update(AuditEntry.objects.all(), at=timezone.now() - timedelta(days=91))
    call_command("thin_history", verbosity=0)
    assert [entry.address for entry in lines("signed_in")] == [""]
    assert lines("deleted")[0].details == {"what": "addresses", "number": 1}


# --- Read -----------------------------------------------------------------------------------------------------------------


def test_staff_without_the_right_do_not_see_the_log(anna):
    client = Client()
    client.force_login(anna)
    assert client.get(LOG).status_code == 403
    assert client.get(f"{LOG}export/").status_code == 403


@pytest.mark.parametrize(
    "query",
    ["action__exact=published", "who=anna", "kind={article}", "q=anna&who=anna", "at__gte={today}&who=anna"],
)
def test_log_is_filtered_by_deed_person_kind_and_time(desk, line, query):
    article = ContentType.objects.get_for_model(Article).pk
    found = rows(desk.get(LOG + "?" + query.format(article=article, today=f"{timezone.now():%Y-%m-%d}")))
    assert line in found
    assert not [entry for entry in found if entry.action == "rights_changed"]


def test_what_nobody_did_who_was_signed_in_can_be_filtered(desk, client, anna):
    Client().post("/admin/account/login/", {"login": "anna", "password": "wrong"})
    assert {entry.action for entry in rows(desk.get(f"{LOG}?who=–"))} == {"sign_in_failed"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("sv", "språk: engelska, finska"),
        ("en", "languages: English, Finnish"),
        ("et", "keeled: inglise, soome"),
        ("fi", "kielet: englanti, suomi"),
    ],
)
def test_details_are_words_of_the_readers_language(line, code, words):
    with override(code):
        assert said(line) == words


def test_fields_accounts_and_moments_are_words(anna):
    audit.record("published", about=make_article(), fields=["title_fi", "topics"], at="2018-06-19T14:44:00+00:00")
    audit.record("rights_changed", about=anna, is_superuser=True, deed="created")
    audit.record("preview_link_made", about=anna, language="all")
    assert said(lines("published")[0]) == "fields: title (Finnish), topics; at: 19 June 2018, 16:44"
    assert said(lines("rights_changed")[0]) == "change: created; superuser status: yes"
    assert said(lines("preview_link_made")[0]) == "language: all languages"


def test_every_deed_and_word_of_the_log_is_said_in_four_languages():
    english = [*map(str, (*LABELS.values(), *WORDS.values(), *Action.labels))]
    for code in ("sv", "et", "fi"):
        with override(code):
            here = [*map(str, (*LABELS.values(), *WORDS.values(), *Action.labels))]
        same = {word for word, other in zip(english, here, strict=True) if word == other}
        assert same <= {"passkey"}, "a word that Swedish has taken over"


@pytest.mark.parametrize("query", ["kind=" + "9" * 40, "kind=x", "who=%00", "who=nobody-of-that-name"])
def test_value_that_no_filter_lists_narrows_nothing_and_fails_nothing(desk, line, query):
    assert line in rows(desk.get(f"{LOG}?{query}"))


# --- Taken away -----------------------------------------------------------------------------------------------------------


def test_csv_holds_what_the_list_shows_and_is_logged_itself(desk, line, anna):
    withdraw(make_article(), by=anna)
    found = table(desk.get(f"{LOG}export/?action__exact=published&who=anna&q=1"))
    assert [(row["What"], row["Who"], row["Of what"], row["Details"]) for row in found] == [
        ("published", "anna", "'=1+1", "languages: English, Finnish")
    ]
    [exported] = lines("exported")
    assert exported.by_name == "Desk"
    assert exported.details == {
        "what": "audit_log", "number": 1, "filters": ["what: published", "who: anna", "search"]
    }  # fmt: skip


def test_number_of_lines_that_is_logged_is_that_of_the_file(desk, anna):
    assert len(table(desk.get(f"{LOG}export/"))) == lines("exported")[0].details["number"]


def test_words_of_a_search_are_not_kept_since_they_may_be_anything(desk, line):
    table(desk.get(f"{LOG}export/?q=a+long+and+good+one"))
    assert lines("exported")[0].details["filters"] == ["search"]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "  =1", '=1","x'])
def test_no_cell_of_the_csv_is_a_formula(desk, title):
    audit.record("published", about=make_article(title_en=title))
    found = table(desk.get(f"{LOG}export/?action__exact=published"))
    assert {row["Of what"] for row in found} == {f"'{title}"}


def test_csv_is_divided_as_the_readers_excel_expects_it(desk, line):
    desk.cookies["desk_language"] = "fi"
    found = table(desk.get(f"{LOG}export/?action__exact=published&who=anna"), ";")
    assert [row["Kuka"] for row in found] == ["anna"]


def test_filter_that_means_nothing_leads_back_to_the_list(desk):
    assert desk.get(f"{LOG}export/?at__gte=never").status_code == 302
    assert not lines("exported")
