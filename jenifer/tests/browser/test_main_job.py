"""From nothing to a mended day: the main job, as a newcomer does it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from ai_engine.models import AIInsight, InsightStatus
from jenifer.principal import acting_as
from jenifer.tests.browser.pages import calendar, clock, event, local, morning_zone, organized_by, upload
from jenifer.tests.browser.screens import Look
from jenifer.tests.factories import PASSWORD
from orgs.models import AuditLog, User
from orgs.people import user_by_email
from scheduling.models import Meeting

ANA = "ana@halden.test"
ZONE = morning_zone()
BACKWARDS = (
    "BEGIN:VEVENT\nUID:backwards@test\nDTSTAMP:20260101T000000Z\nSUMMARY:Backwards\n"
    "DTSTART:20261124T100000Z\nDTEND:20261124T090000Z\nEND:VEVENT\n"
)


def overlapping_day() -> bytes:
    ours = organized_by(ANA)
    return calendar(
        event("halden@test", "Halden Capital", local(ZONE, "13:00"), more=organized_by("k@capital.test")),
        event("board@test", "Board preparation", local(ZONE, "13:30"), more=ours),
        BACKWARDS,
    )


def test_newcomer_mends_a_day(
    open_browser: Callable[..., Page], worker: None, check_accessible: Callable[[Page], None], look: Look
) -> None:
    page = open_browser(look, zone=ZONE)
    maya = sign_up(page)
    add_executive(page)
    import_calendar(page, check_accessible)
    planned = start_of(maya, "Board preparation")

    page.get_by_role("link", name="See the day").click()
    card = page.locator(".insight", has_text="Ana Ferreira is double-booked")
    expect(card).to_be_visible(timeout=20_000)
    check_accessible(page)
    expect(page.locator("#day .clash")).to_have_count(2)
    card.get_by_role("button", name=re.compile("^Move Board preparation")).click()

    expect(page.get_by_text("Moved on")).to_be_visible()
    expect(card).to_have_count(0)
    expect(page.locator("#day .clash")).to_have_count(0)
    moved = start_of(maya, "Board preparation")
    assert moved != planned
    shown = page.locator(".event", has_text="Board preparation").locator("time")
    expect(shown).to_have_text(clock(moved, ZONE))
    assert audited_moves(maya) == [[planned, moved]]

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(card).to_be_visible()
    expect(shown).to_have_text("1:30 pm")
    assert start_of(maya, "Board preparation") == planned
    assert audited_moves(maya) == [[planned, moved], [moved, planned]]
    assert insight(maya).status == InsightStatus.ACTIVE


def sign_up(page: Page) -> User:
    page.goto("/accounts/signup/")
    page.get_by_label("Your name").fill("Maya Lindqvist")
    page.get_by_label("Organization").fill("Halden Group")
    page.get_by_label("Email").fill("maya@halden.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code").fill(code_in_outbox(page))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Your organization")).to_be_visible()
    page.get_by_role("link", name="Finish later").click()
    expect(page.get_by_role("heading", name="Whose day shall we look after?")).to_be_visible()
    return newcomer()


def newcomer() -> User:
    with acting_as(user_by_email("maya@halden.test")):
        return User.objects.get(email="maya@halden.test")


def code_in_outbox(page: Page) -> str:
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    text = outbox.locator("article .text").inner_text()
    outbox.close()
    found = re.search(r"^\s*([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", text, re.MULTILINE)
    assert found is not None, text
    return found.group(1)


def add_executive(page: Page) -> None:
    page.get_by_role("link", name="Add an executive").click()
    expect(page.get_by_label("Time zone")).to_have_value(ZONE)
    page.get_by_label("Name").fill("Ana Ferreira")
    page.get_by_role("textbox", name="Email").fill(ANA)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Ana Ferreira is added.")).to_be_visible()


def import_calendar(page: Page, check_accessible: Callable[[Page], None]) -> None:
    upload(page, "ana.ics", overlapping_day())
    numbers = page.locator(".report-numbers div")
    expect(numbers).to_have_text([re.compile("Created.*2"), re.compile("Changed.*0"),
                                  re.compile("Unchanged.*0"), re.compile("Refused.*1")])  # fmt: skip
    line = 1 + overlapping_day().partition(b"BEGIN:VEVENT\r\nUID:backwards")[0].count(b"\n")
    expect(page.locator("tbody tr")).to_have_text([f"{line}backwards@testIt ends before it starts."])
    check_accessible(page)


def start_of(person: User, title: str) -> datetime:
    with acting_as(person):
        return Meeting.objects.get(title=title, deleted_at=None).start_time


def insight(person: User) -> AIInsight:
    with acting_as(person):
        return AIInsight.objects.get(title__contains="double-booked")


def audited_moves(person: User) -> list[list[datetime]]:
    """From and to of every change of a meeting's start, the oldest first."""
    with acting_as(person):
        rows = AuditLog.objects.filter(entity_type="meeting", action="update").order_by("created_at")
        spans = [(row.old_values["start_time"], row.new_values["start_time"]) for row in rows]
    return [[datetime.fromisoformat(at).astimezone(UTC) for at in span] for span in spans]
