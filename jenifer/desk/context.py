"""What stands around every page: the sidebar, the switcher, the account menu; before that, how to get in."""

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ai_engine.selectors import open_insights
from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.requests import access_of
from jenifer.desk.demo_login import ASSISTANT, PASSWORD
from jenifer.desk.settings_pages import settings_pages
from jenifer.faces import initials
from jenifer.shortcuts import shortcut_areas
from orgs.faces import face
from orgs.formats import Formats
from orgs.models import User
from orgs.notifications.selectors import unread_count
from orgs.people import user_by_email
from orgs.requests import PersonRequest
from orgs.views.outbox import is_here as outbox_is_here
from orgs.zones import zone_or_utc


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    label: str
    icon: str
    shortcut: str = ""


PAGES = (
    Page("today", gettext_noop("Today"), icon="sun", shortcut="g t"),
    Page("insights", gettext_noop("Insights"), icon="sparkles", shortcut="g i"),
    Page("executives", gettext_noop("Executives"), icon="users", shortcut="g e"),
    Page("calendar-import", gettext_noop("Import"), icon="upload", shortcut="g m"),
)
ACCOUNT_PAGES = (Page("settings-profile", gettext_noop("Settings"), icon="settings"),)
OUTBOX = Page("outbox", gettext_noop("Outbox"), icon="inbox")


def demo_login(request: HttpRequest) -> dict[str, Any]:
    """`demo_login` for the log-in page, on an embedded database that holds the demo."""
    is_login = request.resolver_match is not None and request.resolver_match.url_name == "account_login"
    if not (settings.EMBEDDED and is_login and user_by_email(ASSISTANT)):
        return {}
    return {"demo_login": {"email": ASSISTANT, "password": PASSWORD}}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`navigation` for base.html; nothing for whoever is signed out, or on an error page."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or request.resolver_match is None:
        return {}
    person = cast(PersonRequest, request)
    return {
        "navigation": _navigation(person),
        "shortcut_areas": shortcut_areas(),
        "settings_groups": SimpleLazyObject(lambda: settings_pages(person.user, person.path)),
    }


def _navigation(request: PersonRequest) -> dict[str, Any]:
    user = request.user
    chosen = request.GET.get("executive", "")
    access = access_of(request)
    formats = Formats.of(user)
    executives = [_executive(each, chosen, formats) for each in access.executives]
    return {
        "sections": [{"label": "", "items": [_page(request, page) for page in PAGES]}],
        "executives": executives,
        "has_current": any(each["is_current"] for each in executives),
        "everyone_url": reverse("today"),
        "is_12h": formats.is_12h,
        "organization": user.org.name,
        "logo": user.org.logo_url,
        "theme": user.theme,
        "unread": _unread(user),
        "person": {**face(user), "email": user.email},
        "account": _account(),
    }


def _unread(user: User) -> int:
    """Read with the person, but for someone who has signed in by this very request."""
    known: int | None = getattr(user, "unread", None)
    return unread_count(user) if known is None else known


def _page(request: PersonRequest, page: Page) -> dict[str, Any]:
    is_counted = page.name == "insights"
    return {
        "label": _(page.label),
        "icon": page.icon,
        "url": reverse(page.name),
        "is_current": request.path == reverse(page.name),
        "key": page.name if is_counted else "",
        "count": _open_insights(request) if is_counted else None,
        "shortcut": page.shortcut,
    }


def _open_insights(request: PersonRequest) -> int:
    """Counted by the page itself where it lists them."""
    if hasattr(request, "open_insights"):
        return request.open_insights
    return open_insights(access_of(request).ids_for(Area.CALENDAR, Right.WRITE), timezone.now()).count()


def _executive(executive: ExecutiveProfile, chosen: str, formats: Formats) -> dict[str, Any]:
    local = formats.in_zone(zone_or_utc(executive.timezone))
    return {
        "id": executive.pk,
        "name": executive.full_name,
        "initials": initials(executive.full_name),
        "hue": executive.hue,
        "url": reverse("executive", args=[executive.pk]),
        "switch_url": f"{reverse('today')}?executive={executive.pk}",
        "local_time": local.time(timezone.now()),
        "zone": executive.timezone,
        "is_current": chosen == str(executive.pk),
    }


def _account() -> list[dict[str, str]]:
    pages = [*ACCOUNT_PAGES, OUTBOX] if outbox_is_here() else ACCOUNT_PAGES
    return [{"url": reverse(page.name), "label": _(page.label), "icon": page.icon} for page in pages]
