"""What an event says beside its timing: texts, status, people."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypedDict
from urllib.parse import unquote, urlsplit

from icalendar.parser import split_on_unescaped_comma

from scheduling.ical.properties import Properties, Property, one_line, read_text, without_controls
from scheduling.recurrence import Component

TITLE_LENGTH = LOCATION_LENGTH = 500
UID_LENGTH = 1_000
NAME_LENGTH = 255
EMAIL_LENGTH = 254
CATEGORY_LENGTH = 100
URL_LENGTH = 2_000
MAX_SEQUENCE = 2_000_000_000  # changes made here count on from it, in a column that ends at 2**31

type Status = Literal["tentative", "confirmed", "cancelled"]
type Transparency = Literal["opaque", "transparent"]
type Visibility = Literal["public", "private", "confidential"]
type Participation = Literal["accepted", "declined", "tentative", "needs_action", "delegated"]


class Attendee(TypedDict):
    email: str
    name: str
    status: Participation
    is_organizer: bool


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One VEVENT. Texts hold no control characters and fit their columns."""

    uid: str
    sequence: int
    timing: Component
    """Its id is (uid, recurrence_id)."""
    title: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    """Absolute http or https, or empty."""
    status: Status = "confirmed"
    transparency: Transparency = "opaque"
    visibility: Visibility = "public"
    priority: int = 0
    """1 is the highest, 9 the lowest, 0 undefined (RFC 5545 §3.8.1.9)."""
    attendees: tuple[Attendee, ...] = ()
    category: str = ""
    line: int = 0
    """Of its BEGIN:VEVENT in the file."""
    doubt: str = ""
    """Why it is shown as a single event though it repeats; a sentence for a person."""


PROPERTIES = frozenset(
    {"UID", "SEQUENCE", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "TRANSP", "CLASS", "PRIORITY"}
    | {"CATEGORIES", "ORGANIZER", "ATTENDEE"}
)

_STATUSES: dict[str, Status] = {"TENTATIVE": "tentative", "CONFIRMED": "confirmed", "CANCELLED": "cancelled"}
_VISIBILITIES: dict[str, Visibility] = {
    "": "public",
    "PUBLIC": "public",
    "PRIVATE": "private",
    "CONFIDENTIAL": "confidential",
}
PARTICIPATIONS: dict[str, Participation] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needs_action",
    "DELEGATED": "delegated",
}


def read_uid(props: Properties, lines: list[bytes]) -> str:
    """The UID, or one made of the content when it is missing, so that a second import finds the same event.

    One longer than its column keeps its head and a hash of the whole.
    """
    uid = read_text(_first(props, "UID"))
    if not uid:
        content = b"\n".join(sorted(line for line in lines if not line.upper().startswith(_VOLATILE)))
        return f"{hashlib.sha256(content).hexdigest()[:40]}@without-uid"
    if len(uid) <= UID_LENGTH:
        return uid
    return f"{uid[: UID_LENGTH - 65]}-{hashlib.sha256(uid.encode()).hexdigest()}"


_VOLATILE = (b"DTSTAMP", b"CREATED", b"LAST-MODIFIED", b"SEQUENCE")


def read_status(props: Properties, method: str) -> Status:
    """A calendar with METHOD:CANCEL cancels what it holds (RFC 5546 §3.2.5)."""
    return "cancelled" if method == "CANCEL" else _STATUSES.get(_word(props, "STATUS"), "confirmed")


def read_event(props: Properties, uid: str, status: Status, timing: Component, line: int) -> CalendarEvent:
    """An optional property that cannot be read counts as missing."""
    return CalendarEvent(
        uid=uid,
        sequence=_whole_number(props, "SEQUENCE", MAX_SEQUENCE),
        timing=timing,
        title=one_line(read_text(_first(props, "SUMMARY")), TITLE_LENGTH),
        description=read_text(_first(props, "DESCRIPTION")),
        location=one_line(read_text(_first(props, "LOCATION")), LOCATION_LENGTH),
        url=_read_url(_first(props, "URL")),
        status=status,
        transparency="transparent" if _word(props, "TRANSP") == "TRANSPARENT" else "opaque",
        # §3.8.1.3: what is not known counts as private.
        visibility=_VISIBILITIES.get(_word(props, "CLASS"), "private"),
        priority=_whole_number(props, "PRIORITY", 9),
        attendees=tuple(_read_attendees(props)),
        category=_read_category(_first(props, "CATEGORIES")),
        line=line,
    )


def _first(props: Properties, name: str) -> Property | None:
    return next((prop for prop in props.get(name, ()) if prop.value), None)


def _word(props: Properties, name: str) -> str:
    prop = _first(props, name)
    return prop.value.strip().upper() if prop else ""


def _whole_number(props: Properties, name: str, highest: int) -> int:
    word = _word(props, name)
    number = int(word) if word.isascii() and word.isdigit() and len(word) <= 10 else 0
    return number if number <= highest else 0


def _read_url(prop: Property | None) -> str:
    """Only what a browser may be sent to."""
    url = prop.value.strip() if prop else ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_safe = parts.scheme in ("http", "https") and parts.netloc and url.isprintable() and " " not in url
    return url if is_safe and len(url) <= URL_LENGTH else ""


def _read_category(prop: Property | None) -> str:
    categories = split_on_unescaped_comma(prop.value) if prop else [""]
    return one_line(categories[0], CATEGORY_LENGTH)


def _read_attendees(props: Properties) -> Iterator[Attendee]:
    """The organizer first, everybody once. Who has no address is left out: nobody could tell them apart."""
    organizer = _first(props, "ORGANIZER")
    host = read_email(organizer) if organizer else ""
    people = {read_email(prop): prop for prop in reversed(props.get("ATTENDEE", []))}
    if organizer and host:
        status = people[host].params.get("PARTSTAT", "") if host in people else "ACCEPTED"
        name = _read_name(organizer) or (_read_name(people[host]) if host in people else "")
        yield Attendee(email=host, name=name, status=_participation(status), is_organizer=True)
    for email, prop in reversed(people.items()):
        if email and email != host:
            status = prop.params.get("PARTSTAT", "")
            yield Attendee(
                email=email, name=_read_name(prop), status=_participation(status), is_organizer=False
            )


def _participation(status: str) -> Participation:
    return PARTICIPATIONS.get(status.upper(), "needs_action")


def read_email(prop: Property) -> str:
    """Lower case. Some servers write an internal address as the value and the true one as EMAIL."""
    address = prop.params.get("EMAIL") or prop.value.strip()
    if address[:7].lower() == "mailto:":
        address = unquote(address[7:])
    email = without_controls(address).lower()
    is_address = 0 < email.find("@") == email.rfind("@") < len(email) - 1 and not any(map(str.isspace, email))
    return email if is_address and len(email) <= EMAIL_LENGTH else ""


def _read_name(prop: Property) -> str:
    return one_line(prop.params.get("CN", ""), NAME_LENGTH)
