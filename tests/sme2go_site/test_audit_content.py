"""The audit log of content: no way to publish, withdraw or delete leaves no line, and none that does nothing leaves one."""

from datetime import timedelta
from time import sleep

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from news.models import Article
from news.publishing import approve, publish, take_back, withdraw
from partners.models import Logo
from sme2go_site import drafts
from sme2go_site.models import Fact, Page, PreviewLink, Version
from sme2go_site.preview import SIGNER
from tests.factories import make_article, make_attachment, make_logo, make_partner, make_topic
from tests.log import lines, told, whole_log
from tests.news.desk import LIST, page_of, typed

pytestmark = pytest.mark.django_db
ALL = ["sv", "en", "et", "fi"]
TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def draft():
    """An article that nobody has published."""
    return make_article(published_at=None, approved_fi=False, title_sv="Utkast", source_language="sv")


@pytest.fixture
def public():
    return make_article()


def newest(action):
    return lines(action)[0].details


def chosen(desk, action, *articles):
    desk.post(LIST, {"action": action, "_selected_action": [article.pk for article in articles]})


# --- Published ------------------------------------------------------------------------------------------------------------


def test_publication_names_who_what_and_the_languages(draft, anna):
    publish(draft, ["fi", "et"], by=anna)
    assert told("published")[0] == ("anna", "Utkast", {"languages": ["et", "fi"]})


def test_bulk_publication_is_a_line_for_each_article(desk, draft):
    other = make_article(published_at=None, body_en="<p>Text</p>")
    Article.objects.filter(pk=draft.pk).update(body_sv="<p>Text</p>")
    chosen(desk, "publish_now", draft, other)
    assert {line.title for line in lines("published", by_name="Desk")} == {"Utkast", str(other)}


def test_publication_ahead_says_when(draft):
    publish(draft, ["sv"], at=TOMORROW)
    assert newest("published") == {"languages": ["sv"], "at": TOMORROW.isoformat()}


def test_another_moment_of_publication_is_logged(draft):
    publish(draft, ["sv"], at=TOMORROW)
    later = TOMORROW + timedelta(days=1)
    publish(Article.objects.get(), ["sv"], at=later)
    assert newest("published") == {"fields": ["published_at"], "at": later.isoformat()}


def test_approval_of_what_is_not_published_is_logged_as_that_and_so_is_its_end(draft, anna):
    approve(draft, "fi", by=anna)
    take_back(draft, ["fi", "sv"], by=anna)
    assert newest("published") == {"approved": ["fi"]}
    assert newest("withdrawn") == {"approved": ["sv", "fi"]}


@pytest.mark.parametrize("values", [{"published_at": timezone.now()}, {"published_at": TOMORROW}])
def test_update_that_goes_round_save_is_logged(draft, values):
    Article.objects.filter(pk=draft.pk).update(**values)
    assert newest("published")["languages"] == ["sv", "en", "et"]


def test_articles_of_the_sample_are_logged(sample):
    assert len(lines("published", kind__model="article")) == Article.objects.count() > 0


def test_articles_made_in_bulk_are_logged(db):
    made = Article(title_en="Made", slug_en="made", approved_en=True, published_at=timezone.now())
    Article.objects.bulk_create([made])
    assert told("published") == [("(manage.py)", "Made", {"languages": ["en"]})]


def test_saving_what_readers_see_is_logged_and_what_they_do_not_see_is_not(desk, public):
    address, before = page_of(public, "fi"), len(lines("published"))
    desk.post(address, typed(desk, address, lead_fi="Uusi", _draft="1"))
    assert len(lines("published")) == before
    desk.post(address, typed(desk, address, lead_fi="Uusin"))
    desk.post(f"{LIST}{public.pk}/draft/", {"_publish": "1"})
    assert told("published")[0] == ("Desk", str(public), {"fields": ["lead_fi"]})


def test_draft_that_is_published_or_thrown_away_is_logged(desk, public):
    for button in ("_publish", "_throw_away"):
        drafts.put(public, {"title_fi": f"Uusi{button}"})
        desk.post(f"{LIST}{public.pk}/draft/", {button: "1"})
    assert told("published")[0] == ("Desk", str(public), {"fields": ["title_fi"]})
    assert told("deleted") == [("Desk", str(public), {"what": "draft"})]


def test_topic_and_attachment_of_what_readers_see_are_logged(desk, public):
    topic = make_topic()
    desk.post(LIST, {"action": "add_topic", "topic": topic.pk, "_selected_action": [public.pk]})
    assert told("published")[0] == ("Desk", str(public), {"fields": ["topics"]})
    attachment = make_attachment(public)
    assert newest("published") == {"fields": ["attachments"]}
    attachment.delete()
    assert newest("published") == {"fields": ["attachments"]}
    assert lines("deleted")[0].title == "Report"


def test_what_changes_nothing_and_what_nobody_reads_leave_no_line(draft, public):
    public = take_back(public, ["fi"])
    before = len(lines("published"))
    public.lead_fi = "Ingressi"
    public.save()
    draft.lead_sv = "Ingress"
    draft.save()
    public.save()
    assert len(lines("published")) == before


