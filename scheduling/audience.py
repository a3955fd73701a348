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


def audience_of(meeting: Meeting) -> list[Invitee]:
    """Everyone invited but the organizer and the calendar's owner, each once; [] where another organizes."""
    executive = meeting.executive
    if executive is None or not meeting.is_organized_by(executive.email):
        return []
    invited = {
        each["email"].lower(): each
        for each in reversed(meeting.attendees)
        if each["email"] and not each.get("is_organizer") and each["email"].lower() != executive.email.lower()
    }
    inside = _inside(executive, invited)
    return [_invitee(address, invited[address], address not in inside) for address in reversed(invited)]


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
