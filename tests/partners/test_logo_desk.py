"""Logos at the desk: what is missing, what was left out of a drawing, strips with an address for good, and the figures."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from partners import downloads
from partners.models import Download, Logo, Strip
from sme2go_site.models import AuditEntry
from tests.factories import make_group, make_partner
from tests.partners.test_logo_files import ACTING, DRAWING, make
from tests.partners.uploads import EPS, pdf, png, spoiled

pytestmark = pytest.mark.django_db
LIST = "/admin/partners/logo/"


@pytest.fixture
def desk(admin_client):
    """Somebody who may do everything at the desk."""
    return admin_client


@pytest.fixture
def partner():
    return make_partner()


def send(desk, data=DRAWING, name="logo.svg", **more):
    words = {"kind": "colour", "shape": "wide", "opened": "{}"} | more
    return desk.post(f"{LIST}add/", words | {"original": SimpleUploadedFile(name, data)}, follow=True)


def test_list_shows_which_kinds_are_missing_and_leads_to_adding_them(desk):
    logo = make()
    page = desk.get(LIST).content.decode()
    assert f"?partner={logo.partner_id}&amp;kind=negative&amp;shape=square" in page
    assert f"?partner={logo.partner_id}&amp;kind=colour&amp;shape=wide" not in page
    assert (
        'value="negative" selected' in desk.get(f"{LIST}add/?partner={logo.partner_id}&kind=negative").content.decode()
    )


def test_upload_is_made_into_all_files_and_what_was_left_out_is_told(desk):
    page = send(desk, ACTING, partner=make_partner().pk).content.decode()
    assert "Left out of the drawing" in page
    assert "scripts" in page
    assert len(Logo.objects.get().files()) == 9


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>A</text></svg>", "outlines"),
        (b"%PDF-1.7 broken", "another format"),
        (b"not a logo", "no logo that the site can read"),
    ],
)
def test_refused_upload_is_told_in_the_form_and_nothing_is_stored(desk, data, said):
    page = send(desk, data, partner=make_partner().pk).content.decode()
    assert said in page
    assert not Logo.objects.exists()


def test_kind_replaces_only_its_own_shape():
    wide = make()
    square = Logo.objects.create(partner=wide.partner, original=wide.original.name, shape="square", is_approved=False)
    square.approve()
    wide.refresh_from_db()
    assert wide.superseded_by is None


def seen_in_list(page, logo):
    """The hidden fields of the list, and the choice of one of its rows for approval."""
    hidden = {field.get("name"): field.get("value") for field in page.xpath("//td//input[@type='hidden']")}
    return hidden | {"action": "approve", "_selected_action": logo.pk}


def replaced(logo):
    """As its contributor does while it waits: another drawing in the same row."""
    again = Logo.objects.get(pk=logo.pk)
    again.original = ContentFile(DRAWING.replace(b"#c00", b"#0c0"), name="other.svg")
    again.save()
    return again


@pytest.fixture
def waiting():
    return make(is_approved=False)


def test_logo_in_the_list_is_approved_as_it_was_seen(desk, waiting):
    answer = desk.post(LIST, seen_in_list(html.fromstring(desk.get(LIST).content), waiting), follow=True)
    assert Logo.objects.get().is_approved
    assert "is approved: readers see it now" in answer.content.decode()


def test_logo_replaced_since_the_list_was_opened_is_not_approved_and_shown_anew(desk, waiting):
    chosen = seen_in_list(html.fromstring(desk.get(LIST).content), waiting)
    new = replaced(waiting)
    page = desk.post(LIST, chosen, follow=True).content.decode()
    assert not Logo.objects.get().is_approved
    assert "has been changed since you opened this page" in page
    assert new.original.url in page
    assert waiting.original.url not in page


@pytest.mark.parametrize("seen", [{}, {"seen-1": "x"}])
def test_approval_that_does_not_say_what_was_seen_approves_nothing(desk, waiting, seen):
    desk.post(LIST, {"action": "approve", "_selected_action": waiting.pk} | seen)
    assert not Logo.objects.get().is_approved


def approve_in_form(desk, logo, between=lambda: None, **more):
    page = html.fromstring(desk.get(f"{LIST}{logo.pk}/change/").content)
    fields = {name: value for name, value in page.get_element_by_id("logo_form").fields.items() if value is not None}
    [button] = page.xpath("//button[@name='_approve']/@value")
    between()
    return desk.post(f"{LIST}{logo.pk}/change/", fields | {"_approve": button} | more, follow=True)


def test_form_saves_and_approves_what_was_seen(desk, waiting):
    approve_in_form(desk, waiting, smallest_px=30)
    logo = Logo.objects.get()
    assert (logo.is_approved, logo.smallest_px) == (True, 30)


@pytest.mark.parametrize("change", [replaced, lambda logo: Logo.objects.filter(pk=logo.pk).update(clear_space=99)])
def test_form_approves_nothing_that_was_changed_since_it_was_opened(desk, waiting, change):
    page = approve_in_form(desk, waiting, lambda: change(waiting)).content.decode()
    assert not Logo.objects.get().is_approved
    assert "has been changed since you opened this page" in page
    assert Logo.objects.get().original.url in page


@pytest.fixture
def own(client, partner, django_user_model):
    """A contributor of the partner."""
    contributor = django_user_model.objects.create_user("own", is_staff=True)
    contributor.groups.add(make_group("partner-contributor"))
    partner.contributors.add(contributor)
    client.force_login(contributor)
    return client


def test_who_adds_a_logo_is_told_whether_readers_see_it(desk, own, partner):
    for who, said in ((desk, "is approved: readers see it now"), (own, "waits for approval")):
        page = send(who, partner=partner.pk).content.decode()
        assert said in page
    assert [logo.is_approved for logo in Logo.objects.order_by("pk")] == [True, False]


def test_only_who_may_publish_finds_the_button(own, partner):
    waiting = make(partner=partner, is_approved=False)
    page = own.get(f"{LIST}{waiting.pk}/change/").content.decode()
    assert waiting.original.url in page
    assert "_approve" not in page
    own.post(LIST, {"action": "approve", "_selected_action": waiting.pk, f"seen-{waiting.pk}": waiting.seen})
    own.post(
        f"{LIST}{waiting.pk}/change/", {"kind": "colour", "shape": "wide", "opened": "{}", "_approve": waiting.seen}
    )
    assert not Logo.objects.get().is_approved


def test_saved_strip_has_addresses_for_good(desk):
    logo = make()
    words = {"name": "Footer", "slug": "footer", "owners": [f"partner-{logo.partner_id}"]}
    words |= {"layout": "wide", "ground": "light", "width": 900, "language": "fi"}
    desk.post("/admin/partners/strip/add/", words)
    strip = Strip.objects.get()
    assert (
        f'href="/logos/strip/{strip.slug}.pdf"'
        in desk.get(f"/admin/partners/strip/{strip.pk}/change/").content.decode()
    )
    assert desk.get(f"/logos/strip/{strip.slug}.svg").status_code == 200
    assert (
        f'src="/logos/strip/{strip.slug}.svg?shown=1"'
        in desk.get(f"/admin/partners/strip/{strip.pk}/change/").content.decode()
    )


def test_downloads_stand_in_a_table_a_chart_and_csv(desk):
    for _time in range(2):
        downloads.count("=cmd.svg")
    page = desk.get("/admin/partners/download/").content.decode()
    assert "=cmd.svg" in page
    assert "<rect" in page
    assert "Select download" not in page, "there is nothing behind a row"
    table = b"".join(desk.get("/admin/partners/download/export/").streaming_content).decode()
    assert "'=cmd.svg,2" in table, "and no spreadsheet calculates it"
    assert AuditEntry.objects.filter(action="exported").count() == 1


def test_downloads_are_narrowed_to_a_month(desk):
    downloads.count("now.svg")
    Download.objects.create(name="then.svg", month="2018-06-01")
    page = desk.get("/admin/partners/download/?month=2018-06").content.decode()
    assert "then.svg" in page
    assert "now.svg" not in page


@pytest.mark.parametrize("month", ["1999-01", "9999999-99", "x"])
def test_month_without_downloads_narrows_nothing(desk, month):
    downloads.count("a.svg")
    assert "a.svg" in desk.get(f"/admin/partners/download/?month={month}").content.decode()


@pytest.mark.parametrize("path", ["add/", "1/change/", "1/delete/"])
def test_figures_are_changed_by_nobody(desk, path):
    downloads.count("a.svg")
    assert desk.post(f"/admin/partners/download/{path}", {"count": 99}).status_code in {302, 403}
    assert Download.objects.get().count == 1


def test_two_first_downloads_of_a_month_are_two(monkeypatch):
    downloads.count("a.svg")
    answers = iter([0, 1])
    real = downloads._one_more
    monkeypatch.setattr(downloads, "_one_more", lambda this: next(answers) and real(this))
    downloads.count("a.svg")
    assert Download.objects.get().count == 2


def test_account_without_the_right_sees_no_figures(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("somebody", is_staff=True))
    for path in ("", "export/"):
        assert client.get(f"/admin/partners/download/{path}").status_code == 403


SOUND = {"svg": DRAWING, "png": png(), "pdf": pdf(), "eps": EPS}


@pytest.mark.parametrize("kind", SOUND)
@pytest.mark.parametrize("seed", range(50))
def test_spoiled_upload_is_stored_whole_or_refused_with_a_sentence(desk, kind, seed, partner):
    field = kind if kind in {"pdf", "eps"} else "original"
    files = {"original": SimpleUploadedFile("logo.svg", DRAWING)} | {
        field: SimpleUploadedFile("x", spoiled(SOUND[kind], seed))
    }
    answer = desk.post(
        f"{LIST}add/", {"kind": "colour", "shape": "wide", "opened": "{}", "partner": partner.pk} | files
    )
    if answer.status_code == 302:
        assert all(len(file.open().read()) == file.bytes for file in Logo.objects.get().files())
    else:
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors
        assert not Logo.objects.exists()
        assert not default_storage.exists("logos")
    assert desk.get(LIST).status_code == 200