def test_partner_page_and_fact_that_readers_come_to_see_are_logged():
    partner, page, fact = make_partner(["sv"]), Page(key="about"), Fact.objects.get_or_create(key="host")[0]
    assert newest("published") == {"languages": ["sv"]}
    page.title_fi, page.slug_fi = "Hanke", "hanke"
    page.save()
    fact.text_et = "Keegi"
    fact.save()
    partner.city = "Västerås"
    partner.save()
    assert [line.details for line in lines("published")[:3]] == [
        {"fields": ["city"]},
        {"languages": ["et"]},
        {"languages": ["fi"]},
    ]


def test_logo_is_published_by_its_approval_and_takes_the_place_of_another(desk):
    old = make_logo()
    new = make_logo(old.partner, is_approved=False)
    assert len(lines("published", kind__model="logo")) == 1
    chosen = {"action": "approve", "_selected_action": [new.pk], f"seen-{new.pk}": new.seen}
    desk.post("/admin/partners/logo/", chosen)
    assert lines("published")[0].object_id == str(new.pk)
    assert [(line.by_name, line.object_id) for line in lines("withdrawn")] == [("Desk", str(old.pk))]


# --- Withdrawn ------------------------------------------------------------------------------------------------------------


def test_withdrawal_of_all_and_of_one_language_is_logged(public, anna):
    take_back(public, ["fi"], by=anna)
    withdraw(public, by=anna)
    assert told("withdrawn") == [
        ("anna", str(public), {"languages": ["sv", "en", "et"]}),
        ("anna", str(public), {"languages": ["fi"]}),
    ]


def test_bulk_withdrawal_is_a_line_for_each_article(desk, public):
    other = make_article()
    chosen(desk, "withdraw_now", public, other)
    assert {(line.by_name, line.title) for line in lines("withdrawn")} == {("Desk", str(public)), ("Desk", str(other))}


@pytest.mark.parametrize("values", [{"withdrawn_at": timezone.now()}, {"published_at": None}, {"approved_fi": False}])
def test_update_that_withdraws_is_logged(public, values):
    Article.objects.filter(pk=public.pk).update(**values)
    assert "fi" in newest("withdrawn")["languages"]


def test_withdrawal_ahead_is_logged_when_it_is_set_and_blames_nobody_once_it_has_come(public):
    moment = timezone.now() + timedelta(seconds=0.3)
    withdraw(public, at=moment)
    assert newest("withdrawn") == {"at": moment.isoformat()}
    assert len(lines("published")) == 1
    sleep(0.4)
    public = Article.objects.get()
    public.source_url = "https://sme2go.example/"
    public.save()
    assert len(lines("withdrawn")) == 1


def test_what_is_undone_with_its_transaction_is_not_logged(public, anna):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        withdraw(public, by=anna)
        raise ZeroDivisionError
    assert not lines("withdrawn")


# --- Deleted and brought back ---------------------------------------------------------------------------------------------


def test_deletion_and_return_are_logged_with_what_readers_see_again(desk, public):
    desk.post(f"{LIST}{public.pk}/delete/", {"post": "yes"})
    desk.post(f"{LIST}deleted/", {"version": Version.objects.deleted(Article).get().pk})
    assert told("deleted") == told("restored") == [("Desk", str(public), {})]
    assert told("published")[0] == ("Desk", str(public), {"languages": ALL})


def test_bulk_deletion_is_a_line_for_each_thing_and_for_what_goes_with_it(desk):
    partner, article = make_partner(), make_article()
    make_logo(partner)
    make_attachment(article)
    for address, one in (("/admin/partners/partner/", partner), (LIST, article)):
        desk.post(address, {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"})
    found = {(line.kind.model, line.by_name, line.details.get("along_with")) for line in lines("deleted")}
    assert found == {
        ("partner", "Desk", None),
        ("logo", "Desk", "partners"),
        ("article", "Desk", None),
        ("attachment", "Desk", "articles"),
    }


def test_logo_that_goes_with_its_partner_names_it():
    logo = make_logo()
    logo.partner.delete()
    assert {line.details.get("along_with") for line in lines("deleted")} == {None, str(logo.partner)}
    assert not Logo.objects.exists()


def test_old_versions_that_are_thinned_out_leave_a_line(public):
    for number in range(3):
        public.lead_fi = f"Ingressi {number}"
        public.save()
    Version.objects.update(at=timezone.now() - timedelta(days=400), read_in="")
    call_command("thin_history", verbosity=0)
    assert told("deleted") == [("(manage.py)", "", {"what": "versions", "number": 3})]


# --- Preview links --------------------------------------------------------------------------------------------------------


def test_preview_links_are_logged_without_their_address(desk, public):
    address = f"{LIST}{public.pk}/preview-links/"
    desk.post(address, {"_make": "1", "language": "fi"})
    link = PreviewLink.objects.get()
    desk.post(address, {"_revoke": link.pk})
    assert told("preview_link_made") == told("preview_link_revoked") == [("Desk", str(public), {"language": "fi"})]
    assert SIGNER.sign(link.pk) not in whole_log()
