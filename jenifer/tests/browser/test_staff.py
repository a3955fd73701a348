"""Staff put a customer's meeting right, and the customer's admin can read that they did."""

from collections.abc import Callable

from allauth.account.models import EmailAddress
from django.core.management import call_command
from playwright.sync_api import Page, expect

from jenifer.principal import acting_as
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import PASSWORD, make_meeting, make_tenant
from orgs.models import AuditLog, User
from orgs.services.organizations import found_organization
from scheduling.models import Meeting


def test_staff_enter_change_a_title_and_leave(
    open_browser: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    customer = make_tenant("halden", full_name="Ana Ferreira")
    meeting = make_meeting(customer.assistant, customer.executive, title="Bord preparation")
    nora = make_staff_member()
    page = open_browser(look)

    page.goto("/admin/")
    page.get_by_label("Email").fill(nora.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 organization")).to_be_visible()
    check_accessible(page)
    page.get_by_role("link", name="Enter halden").click()
    page.get_by_label("Reason").fill("Ticket 4711: a misspelt title")
    page.get_by_label("Time limit").select_option("15 minutes")
    page.get_by_role("button", name="Enter").click()

    banner = page.get_by_role("region", name="Whose organization this is")
    expect(banner).to_contain_text("halden Ticket 4711")
    check_accessible(page)
    page.goto("/admin/scheduling/meeting/")
    page.get_by_role("link", name="Bord preparation").click()
    page.get_by_label("Title").fill("Board preparation")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Board preparation").first).to_be_visible()
    banner.get_by_role("button", name="Leave").click()
    expect(page.get_by_text("You have left the organization.")).to_be_visible()

    with acting_as(customer.admin):
        assert Meeting.objects.get(pk=meeting.pk).title == "Board preparation"
        log = AuditLog.objects.select_related("user", "staff_entry").exclude(staff_entry=None)
        done = [(entry.action, entry.entity_type, entry.actor) for entry in log.order_by("created_at")]
    who = "Nora (JeniferAI staff)"
    assert done == [
        ("staff_enter", "staff_entry", who),
        ("update", "meeting", who),
        ("staff_leave", "staff_entry", who),
    ]


def make_staff_member() -> User:
    nora = User(email="nora@staff.test", full_name="Nora", timezone="UTC")
    nora.set_password(PASSWORD)
    found_organization(user=nora, name="Staff")
    with acting_as(nora):
        EmailAddress.objects.create(user=nora, email=nora.email, verified=True, primary=True)
    call_command("make_staff", nora.email)
    return nora
