"""What is refused is told, and what somebody may not see is not shown by a way round."""

import json
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile

from news.models import Attachment
from partners.models import Logo
from sme2go_site import drafts
from tests.factories import make_article, make_partner, picture_file
from tests.news.desk import LIST, typed

pytestmark = pytest.mark.django_db
REFUSED = "Not changed, since you may not write it: "


def attached(article):
    return Attachment.objects.create(
        article=article, title_en="Plan", file=ContentFile(b"Plan", "p.txt"), language="en"
    )


def answer_to(client, desk, attachment, **words):
    """The page after a whole form that also says this of the attachment, whether or not the sender's form had it."""
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": attachment.pk, "0-article": attachment.article_id,
            "0-title_en": "Plan", "0-language": "en", "0-order": 0}  # fmt: skip
    sent = {f"attachments-{name}": value for name, value in rows.items()}
    sent |= {f"attachments-0-{name}": value for name, value in words.items()}
    address = f"{LIST}{attachment.article_id}/change/"
    return client.post(address, typed(desk, address, _draft="1") | sent, follow=True).content.decode()


@pytest.mark.parametrize(
    "words", [{"title_fi": "Suunnitelma"}, {"order": 9}, {"DELETE": "on"}, {"file": ContentFile(b"Another", "a.txt")}]
)
def test_editor_is_told_that_attachments_of_what_readers_see_stay(staff, desk, words):
    attachment = attached(make_article())
    before = attachment.file.name
    assert REFUSED + "attachments" in answer_to(staff("editor"), desk, attachment, **words)
    attachment.refresh_from_db()
    assert (attachment.title_fi or "", attachment.order, attachment.file.name) == ("", 0, before)


def test_nothing_is_told_where_the_attachments_were_left_as_they_are(staff, desk):
    assert REFUSED not in answer_to(staff("editor"), desk, attached(make_article()))


def test_nothing_is_told_to_whoever_may(staff, desk):
    attachment = attached(make_article())
    assert REFUSED not in answer_to(staff("publisher"), desk, attachment, title_fi="Suunnitelma")
    attachment.refresh_from_db()
    assert attachment.title_fi == "Suunnitelma"


def test_editor_who_sends_an_order_of_partners_is_refused(staff):
    partner = make_partner(order=3)
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": partner.pk, "form-0-order": 7}
    assert staff("editor").post("/admin/partners/partner/", {"_save": "1"} | rows).status_code == 403


def test_contributor_does_not_ask_for_names_of_accounts_by_their_numbers(staff):
    contributor, partner = staff("partner-contributor"), make_partner()
    partner.contributors.add(contributor.user)
    other = get_user_model().objects.create_user("somebody.else")
    about = {"about": "partners.partner", "pk": partner.pk, "page": "change"}
    values = json.dumps({"contributors": [str(other.pk)], "city": ["Tartu"]})
    contributor.post("/admin/typed/keep/", about | {"opening": uuid4(), "values": values})
    answer = contributor.get("/admin/typed/offer/", about | {"opening": uuid4()}).content.decode()
    assert "Tartu" in answer
    assert "somebody.else" not in answer


def test_draft_that_names_a_contributor_gives_no_rights_yet(staff):
    contributor, partner = staff("partner-contributor"), make_partner()
    drafts.put(partner, {"contributors": [contributor.user.pk]})
    assert not drafts.overlaid(partner).is_own(contributor.user)


def test_file_of_a_proposed_logo_is_not_found_by_guessing(staff, client):
    contributor, partner = staff("partner-contributor"), make_partner()
    partner.contributors.add(contributor.user)
    words = {"partner": partner.pk, "kind": "colour", "shape": "wide", "original": picture_file("logo.png")}
    contributor.post("/admin/partners/logo/add/", words)
    assert client.get("/media/logos/original/logo.png").status_code == 404
    assert client.get(Logo.objects.get().original.url).status_code == 200


def test_file_of_a_draft_is_not_found_by_guessing(client):
    attachment = attached(make_article(published_at=None))
    assert client.get("/media/attachments/p.txt").status_code == 404
    assert attachment.file.name.endswith("/p.txt")
