"""What an assistant does with an insight, and what the desk says back."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from ai_engine.jobs import request_examination
from ai_engine.models import InsightStatus, Response
from ai_engine.services.insights import examine
from jenifer.principal import acting_as
from jenifer.tests.browser.desks import (
    ZONE,
    add_meeting,
    double_book,
    look_through,
    make_desk,
    only_insight,
    start_of,
)
from jenifer.tests.browser.pages import clock, local
from jenifer.tests.browser.screens import PHONE, Look
from jenifer.tests.factories import Tenant, make_assignment, make_executive

BOARD = "Board preparation"
type DeskOf = Callable[..., Page]


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    desk = make_desk()
    double_book(desk)
    return desk


def card_on(page: Page) -> Locator:
    return page.locator(".insight", has_text="Ana Ferreira is double-booked")


def test_dismissed_card_goes_and_stays_away(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look)
    card_on(page).get_by_role("button", name="Dismiss").click()

    expect(page.get_by_text("Dismissed. It will not come back for the same facts.")).to_be_visible()
    expect(page.get_by_text("Nothing needs you")).to_be_visible()
    look_through(desk)
    page.reload()
    expect(card_on(page)).to_have_count(0)
    assert only_insight(desk.assistant).status == InsightStatus.DISMISSED


def test_snoozed_card_waits_on_its_own_list(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look)
    card_on(page).get_by_role("button", name="Snooze").click()
    page.get_by_role("button", name="Tomorrow morning").click()

    expect(page.get_by_text("Snoozed until Tomorrow 8:00 am.")).to_be_visible()
    expect(card_on(page)).to_have_count(0)
    page.goto("/insights/?status=snoozed")
    expect(card_on(page)).to_contain_text("Snoozed")
    assert only_insight(desk.assistant).snoozed_until == local(ZONE, "08:00", days=1)


def test_another_time_is_one_click_further(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    second = only_insight(desk.assistant).suggested_actions[1]["payload"]
    page = desk_of(desk.assistant, look)
    card_on(page).get_by_role("button", name="Other fixes").click()
    page.locator(".menu:popover-open button").first.click()

    expect(page.get_by_text("Moved on")).to_be_visible()
    assert f"{start_of(desk.assistant, BOARD):%Y-%m-%dT%H:%M:%SZ}" == second["start"]


def test_second_tab_is_told_that_it_is_done(desk: Tenant, desk_of: DeskOf) -> None:
    first = desk_of(desk.assistant)
    second = first.context.new_page()
    second.goto("/")
    expect(card_on(second)).to_be_visible()
    accept(first)
    expect(first.get_by_text("Moved on")).to_be_visible()
    moved = start_of(desk.assistant, BOARD)

    accept(second)
    expect(second.get_by_text("This is already done, by ea.")).to_be_visible()
    expect(card_on(second)).to_have_count(0)
    assert start_of(desk.assistant, BOARD) == moved


def test_stale_page_shows_both_versions(desk: Tenant, desk_of: DeskOf, look: Look) -> None:
    page = desk_of(desk.assistant, look)
    before = card_on(page).get_by_role("button", name=re.compile("^Move Board")).inner_text()
    add_meeting(desk, "Audit committee", "14:30")
    look_through(desk)

    accept(page)
    expect(card_on(page).locator(".saw dd")).to_have_text(before)
    expect(card_on(page).locator(".is dd")).not_to_have_text(before)
    expect(page.get_by_text("This suggestion has changed since you opened the page.")).to_be_visible()
    assert clock(start_of(desk.assistant, BOARD), ZONE) == "1:30 pm"

    accept(page)
    expect(page.get_by_text("Moved on")).to_be_visible()


def test_meeting_of_another_organizer_is_proposed(
    transactional_db: None, desk_of: DeskOf, look: Look, check_accessible: Callable[[Page], None]
) -> None:
    desk = make_desk()
    add_meeting(desk, "Halden Capital", "13:00", organizer="k.lind@capital.test")
    add_meeting(desk, "Press call", "13:30", organizer="press@ledger.test")
    look_through(desk)
    page = desk_of(desk.assistant, look)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    card_on(page).get_by_role("button", name=re.compile("^Propose")).click()
    draft = page.get_by_role("dialog", name="Propose a new time")
    body = draft.get_by_label("Message").input_value()
    check_accessible(page)

    draft.get_by_role("button", name="Copy").click()
    expect(draft.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == body
    mail = urlsplit(draft.get_by_role("link", name="Open in email").get_attribute("href") or "")
    assert parse_qs(mail.query)["body"] == [body]
    draft.get_by_role("button", name="Mark as sent").click()

    expect(page.get_by_text("Marked as sent. The proposal waits for the organizer.")).to_be_visible()
    assert only_insight(desk.assistant).user_action == Response.ACCEPTED
    assert clock(start_of(desk.assistant, "Press call"), ZONE) == "1:30 pm"


def test_what_is_found_comes_by_itself(transactional_db: None, desk_of: DeskOf) -> None:
    desk = make_desk()
    add_meeting(desk, "Halden Capital", "13:00")
    add_meeting(desk, BOARD, "13:30")
    with acting_as(desk.assistant):
        request_examination([desk.executive.pk])
    page = desk_of(desk.assistant)
    expect(page.get_by_text("Looking through the calendar…")).to_be_visible()
    expect(page.locator("#day .clash")).to_have_count(0)

    with acting_as(desk.assistant):
        examine(executive_id=desk.executive.pk, now=timezone.now())
    expect(card_on(page)).to_be_visible()
    expect(page.locator("#day .clash")).to_have_count(2)
    expect(page.get_by_text("Looking through the calendar…")).to_have_count(0)


def test_meetings_own_page_shows_where_it_went(desk: Tenant, desk_of: DeskOf) -> None:
    page = desk_of(desk.assistant)
    page.locator(".event > a", has_text=BOARD).click()
    when = page.locator("main header time").first
    before = when.inner_text()

    accept(page)
    expect(page.get_by_text("Moved on")).to_be_visible()
    expect(when).not_to_have_text(before)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(when).to_have_text(before)


def test_day_stays_where_it_was_scrolled_to(desk: Tenant, desk_of: DeskOf) -> None:
    for name in ("Bo Li", "Cy Moss", "Di Nash"):
        executive = make_executive(desk.admin, full_name=name, timezone=ZONE)
        make_assignment(desk.admin, desk.assistant, executive)
    page = desk_of(desk.assistant, PHONE)
    day = page.locator("#day")
    day.evaluate("day => { day.scrollLeft = 254; }")

    accept(page)
    expect(page.locator("#day .clash")).to_have_count(0)
    assert day.evaluate("day => day.scrollLeft") == 254


def accept(page: Page) -> None:
    card_on(page).get_by_role("button", name=re.compile("^Move Board")).click()
