"""From a fix to somebody's answer: the question, the letter, the page without an account, and what the desk says."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from integrations.imip.sending import send_due
from jenifer.principal import acting_as
from jenifer.tests.browser.desks import double_book, look_through, make_desk
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import Tenant
from orgs.outbox import mails_in
from scheduling.models import Meeting

type DeskOf = Callable[..., Page]
GUEST = "guest@northwind.test"


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    """Ana is double-booked, and somebody outside is invited to what can be moved."""
    desk = make_desk()
    double_book(desk)
    with acting_as(desk.assistant):
        board = Meeting.objects.get(title="Board preparation")
        board.attendees = [*board.attendees, {"email": GUEST, "name": "Gus Guest"}]
        board.save(update_fields=["attendees"])
    look_through(desk)
    return desk


def card_on(page: Page) -> Locator:
    return page.locator(".insight").first


def letters() -> list[str]:
    return [mail.text for mail in mails_in(Path(settings.OUTBOX_DIR))]


def test_a_guest_is_told_once_and_answers_without_an_account(
    desk: Tenant,
    desk_of: DeskOf,
    open_browser: DeskOf,
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    page = desk_of(desk.assistant, look)
    card_on(page).locator("[data-key=a]").click()
    expect(page.get_by_role("button", name="Move it and tell them")).to_be_focused()
    check_accessible(page)
    page.get_by_label("Note").fill("Sorry for the change.")
    page.get_by_role("button", name="Move it and tell them").click()
    expect(page.get_by_text("1 person is told in 20 seconds.")).to_be_visible()
    assert letters() == []

    with acting_as(desk.assistant):
        send_due(timezone.now() + timedelta(seconds=21))
        send_due(timezone.now() + timedelta(minutes=21))
    (letter,) = letters()
    assert "Sorry for the change." in letter
    answer_at = re.findall(r"/answer/[a-z2-7]+/", letter)[0]

    guest = open_browser(look, script=False)
    guest.goto(answer_at)
    expect(guest.get_by_role("heading", name="Board preparation")).to_be_visible()
    guest.get_by_label("Comment").fill("With pleasure")
    guest.get_by_role("button", name="Accept").click()
    expect(guest.get_by_text("You have accepted.")).to_be_visible()

    page.goto("/")
    page.locator(".event > a", has_text="Board preparation").first.click()
    told = page.locator("section", has=page.get_by_role("heading", name="Told"))
    expect(told.get_by_text("Accepted: “With pleasure”")).to_be_visible()
    check_accessible(page)


def test_the_answer_page_and_cancelling_are_accessible(
    desk: Tenant,
    desk_of: DeskOf,
    open_browser: DeskOf,
    check_accessible: Callable[[Page], None],
    look: Look,
) -> None:
    page = desk_of(desk.assistant, look)
    page.locator(".event > a", has_text="Board preparation").first.click()
    page.get_by_role("link", name="Cancel the meeting").click()
    expect(page.get_by_text("Outside")).to_be_visible()
    check_accessible(page)
    page.get_by_role("button", name="Cancel it and tell them").click()
    expect(page.get_by_text("“Board preparation” is cancelled.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_text("Taken back")).to_be_visible()

    page.goto("/")
    card_on(page).locator("[data-key=a]").click()
    page.get_by_role("button", name="Move it and tell them").click()
    expect(page.get_by_text("1 person is told in 20 seconds.")).to_be_visible()
    with acting_as(desk.assistant):
        send_due(timezone.now() + timedelta(seconds=21))
    guest = open_browser(look)
    guest.goto(re.findall(r"/answer/[a-z2-7]+/", letters()[0])[0])
    guest.get_by_text("Propose another time").click()
    check_accessible(guest)
    assert guest.evaluate("document.documentElement.scrollWidth <= innerWidth")
    guest.get_by_label("Another time").fill("2027-01-05T09:00")
    guest.get_by_role("button", name="Propose", exact=True).click()
    expect(guest.get_by_text("You have proposed")).to_be_visible()


def test_the_whole_question_works_by_keyboard(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Move it and tell them")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 person is told in 20 seconds.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("Undone.")).to_be_visible()


def test_the_question_works_without_scripts(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant, script=False)
    card_on(page).locator("[data-key=a]").click()
    page.get_by_role("button", name="Without telling").click()
    expect(page.get_by_text("Moved on")).to_be_visible()
    assert letters() == []
