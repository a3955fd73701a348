"""What stands around every page of a signed-in person: the sidebar, the switcher, the account menu."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ai_engine.selectors import open_insights
from executives.models import ExecutiveProfile
from executives.permissions import Area
from executives.requests import access_of
from jenifer.faces import hue, initials
from orgs.formats import Formats
from orgs.zones import zone_or_utc

PAGES = (
    ("today", gettext_noop("Today"), "sun", "g t"),
    ("insights", gettext_noop("Insights"), "sparkles", "g i"),
    ("executives", gettext_noop("Executives"), "users", "g e"),
    ("calendar-import", gettext_noop("Import"), "upload", "g m"),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation` for base.html; nothing for whoever is signed out, or on an error page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.resolver_match is None:
        return {}
    chosen = request.GET.get("executive", "")
    access = access_of(request)
    executives = [_executive(each, chosen, Formats.of(user)) for each in access.executives]
    return {
        "navigation": {
            "sections": [{"label": "", "items": [_page(request, *page) for page in PAGES]}],
            "executives": executives,
            "has_current": any(each["is_current"] for each in executives),
            "everyone_url": reverse("today"),
            "organization": user.org.name,
            "person": {
                "name": str(user),
                "email": user.email,
                "initials": initials(str(user)),
                "hue": hue(user.pk),
            },
            "account": _account(),
        }
    }


def _page(request: HttpRequest, name: str, label: str, icon: str, shortcut: str) -> dict[str, Any]:
    count = None
    if name == "insights":
        count = getattr(request, "open_insights", None)
        if count is None:
            count = open_insights(access_of(request).ids_for(Area.CALENDAR), timezone.now()).count()
    return {
        "label": _(label),
        "icon": icon,
        "url": reverse(name),
        "is_current": request.resolver_match.url_name == name,
        "key": name if name == "insights" else "",
        "count": count,
        "shortcut": shortcut,
    }


def _executive(executive: ExecutiveProfile, chosen: str, formats: Formats) -> dict[str, Any]:
    local = formats.in_zone(zone_or_utc(executive.timezone))
    return {
        "id": executive.pk,
        "name": executive.full_name,
        "initials": initials(executive.full_name),
        "hue": hue(executive.pk),
        "url": reverse("executive", args=[executive.pk]),
        "switch_url": f"{reverse('today')}?executive={executive.pk}",
        "local_time": local.time(timezone.now()),
        "zone": executive.timezone,
        "is_current": chosen == str(executive.pk),
    }


def _account() -> list[dict[str, str]]:
    items = [
        ("account_email", _("E-mail addresses"), "mail"),
        ("account_change_password", _("Password"), "key-round"),
        ("mfa_index", _("Two-factor authentication"), "shield-check"),
        ("usersessions_list", _("Sessions"), "monitor-smartphone"),
    ]
    if settings.EMBEDDED:
        items.append(("outbox", _("Outbox"), "inbox"))
    return [{"url": reverse(name), "label": label, "icon": icon} for name, label, icon in items]
