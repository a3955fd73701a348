"""Who hears of a change of a meeting: those inside the organization, and those outside, of whom one asks first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from executives.models import ExecutiveProfile
from orgs.models import User
from scheduling.models import Meeting

# Whoever has an address here is nobody's colleague because of it.
FOR_EVERYONE = frozenset(
    [
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com"),
        *("icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de"),
        *("fastmail.com", "zoho.com"),
    ]
)


@dataclass(frozen=True, slots=True)
class Invitee:
    """`status` as a meeting's attendees have it."""

    email: str
    name: str
    status: str
    is_outside: bool


def invited(meeting: Meeting) -> dict[str, dict[str, Any]]:
    """Attendees by address in lower case, but the organizer and the calendar's owner; {} where another organizes."""
    executive = meeting.executive
    if executive is None or not meeting.is_organized_by(executive.email):
        return {}
    found: dict[str, dict[str, Any]] = {}
    for each in meeting.attendees:
        address = each["email"].lower()
        if address not in ("", executive.email.lower()) and not each.get("is_organizer"):
            found.setdefault(address, each)
    return found


def audience_of(meeting: Meeting) -> list[Invitee]:
    people = invited(meeting)
    if meeting.executive is None or not people:
        return []
    inside = _inside(meeting.executive, people)
    return [_invitee(address, each, address not in inside) for address, each in people.items()]


def _invitee(address: str, each: dict[str, Any], is_outside: bool) -> Invitee:
    return Invitee(address, each.get("name", ""), each.get("status", "needs_action"), is_outside)


def _inside(executive: ExecutiveProfile, addresses: Iterable[str]) -> set[str]:
    """Of the executive's own domain, or known here as an executive or a colleague."""
    domain = _domain(executive.email)
    found = {each for each in addresses if domain and _domain(each) == domain and domain not in FOR_EVERYONE}
    others = set(addresses) - found
    if not others:
        return found
    people = User.objects.filter(email__in=others, is_active=True).values_list("email", flat=True)
    served = ExecutiveProfile.objects.filter(email__in=others, deleted_at=None).values_list(
        "email", flat=True
    )
    return found | {each.lower() for each in (*people, *served)}


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
