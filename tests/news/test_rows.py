"""Rows beside a form and in a list: somebody else's change of one is not overwritten by a page that was open before."""

import pytest
from django.core.files.base import ContentFile

from news.models import Article, Attachment
from partners.models import Partner
from sme2go_site import drafts
from tests.factories import make_article, make_attachment, make_partner, make_topic
from tests.news.desk import LIST, typed

pytestmark = pytest.mark.django_db


def shown(formset):
    """What a browser sends of these rows as they are, with what each of them held when it was shown."""
    sent = {formset.management_form.add_prefix(name): box for name, box in formset.management_form.initial.items()}
    for form in formset.forms:
        for box in form:
            if box.name not in {"file", "DELETE"}:
                value = box.value() if box.value() is not None else ""
                sent |= {box.html_name: value}
                sent |= {box.html_initial_name: value} if box.field.show_hidden_initial else {}
    return sent


@pytest.fixture
def attachment():
    return make_attachment(make_article(), title_en="Report")


def form_of(desk, attachment, **words):
    address = f"{LIST}{attachment.article_id}/change/"
    rows = shown(desk.get(address).context["inline_admin_formsets"][0].formset)
    return address, typed(desk, address) | rows | {f"attachments-0-{name}": value for name, value in words.items()}


def renamed(attachment, **words):
    for name, value in words.items():
        setattr(attachment, name, value)
    attachment.save()


def test_title_of_an_attachment_that_somebody_else_changed_stays(desk, attachment):
    address, mine = form_of(desk, attachment, title_fi="Raportti")
    renamed(attachment, title_en="Final report")
    assert desk.post(address, mine).status_code == 302
    attachment.refresh_from_db()
    assert (attachment.title_en, attachment.title_fi) == ("Final report", "Raportti")


def test_title_of_an_attachment_that_both_changed_is_told_and_saved_by_the_second_save(desk, attachment):
    address, mine = form_of(desk, attachment, title_en="Mine")
    renamed(attachment, title_en="Theirs")
    answer = desk.post(address, mine)
    assert "Somebody else has changed this to “Theirs” meanwhile." in answer.content.decode()
    attachment.refresh_from_db()
    assert attachment.title_en == "Theirs"
    desk.post(address, mine | {"initial-attachments-0-title_en": "Theirs"})
    attachment.refresh_from_db()
    assert attachment.title_en == "Mine"


def test_page_that_tells_of_it_carries_what_is_stored_now(desk, attachment):
    address, mine = form_of(desk, attachment, title_en="Mine")
    renamed(attachment, title_en="Theirs")
    page = desk.post(address, mine).content.decode()
    assert 'name="initial-attachments-0-title_en" value="Theirs"' in page


def test_form_writes_what_its_rows_carry(desk, attachment):
    page = desk.get(f"{LIST}{attachment.article_id}/change/").content.decode()
    assert 'name="initial-attachments-0-title_en" value="Report"' in page


def test_attachment_that_somebody_else_deleted_does_not_hold_up_the_form(desk, attachment):
    other = make_attachment(attachment.article, order=1, title_en="Other")
    address, mine = form_of(desk, attachment, title_fi="Raportti")
    mine |= {"lead_en": "New", "attachments-1-title_en": "Mine", "attachments-1-id": other.pk, "_save": "1"}
    Attachment.objects.filter(pk=attachment.pk).delete()
    page = desk.post(address, mine, follow=True).content.decode()
    assert "left out: “Report” / “Raportti”." in page
    assert [one.title_en for one in Attachment.objects.all()] == ["Mine"]
    assert Article.objects.get().lead_en == "New"


def test_attachment_that_somebody_else_deleted_is_a_new_one_where_a_file_was_chosen(desk, attachment):
    file = ContentFile(b"Another report", name="another.txt")
    address, mine = form_of(desk, attachment, title_fi="Raportti", file=file)
    Attachment.objects.filter(pk=attachment.pk).delete()
    page = desk.post(address, mine, follow=True).content.decode()
    made = Attachment.objects.get()
    assert (made.title_en, made.title_fi, made.file.read()) == ("Report", "Raportti", b"Another report")
    assert "and a new attachment now" in page


def test_form_that_is_wrong_otherwise_shows_no_row_of_a_deleted_attachment(desk, attachment):
    address, mine = form_of(desk, attachment)
    Attachment.objects.filter(pk=attachment.pk).delete()
    answer = desk.post(address, mine | {"slug_en": "?"})
    formset = answer.context["inline_admin_formsets"][0].formset
    assert "left out: “Report”." in answer.content.decode()
    assert (len(formset.forms), formset.initial_form_count()) == (0, 0)


@pytest.mark.parametrize(("make", "where"), [(make_topic, "news/topic"), (make_partner, "partners/partner")])
def test_order_that_somebody_else_changed_stays_when_a_list_is_saved(desk, make, where):
    one, other = make(order=1), make(order=2)
    mine = shown(desk.get(f"/admin/{where}/").context["cl"].formset) | {"_save": "1", "form-0-order": 7}
    type(other).objects.filter(pk=other.pk).update(order=9)
    desk.post(f"/admin/{where}/", mine)
    assert [type(one).objects.get(pk=pk).order for pk in (one.pk, other.pk)] == [7, 9]


def test_order_that_was_set_in_the_list_is_not_undone_by_a_draft(desk):
    partner = make_partner(order=1)
    drafts.put(partner, {"order": 5, "city": "Tartu"})
    mine = shown(desk.get("/admin/partners/partner/").context["cl"].formset) | {"_save": "1", "form-0-order": 7}
    desk.post("/admin/partners/partner/", mine)
    drafts.publish(partner)
    assert (Partner.objects.get().order, Partner.objects.get().city) == (7, "Tartu")
