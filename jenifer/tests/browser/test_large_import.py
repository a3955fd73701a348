"""A file too large for one request: a job that one can watch."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from jenifer.principal import acting_as
from jenifer.tests.browser.desks import ZONE, make_desk
from jenifer.tests.browser.pages import calendar, event, local, upload
from scheduling.models import Meeting
from scheduling.services.imports import AT_ONCE

EVENTS = 5000
PERCENT = re.compile(r"\d+%")


def test_large_file_is_watched_to_its_report(
    transactional_db: None,
    worker: None,
    desk_of: Callable[..., Page],
    check_accessible: Callable[[Page], None],
) -> None:
    desk = make_desk()
    start = local(ZONE, "08:00", days=-EVENTS)
    padding = f"DESCRIPTION:{'long ' * 20}\n"
    days = [
        event(f"{day}@test", f"Day {day}", start + timedelta(days=day), more=padding) for day in range(EVENTS)
    ]
    content = calendar(*days)
    assert len(content) > AT_ONCE

    page = desk_of(desk.assistant)
    page.goto("/calendar/import/")
    upload(page, "years.ics", content)
    expect(page.get_by_text("Reading the events")).to_be_visible()
    expect(page.get_by_text("You can leave this page; the import goes on.")).to_be_visible()
    expect(page.locator(".progress .label span")).to_have_text(PERCENT)
    check_accessible(page)

    expect(page.locator(".report-numbers dd").first).to_have_text(str(EVENTS), timeout=90_000)
    check_accessible(page)
    with acting_as(desk.assistant):
        assert Meeting.objects.count() == EVENTS
