"""Calendars from outside in, and ours out: subscribing to a file, and giving out a private feed."""

from collections.abc import Callable
from ipaddress import ip_network

import httpx
from django.utils import timezone
from playwright.sync_api import Page, expect

from integrations.models import Integration
from integrations.remotes import open_remote
from integrations.sync.turn import take_turn
from integrations.tests.calendar_files import calendar, event, publishing
from jenifer.principal import acting_as
from jenifer.tests.browser.desks import add_meeting, make_desk
from jenifer.tests.browser.pages import say_who_it_is
from jenifer.tests.browser.screens import Look
from scheduling.models import Meeting


def test_a_calendar_file_is_subscribed_to(
    transactional_db: None,
    desk_of: Callable[..., Page],
    look: Look,
    check_accessible: Callable[[Page], None],
    settings,
) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    desk = make_desk()
    page = desk_of(desk.assistant, look)
    with publishing() as published:
        page.goto("/settings/calendars/")
        page.get_by_text("Subscribe to an address", exact=True).click()
        page.get_by_text("Where do I find it?").click()
        check_accessible(page)
        published.text = "<title>Sign in</title>"
        page.get_by_label("Address of the calendar").fill(published.url)
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_text("There is no calendar at this address.")).to_be_visible()
        check_accessible(page)
        published.text = calendar(event("a", "Board"), head="X-WR-CALNAME:Board dates\r\n")
        page.get_by_role("button", name="Subscribe").click()
        expect(page.get_by_role("heading", name="Board dates", level=1)).to_be_visible()
        check_accessible(page)
        expect(page.get_by_text("Syncing…")).to_be_visible()
        with acting_as(desk.assistant):
            row = Integration.objects.get()
            take_turn(integration_id=row.pk, open_remote=open_remote, now=timezone.now())
            assert Meeting.objects.filter(title="Board", deleted_at=None).count() == 1
        expect(page.get_by_text("Works")).to_be_visible()
        page.get_by_role("link", name="Disconnect").click()
        check_accessible(page)
        page.get_by_label("Remove them here").check()
        page.get_by_role("button", name="Disconnect").click()
        expect(page.get_by_role("heading", name="No calendars connected")).to_be_visible()
    with acting_as(desk.assistant):
        assert not Meeting.objects.filter(deleted_at=None).exists()


def test_a_private_feed_is_given_out_and_taken_back(
    transactional_db: None,
    desk_of: Callable[..., Page],
    look: Look,
    check_accessible: Callable[[Page], None],
    live_server,
    settings,
) -> None:
    settings.PUBLIC_URL = live_server.url
    desk = make_desk()
    add_meeting(desk, "Board preparation", "13:30")
    page = desk_of(desk.assistant, look)
    page.goto(f"/executives/{desk.executive.pk}/")
    page.get_by_role("link", name="Feeds").click()
    expect(page.get_by_role("heading", name="No feeds yet")).to_be_visible()
    check_accessible(page)
    page.get_by_label("Name").fill("Ana’s phone")
    page.get_by_label("Titles").check()
    page.get_by_role("button", name="Make the feed").click()
    say_who_it_is(page)
    address = page.get_by_label("Address of the feed").input_value()
    check_accessible(page)
    webcal = page.get_by_role("link", name="Subscribe on this device").get_attribute("href")
    assert webcal == "webcal:" + address.partition(":")[2]
    with httpx.Client(trust_env=False) as http:
        assert "SUMMARY:Board preparation" in http.get(address).text
        page.get_by_role("link", name="Change Ana’s phone").click()
        check_accessible(page)
        page.get_by_label("Busy times only").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The address is the same as before.")).to_be_visible()
        assert "SUMMARY:Busy" in http.get(address).text
        page.get_by_role("button", name="Revoke Ana’s phone").click()
        expect(page.get_by_text("leads nowhere now")).to_be_visible()
        assert http.get(address).status_code == 404
