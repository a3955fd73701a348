"""axe on the staff site: our pages, and each kind of page that Unfold draws, with the database's widest rows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from executives.models import UserExecutiveAssignment
from jenifer.principal import acting_as
from jenifer.tests.browser.screens import Look
from jenifer.tests.browser.test_staff import make_staff_member
from jenifer.tests.factories import Tenant, make_meeting, make_tenant
from orgs.models import FeatureFlag
from orgs.tests.test_flags import make_flags

OUTSIDE = ["/admin/", "/admin/features/", "/admin/features/{flag}/", "/admin/orgs/featureflag/{flag}/change/"]
INSIDE = [
    "/admin/",
    "/admin/orgs/",
    "/admin/orgs/auditlog/",
    "/admin/orgs/organization/{organization}/change/",
    "/admin/scheduling/meeting/",
    "/admin/scheduling/meeting/{meeting}/change/",
    "/admin/executives/userexecutiveassignment/{assignment}/delete/",
    "/admin/tasks/task/add/",
]


@pytest.fixture
def customer(transactional_db: None) -> Tenant:
    return make_tenant("halden", full_name="Ana Ferreira")


def test_staff_pages(
    customer: Tenant, desk_of: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    page = desk_of(make_staff_member(), look)
    ids = ids_of(customer)
    for address in OUTSIDE:
        page.goto(address.format(**ids))
        check(page, check_accessible, look)
    enter(page, customer)
    for address in INSIDE:
        page.goto(address.format(**ids))
        check(page, check_accessible, look)


def ids_of(customer: Tenant) -> dict[str, object]:
    meeting = make_meeting(customer.assistant, customer.executive, title="Board preparation")
    make_flags("Travel")  # emptied by a test that committed
    with acting_as(customer.admin):
        assignment = UserExecutiveAssignment.objects.get()
        flag = FeatureFlag.objects.get(key="travel")
    return {
        "flag": flag.pk,
        "organization": customer.organization.pk,
        "meeting": meeting.pk,
        "assignment": assignment.pk,
    }


def enter(page: Page, customer: Tenant) -> None:
    page.goto(f"/admin/enter/{customer.organization.pk}/")
    page.get_by_label("Reason").fill("Ticket 4711")
    page.get_by_role("button", name="Enter").click()
    expect(page.get_by_role("region", name="Whose organization this is")).to_be_visible()


def check(page: Page, check_accessible: Callable[[Page], None], look: Look) -> None:
    """axe, and that the page is no wider than the screen."""
    page.wait_for_load_state("networkidle")
    check_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width, page.url
