"""What a person does on the pages, and what they bring: a clock in the morning, a calendar file."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect

from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD
from orgs.models import User

MORNING = 9


def morning_zone() -> str:
    """A zone where it is between nine and ten now: whenever the test runs, the working day is ahead."""
    east = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}" if east else "UTC"


def local(zone: str, clock: str, days: int = 0) -> datetime:
    """That time of day, by that clock."""
    hour, minute = map(int, clock.split(":"))
    today = datetime.now(ZoneInfo(zone))
    return today.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)


def clock(moment: datetime, zone: str) -> str:
    """2:15 pm, as a new organization writes it."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there.hour % 12 or 12}:{there:%M} {'am' if there.hour < 12 else 'pm'}"


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/$"))


def say_who_it_is(page: Page) -> None:
    """Where the password is asked for again; what was wanted then follows."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def let_in(context: BrowserContext, person: User, address: str) -> None:
    """By a session made for them: the form takes a second, and the journeys go through it often enough."""
    key = client_of(person).session.session_key or ""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def give_key(page: Page) -> None:
    """A key in the browser that answers by itself, as a touched fingerprint reader does."""
    devices: Any = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def event(uid: str, title: str, start: datetime, minutes: int = 60, more: str = "") -> str:
    """A VEVENT in UTC, its organizer in `more`."""
    stamp = "%Y%m%dT%H%M%SZ"
    begin, end = start.astimezone(UTC), (start + timedelta(minutes=minutes)).astimezone(UTC)
    return (
        f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260101T000000Z\nSUMMARY:{title}\n"
        f"DTSTART:{begin:{stamp}}\nDTEND:{end:{stamp}}\n{more}END:VEVENT\n"
    )


def organized_by(address: str) -> str:
    return f"ORGANIZER:mailto:{address}\n"


def calendar(*components: str) -> bytes:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{''.join(components)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def upload(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("Calendar file").set_input_files(
        {"name": name, "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="Import", exact=True).click()
