"""What an assistant finds in the morning: what has changed, and invitations, answered by a key each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from jenifer.principal import acting_as
from jenifer.tests.browser.desks import ANA, ZONE, add_meeting, make_desk
from jenifer.tests.browser.pages import sign_in
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import Tenant, make_meeting
from scheduling.models import Meeting, NewsMark

type DeskOf = Callable[..., Page]
DANA = {"email": "dana@kilo.test", "name": "Dana Wu", "status": "accepted", "is_organizer": True}
OWN = {"email": ANA, "name": "Ana Ferreira", "status": "needs_action"}


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    desk = make_desk()
    with acting_as(desk.assistant):
        long_ago = timezone.now() - timedelta(hours=2)
        NewsMark.objects.create(pk=desk.assistant.pk, user=desk.assistant, since=long_ago, shown_at=long_ago)
    tomorrow = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    for number, title in enumerate(("Roadmap review", "Budget call", "Site visit", "Panel")):
        make_meeting(
            desk.admin, desk.executive, tomorrow + timedelta(hours=number), title=title, timezone=ZONE,
            attendees=[DANA, OWN],
        )  # fmt: skip
    return desk


def invitation(page: Page, title: str) -> Locator:
    return page.locator(".invitation", has_text=title)


def status_of(desk: Tenant, title: str) -> str:
    with acting_as(desk.admin):
        return str(Meeting.objects.get(title=title).attendees[1]["status"])


def test_keys_answer_the_invitation_in_focus(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look)
    expect(page.locator(".invitation")).to_have_count(4)
    page.keyboard.press("j")
    expect(invitation(page, "Roadmap review")).to_be_focused()
    page.keyboard.press("y")
    expect(page.get_by_text("Accepted. The organizer is told.")).to_be_visible()
    expect(page.locator(".invitation")).to_have_count(3)
    expect(invitation(page, "Budget call")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator(".invitation")).to_have_count(2)
    expect(invitation(page, "Site visit")).to_be_focused()
    page.keyboard.press("n")
    expect(page.locator(".invitation")).to_have_count(1)
    assert [status_of(desk, each) for each in ("Roadmap review", "Budget call", "Site visit")] == [
        "accepted",
        "tentative",
        "declined",
    ]

    page.keyboard.press("z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(invitation(page, "Site visit")).to_be_visible()
    assert status_of(desk, "Site visit") == "needs_action"


def test_another_time_is_proposed_with_a_note(
    desk: Tenant, desk_of: DeskOf, look: Look, check_accessible: Callable[[Page], None]
) -> None:
    page = desk_of(desk.assistant, look)
    check_accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="Propose another time")).to_be_visible()
    check_accessible(page)
    page.get_by_label("Note to the organizer").fill("Ana is on a train.")
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Propose this time").click()

    expect(page.get_by_text("to the organizer.")).to_be_visible()
    expect(page.locator(".invitation")).to_have_count(3)
    assert status_of(desk, "Roadmap review") == "tentative"


def test_question_mark_lists_the_keys(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys.locator('[data-action="propose-invitation"]')).to_contain_text("Propose another time")


def test_what_has_changed_is_marked_as_seen_and_comes_back(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    add_meeting(desk, "Own doing", "15:00")
    page = desk_of(desk.assistant, look)
    lines = page.locator(".news-line")
    expect(lines).to_have_count(4)
    expect(page.locator("#news")).not_to_contain_text("Own doing")
    page.reload()
    expect(lines).to_have_count(4)

    page.get_by_role("button", name="Mark as seen").click()
    expect(page.get_by_text("Marked as seen.")).to_be_visible()
    expect(lines).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(4)


def test_meetings_own_page_answers(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look)
    invitation(page, "Panel").get_by_role("link", name="Panel").click()
    expect(page.get_by_role("heading", name="Waits for Ana Ferreira’s answer")).to_be_visible()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("heading", name="Ana Ferreira’s answer")).to_be_visible()
    expect(page.get_by_text("Declined. The organizer is told.")).to_be_visible()


def test_answers_without_script(desk: Tenant, open_browser: Callable[..., Page], look: Look) -> None:
    page = open_browser(look, zone=ZONE, script=False)
    sign_in(page, desk.assistant)
    invitation(page, "Budget call").get_by_role("button", name="Maybe").click()
    expect(page.get_by_text("Accepted tentatively. The organizer is told.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".invitation")).to_have_count(4)
    page.get_by_role("button", name="Mark as seen").click()
    expect(page.locator(".news-line")).to_have_count(0)
