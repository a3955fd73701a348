"""The pages of Settings, in their order; a person is shown those that they may open."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from orgs.models import User
from orgs.permissions import Permission, may


@dataclass(frozen=True, slots=True)
class SettingsPage:
    name: str
    label: str
    icon: str
    needs: Permission | None = None
    words: str = ""  # by which else the palette finds it


OWN = (
    SettingsPage("settings-profile", gettext_noop("Profile"), "circle-user-round"),
    SettingsPage("settings-notifications", gettext_noop("Notifications"), "bell"),
    SettingsPage(
        "settings-calendars",
        gettext_noop("Calendars"),
        "calendar-sync",
        words=gettext_noop("connect sync subscribe feeds CalDAV ICS iCloud Nextcloud Fastmail"),
    ),
    SettingsPage("account_email", gettext_noop("Email"), "mail"),
    SettingsPage("account_change_password", gettext_noop("Password"), "key-round"),
    SettingsPage("mfa_index", gettext_noop("Two-factor"), "shield-check"),
    SettingsPage("usersessions_list", gettext_noop("Sessions"), "monitor-smartphone"),
    SettingsPage("socialaccount_connections", gettext_noop("Sign-in accounts"), "link"),
    SettingsPage("settings-tokens", gettext_noop("API tokens"), "braces"),
)
SHARED = (
    SettingsPage("settings-organization", gettext_noop("Organization"), "building-2"),
    SettingsPage("settings-ai", gettext_noop("Jenifer"), "sparkles"),
    SettingsPage("settings-team", gettext_noop("Team"), "users-round", Permission.TEAM_MANAGE),
    SettingsPage("settings-plan", gettext_noop("Plan"), "credit-card", Permission.BILLING_MANAGE),
    SettingsPage("settings-audit", gettext_noop("Audit log"), "scroll-text", Permission.AUDIT_VIEW),
)
ADMIN_ALONE = ("settings-organization", "settings-ai")


def settings_pages(user: User, path: str) -> list[dict[str, Any]]:
    """Two groups of links: what is the person's own, and what is the organization's."""
    groups = [(_("You"), OWN), (user.org.name, [page for page in SHARED if _is_open(page, user)])]
    return [
        {"label": label, "items": [item for page in pages if (item := _item(page, path))]}
        for label, pages in groups
    ]


def _is_open(page: SettingsPage, user: User) -> bool:
    if page.name in ADMIN_ALONE:
        return user.is_admin
    return page.needs is None or may(user, page.needs)


def _item(page: SettingsPage, path: str) -> dict[str, Any] | None:
    try:
        url = reverse(page.name)
    except NoReverseMatch:  # two-factor and social sign-in can be left out of an installation
        return None
    return {
        "url": url,
        "label": _(page.label),
        "icon": page.icon,
        "is_current": path.startswith(url),
        "words": _(page.words) if page.words else "",
    }
