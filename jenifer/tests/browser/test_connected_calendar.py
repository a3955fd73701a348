"""A calendar elsewhere is connected, its day mended here, seen there; changed there, seen here."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from caldav.davclient import DAVClient
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pytest_django import Settings

from integrations.tests.at_work import SECONDS, celery_worker, until
from integrations.tests.caldav_servers import PASSWORD, USER, Server, running
from integrations.tests.sides import There
from jenifer.principal import acting_as
from jenifer.tests.browser.desks import ANA, ZONE, make_desk
from jenifer.tests.browser.pages import calendar, clock, event, local, organized_by, say_who_it_is
from jenifer.tests.factories import Tenant
from scheduling.models import Meeting


def test_a_day_is_mended_on_a_connected_calendar(
    desk_of: Callable[..., Page], transactional_db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    desk = make_desk()
    with running("radicale", tmp_path) as server, celery_worker():
        there = full_day(server)
        page = desk_of(desk.assistant)
        connect(page, server.url)
        page.goto("/")
        expect(page.locator("#day .clash")).to_have_count(2, timeout=SECONDS * 1000)

        planned = start_there(server, there, "board@test")
        page.get_by_role("button", name=re.compile("^Move Board preparation")).click()
        expect(page.get_by_text("Moved on")).to_be_visible()
        until(lambda: start_there(server, there, "board@test") != planned)
        shown = page.locator(".event", has_text="Board preparation").locator("time")
        expect(shown).to_have_text(clock(start_there(server, there, "board@test"), ZONE))

        rename_there(there, "halden@test", "Halden Capital, on the phone")
        page.goto("/settings/calendars/")
        page.get_by_role("link", name=USER).click()
        page.get_by_role("button", name="Sync now").click()
        until(lambda: is_here(desk, "Halden Capital, on the phone"))
        page.goto("/")
        expect(page.get_by_text("Halden Capital, on the phone").first).to_be_visible()


def is_here(desk: Tenant, title: str) -> bool:
    with acting_as(desk.admin):
        return Meeting.objects.filter(title=title, deleted_at=None).exists()


def full_day(server: Server) -> There:
    """Board preparation, which is Ana's to move, on top of a meeting that is not."""
    there = There(server, server.make_calendar("ana"))
    others, own = organized_by("k@capital.test"), organized_by(ANA)
    events = {
        "halden@test": event("halden@test", "Halden Capital", local(ZONE, "13:00"), more=others),
        "board@test": event("board@test", "Board preparation", local(ZONE, "13:30"), more=own),
    }
    with there.remote() as remote:
        for uid, text in events.items():
            remote.insert(there.path, uid, calendar(text).decode())
    return there


def connect(page: Page, address: str) -> None:
    page.goto("/settings/calendars/")
    page.get_by_role("textbox", name="Address", exact=True).fill(address)
    page.get_by_label("User name").fill(USER)
    page.get_by_label("App password").fill(PASSWORD)
    page.get_by_role("button", name="Connect", exact=True).click()
    say_who_it_is(page)
    choice = page.locator(".calendar-choice", has_text="Jonas & board")
    choice.get_by_label("Sync").check()
    choice.get_by_label("Whose calendar").select_option(label="Ana Ferreira")
    choice.get_by_label("Write new events here").check()
    page.get_by_role("group").locator("xpath=ancestor::form").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Sync now").click()
    expect(page.get_by_text("last synced")).to_be_visible(timeout=SECONDS * 1000)


def start_there(server: Server, there: There, uid: str) -> datetime:
    """As another program reads it."""
    client: Any = DAVClient(server.url, username=USER, password=PASSWORD)
    with client:
        found = client.calendar(url=server.url + there.path).event_by_uid(uid)
        start = found.icalendar_instance.walk("VEVENT")[0]["DTSTART"].dt
    assert isinstance(start, datetime)
    return start.astimezone(UTC)


def rename_there(there: There, uid: str, title: str) -> None:
    [each] = [each for each in there.objects() if f"UID:{uid}" in each.body]
    assert str(Calendar.from_ical(each.body).walk("VEVENT")[0]["UID"]) == uid
    there.edit(each, None, {"title": title})
