"""Who comes in to the staff site, how they enter an organization, and how they leave it."""

from typing import Any

import pytest
from django.test import Client

from executives.models import ExecutiveProfile
from jenifer.principal import acting_as
from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.rows import House
from jenifer.tests.clients import client_of
from jenifer.tests.staff_clients import address, form_of, meeting_page, staff_inside, staff_outside, user_of
from orgs.models import AuditLog
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db


def test_customers_find_no_such_place(ours: House) -> None:
    for who in (ours.admin, ours.colleague):
        customer = client_of(user_of(who))
        for place in ("/admin/", address(Meeting, "changelist"), f"/admin/enter/{ours.org}/"):
            assert customer.get(place).status_code == 404
        assert customer.post("/admin/leave/").status_code == 404


def test_whoever_is_signed_out_is_asked_to_log_in(ours: House) -> None:
    for place in ("/admin/", meeting_page(ours)):
        response = Client().get(place)
        assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={place}")


@pytest.mark.parametrize(
    "place", ["login", "logout", "password_change", "password_change/done", "r/1/1", "x"]
)
def test_there_is_no_second_way_in(place: str, ours: House) -> None:
    assert staff_inside(ours).get(f"/admin/{place}/").status_code == 404


def test_outside_staff_see_names_and_numbers(ours: House, theirs: House) -> None:
    page = staff_outside(ours).get("/admin/")
    listed = {customer.id for customer in page.context["customers"]}
    assert {ours.org, theirs.org} <= listed
    assert ours.staff_org not in listed
    assert ours.rows["meetings"]["title"] not in page.content.decode()


def test_organizations_are_found_by_their_name(ours: House) -> None:
    name = ours.rows["organizations"]["name"]
    outside = staff_outside(ours)
    found = outside.get("/admin/", {"q": name.upper()}).context["customers"]
    assert [customer.id for customer in found] == [ours.org]
    for nonsense in ({"q": "x" * 200}, {"page": "x"}, {"page": "99"}, {"q": "%"}):
        assert outside.get("/admin/", nonsense).status_code == 200


def test_staff_enter_and_leave(ours: House, theirs: House) -> None:
    outside = staff_outside(ours)
    place = f"/admin/enter/{theirs.org}/"
    assert outside.get(place).status_code == 200
    refused = outside.post(place, {"reason": " ", "minutes": "5"})
    assert set(refused.context["form"].errors) == {"reason", "minutes"}
    assert outside.post(place, {"reason": "Ticket 7", "minutes": "15"}).status_code == 302
    inside = outside.get("/admin/")
    assert theirs.rows["organizations"]["name"] in inside.content.decode()
    assert "Ticket 7" in inside.content.decode()
    assert outside.post("/admin/leave/").status_code == 302
    assert outside.get(address(Meeting, "changelist")).status_code == 302


@pytest.mark.parametrize("where", ["staff_org", "nowhere"])
def test_only_a_customer_is_entered(where: str, ours: House) -> None:
    org = ours.staff_org if where == "staff_org" else ours.admin
    assert staff_outside(ours).get(f"/admin/enter/{org}/").status_code == 404


def test_an_entry_that_ends_in_mid_session_ends_on_the_next_page(ways: Ways, ours: House) -> None:
    client, meeting = staff_inside(ours), meeting_page(ours)
    sent = form_of(client.get(meeting)) | {"title": "Too late"}
    over = "UPDATE staff_entries SET ended_at = now() WHERE id = %s"
    ways.owner.execute(over, [ours.entry])
    try:
        refused = client.post(meeting, sent)
        assert (refused.status_code, refused["Location"]) == (302, "/admin/")
        assert "is over" in client.get("/admin/").content.decode()
    finally:
        ways.owner.execute("UPDATE staff_entries SET ended_at = NULL WHERE id = %s", [ours.entry])
    with acting_as(ours.admin):
        assert not Meeting.objects.filter(title="Too late").exists()


def test_a_form_opened_in_another_organization_changes_nothing(ours: House, theirs: House) -> None:
    client, add = staff_inside(ours), address(ExecutiveProfile, "add")
    page = client.get(add)
    assert f'<input type="hidden" name="staff_entry" value="{ours.entry}">' in page.content.decode()
    client.post(f"/admin/enter/{theirs.org}/", {"reason": "Ticket 8", "minutes": "15"})
    sent = form_of(page) | {"full_name": "Misplaced", "staff_entry": str(ours.entry)}
    refused = client.post(add, sent)
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")
    assert "another organization" in client.get("/admin/").content.decode()
    with acting_as(theirs.admin):
        assert not ExecutiveProfile.objects.filter(full_name="Misplaced").exists()


def test_another_persons_entry_in_the_session_opens_nothing(ours: House, theirs: House) -> None:
    client = staff_inside(ours)
    session = client.session
    session["staff_entry"] = str(theirs.entry)
    session.save()
    assert client.get(address(Meeting, "changelist")).status_code == 302


def test_a_second_factor_is_needed(ways: Ways, ours: House, theirs: House, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    outside = staff_outside(ours)
    place, sent = f"/admin/enter/{theirs.org}/", {"reason": "Ticket 7", "minutes": "15"}
    assert "form" in outside.get(place).context
    assert outside.post(place, sent).status_code == 403
    with ways.owner.transaction():
        ways.owner.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())",
            [ours.staff],
        )
    try:
        assert outside.post(place, sent).status_code == 302
    finally:
        ways.owner.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", [ours.staff])


def test_logging_out_leaves(ours: House, theirs: House) -> None:
    outside = staff_outside(ours)
    outside.post(f"/admin/enter/{theirs.org}/", {"reason": "Ticket 7", "minutes": "15"})
    outside.post("/accounts/logout/")
    with acting_as(theirs.admin):
        assert AuditLog.objects.filter(action="staff_leave", user_id=ours.staff).count() == 1


def test_elsewhere_staff_in_an_entry_are_only_themselves(ours: House) -> None:
    """Pages and API know no entry."""
    client = staff_inside(ours)
    assert ours.rows["meetings"]["title"] not in client.get("/").content.decode()
    assert client.get("/api/v1/meetings/").json()["results"] == []
    assert client.get(f"/api/v1/meetings/{ours.rows['meetings']['id']}/").status_code == 404
