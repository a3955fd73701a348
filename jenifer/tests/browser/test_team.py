"""From one founder to a team and back: first steps, an invitation, a passkey, a role, a hand-over."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from jenifer.principal import acting_as
from jenifer.tests.browser.pages import give_key, sign_in, sign_out
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import PASSWORD, make_assignment, make_person, make_tenant
from orgs.models import User

BEN = "ben@halden.test"


def test_founder_sets_up_and_a_colleague_joins_with_a_passkey(
    open_browser: Callable[..., Page], check_accessible: Callable[[Page], None], look: Look
) -> None:
    page = open_browser(look, zone="Europe/Vienna")
    sign_up(page)
    walk_the_steps(page, check_accessible)

    other = open_browser(look, zone="Europe/Lisbon")
    give_key(other)
    join(other, link_in_outbox(page), check_accessible)
    add_passkey(other, check_accessible)
    other.goto("/welcome/profile/")
    other.get_by_label("Job title").fill("Assistant")
    other.get_by_role("button", name="Save and go on").click()
    expect(other.get_by_text("That is all. Welcome to your desk.")).to_be_visible()
    sign_out(other)
    other.goto("/accounts/login/")
    other.get_by_role("button", name="Use a passkey").click()
    expect(other.get_by_role("heading", name="No calendar to look after yet")).to_be_visible()


def test_role_changes_and_someone_goes_with_a_hand_over(
    open_browser: Callable[..., Page],
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    tenant = make_tenant("halden", full_name="Ana Ferreira")
    taker = make_person(tenant.admin, BEN)
    leaver = open_browser(look)
    sign_in(leaver, tenant.assistant)
    page = open_browser(look)
    sign_in(page, tenant.admin)

    page.goto("/settings/team/")
    check_accessible(page)
    page.get_by_role("link", name="ben", exact=True).click()
    check_accessible(page)
    page.get_by_role("radio", name=re.compile("Admin")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".member-head .badge", has_text="Admin")).to_be_visible()

    page.goto("/settings/team/")
    page.get_by_role("link", name="ea", exact=True).click()
    page.get_by_role("link", name="Deactivate…").click()
    expect(page.locator(".owned")).to_have_text("Ana Ferreira")
    check_accessible(page)
    page.get_by_label("Goes to").select_option(str(taker.pk))
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("ea is deactivated and signed out everywhere.")).to_be_visible()
    leaver.reload()
    expect(leaver.get_by_role("heading", name="Sign in")).to_be_visible()
    assert role_and_state(tenant.admin) == {BEN: ("admin", True), tenant.assistant.email: ("user", False)}


def test_everything_goes_to_one_colleague_with_one_choice(
    desk_of: Callable[..., Page], transactional_db: None, look: Look
) -> None:
    from tasks.models import Task

    tenant = make_tenant("halden")
    make_assignment(tenant.admin, tenant.admin, tenant.executive)
    with acting_as(tenant.assistant):
        Task.objects.create(
            org_id=tenant.admin.org_id, title="Call", created_by=tenant.admin, assigned_to=tenant.assistant
        )
    page = desk_of(tenant.admin, look)
    page.goto(f"/settings/team/{tenant.assistant.pk}/deactivate/")
    page.get_by_label("Everything goes to").select_option(str(tenant.admin.pk))
    choices = page.get_by_label("Goes to", exact=True)
    assert [choice.input_value() for choice in choices.all()] == [str(tenant.admin.pk)] * 2


def sign_up(page: Page) -> None:
    page.goto("/accounts/signup/")
    for label, value in {"Your name": "Ada", "Organization": "Halden", "Email": "ada@halden.test"}.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code").fill(found_in_outbox(page, r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$"))
    page.get_by_role("button", name="Confirm").click()


def walk_the_steps(page: Page, check_accessible: Callable[[Page], None]) -> None:
    expect(page.get_by_role("heading", name="Your organization")).to_be_visible()
    check_accessible(page)
    page.get_by_label("Name").fill("Halden Group")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Name").fill("Ana Ferreira")
    check_accessible(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("link", name="Choose a calendar file")).to_be_visible()
    page.get_by_role("link", name="Finish later").click()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", name="Bring in a calendar")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Skip for now").click()
    page.get_by_label("Email addresses").fill(BEN)
    check_accessible(page)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("That is all. Welcome to your desk.")).to_be_visible()
    expect(page.get_by_text("Setting up is not finished.")).to_have_count(0)


def join(page: Page, link: str, check_accessible: Callable[[Page], None]) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Join Halden Group")).to_be_visible()
    expect(page.get_by_label("Email")).to_have_value(BEN)
    check_accessible(page)
    page.get_by_label("Your name").fill("Ben")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join Halden Group").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    check_accessible(page)


def add_passkey(page: Page, check_accessible: Callable[[Page], None]) -> None:
    page.get_by_role("link", name="add a passkey").click()  # whoever has just joined is not asked again
    page.get_by_role("button", name=re.compile("Add|Create")).click()
    page.wait_for_url(re.compile("/2fa/(recovery|webauthn/)"))


def link_in_outbox(page: Page) -> str:
    return found_in_outbox(page, r"(/invitations/[\w-]+/)")


def found_in_outbox(page: Page, pattern: str) -> str:
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    text = outbox.locator("article .text").inner_text()
    outbox.close()
    found = re.search(pattern, text, re.MULTILINE)
    assert found is not None, text
    return found.group(1)


def role_and_state(admin: User) -> dict[str, tuple[str, bool]]:
    with acting_as(admin):
        others = User.objects.filter(is_system=False).exclude(pk=admin.pk)
        return {each.email: (each.role, each.is_active) for each in others}
