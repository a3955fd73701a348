"""The rail by keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ai_engine.models import InsightStatus
from jenifer.tests.browser.desks import add_meeting, insights, look_through, make_desk
from jenifer.tests.factories import Tenant


@pytest.fixture
def desk(transactional_db: None) -> Tenant:
    """Two double-bookings."""
    desk = make_desk()
    for title, clock in (("One", "12:00"), ("Two", "12:30"), ("Three", "15:00"), ("Four", "15:30")):
        add_meeting(desk, title, clock)
    look_through(desk)
    return desk


def statuses(desk: Tenant) -> list[str]:
    return sorted(each.status for each in insights(desk.assistant))


def test_keys_walk_and_answer(desk: Tenant, worker: None, desk_of: Callable[..., Page]) -> None:
    page = desk_of(desk.assistant)
    cards = page.locator(".insight")
    expect(cards).to_have_count(2)
    press(page, "j")
    expect(cards.nth(0)).to_be_focused()
    press(page, "j")
    expect(cards.nth(1)).to_be_focused()
    press(page, "k")
    expect(cards.nth(0)).to_be_focused()

    press(page, "x")
    expect(page.get_by_text("Dismissed. It will not come back for the same facts.")).to_be_visible()
    expect(cards).to_have_count(1)
    expect(cards.nth(0)).to_be_focused()
    press(page, "a")
    expect(page.get_by_text("Moved on")).to_be_visible()
    expect(page.get_by_text("Nothing needs you")).to_be_visible()
    assert statuses(desk) == [InsightStatus.ACTED_UPON, InsightStatus.DISMISSED]

    press(page, "z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(cards).to_have_count(1)
    assert statuses(desk) == [InsightStatus.ACTIVE, InsightStatus.DISMISSED]


def test_question_mark_shows_the_keys(desk: Tenant, desk_of: Callable[..., Page]) -> None:
    page = desk_of(desk.assistant)
    press(page, "?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    press(page, "Escape")
    expect(keys).to_be_hidden()


def test_two_keys_go_to_a_page(desk: Tenant, desk_of: Callable[..., Page]) -> None:
    page = desk_of(desk.assistant)
    press(page, "g", "i")
    expect(page.get_by_role("heading", name="Insights", exact=True)).to_be_visible()


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
