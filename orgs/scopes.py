"""What a personal token may reach: an area, and whether to read or also to change. Writing includes reading."""

from enum import StrEnum

from django.utils.translation import gettext_noop


class Scope(StrEnum):
    """An area of the API. A token never reaches farther than its owner, whatever its scopes."""

    CALENDAR = "calendar"
    INSIGHTS = "insights"
    TASKS = "tasks"
    APPROVALS = "approvals"
    CONTACTS = "contacts"
    EXECUTIVES = "executives"
    ACCOUNT = "account"
    ORGANIZATION = "organization"


MEANINGS = {
    Scope.CALENDAR: gettext_noop("Meetings, imports and exports"),
    Scope.INSIGHTS: gettext_noop("Insights and the answers to them"),
    Scope.TASKS: gettext_noop("Tasks and delegations"),
    Scope.APPROVALS: gettext_noop("Approvals and decisions"),
    Scope.CONTACTS: gettext_noop("Contacts, family, memberships, concierge"),
    Scope.EXECUTIVES: gettext_noop("Executives’ profiles and preferences"),
    Scope.ACCOUNT: gettext_noop("Your own profile, notifications and tokens"),
    Scope.ORGANIZATION: gettext_noop("The organization, its people and its log"),
}
RIGHTS = ("read", "write")
ALL_SCOPES = tuple(f"{area}:{right}" for area in Scope for right in RIGHTS)


def is_granted(scopes: list[str], area: Scope, right: str) -> bool:
    return f"{area}:write" in scopes or f"{area}:{right}" in scopes
