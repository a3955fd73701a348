"""The main job where no script runs: plain links and forms."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from jenifer.tests.browser.desks import ZONE, double_book, make_desk, start_of
from jenifer.tests.browser.pages import clock, sign_in
from jenifer.tests.browser.screens import Look


def test_accept_and_undo_are_plain_forms(
    transactional_db: None, open_browser: Callable[..., Page], look: Look
) -> None:
    desk = make_desk()
    double_book(desk)
    planned = start_of(desk.assistant, "Board preparation")
    page = open_browser(look, zone=ZONE, script=False)
    sign_in(page, desk.assistant)
    shown = page.locator(".event", has_text="Board preparation").locator("time")
    expect(shown).to_have_text("1:30 pm")

    page.get_by_role("button", name=re.compile("^Move Board preparation")).click()
    expect(page.get_by_text("Moved on")).to_be_visible()
    moved = start_of(desk.assistant, "Board preparation")
    assert moved != planned
    expect(shown).to_have_text(clock(moved, ZONE))

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(shown).to_have_text("1:30 pm")
    assert start_of(desk.assistant, "Board preparation") == planned
