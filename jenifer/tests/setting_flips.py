"""Every key of the default JSON of people and organizations: the field that changes it, and where one sees it.

One row a key. The field is changed on its settings page, as a person would; what `look` sees must be another
thing after. What a key still waits for stands in LATER.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.utils import timezone

from ai_engine.models import AIInsight
from ai_engine.tests.conflicts import look_through, make_overlap
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, Tenant, make_person
from orgs.models import Delivery, Notification, NotificationCategory, PushSubscription, User
from orgs.notifications.push_services import public_key
from orgs.tests.telling import tell

PROFILE, ORGANIZATION, AI = "/settings/profile/", "/settings/organization/", "/settings/ai/"
NOTIFICATIONS = "/settings/notifications/"


@dataclass(frozen=True, slots=True)
class Flip:
    page: str
    fields: dict[str, Any]
    look: Callable[[Tenant], Any]
    before: Any
    after: Any


def body_of(tenant: Tenant, address: str) -> str:
    return client_of(tenant.admin).get(address).content.decode()


def colours(tenant: Tenant) -> str:
    return re.findall(r'<html[^>]* data-theme="(\w+)"', body_of(tenant, "/"))[0]


def first_page(tenant: Tenant) -> str:
    credentials = {"login": tenant.admin.email, "password": PASSWORD}
    return Client().post("/accounts/login/", credentials)["Location"]


def panels(tenant: Tenant) -> list[str]:
    return re.findall(r'<section class="[^"]*panel[^"]*" id="(\w+)"', body_of(tenant, "/"))


def zone_of_a_colleague(tenant: Tenant) -> str:
    with acting_as(tenant.admin):
        admin = User.objects.select_related("org").get(pk=tenant.admin.pk)
    return make_person(admin).timezone


def heading(tenant: Tenant) -> str:
    return re.findall(r"<h1>([^<]+)</h1>", body_of(tenant, "/?day=2031-11-28"))[0]


def first_hour(tenant: Tenant) -> tuple[str, str]:
    body = body_of(tenant, "/")
    return re.findall(r'data-hour-cycle="(\w+)"', body)[0], re.findall(r'data-hour="12">([^<]+)<', body)[0]


def week(tenant: Tenant) -> tuple[str, str]:
    """The number of a Sunday's week, and with which day the days of a week begin."""
    number = re.findall(r"Week (\d+)", body_of(tenant, "/?day=2026-11-29"))[0]
    return number, re.findall(r'name="avoid_days" value="(\w+)"', body_of(tenant, "/executives/new/"))[0]


def messages_of_professional(tenant: Tenant) -> str:
    return re.findall(r"<td>(5.000)</td>", body_of(tenant, "/settings/plan/"))[0]


def open_insights(tenant: Tenant) -> int:
    make_overlap_once(tenant)
    with acting_as(tenant.admin):
        return AIInsight.objects.filter(status="active").count()


def suggested_fixes(tenant: Tenant) -> bool:
    make_overlap_once(tenant)
    with acting_as(tenant.admin):
        return all(insight.suggested_actions for insight in AIInsight.objects.all())


def make_overlap_once(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        is_there = AIInsight.objects.exists()
    if is_there:
        look_through(tenant, tenant.executive)
    else:
        make_overlap(tenant)


def kept_reason(tenant: Tenant) -> str:
    with acting_as(tenant.admin):
        days = 3 + AIInsight.objects.count()
    insight, _first, _second = make_overlap(tenant, days=days)
    address = f"/api/v1/insights/{insight.pk}/dismiss/"
    body = {"feedback": "They are one meeting."}
    answer = client_of(tenant.admin).post(address, body, content_type="application/json")
    assert answer.status_code == 200
    with acting_as(tenant.admin):
        return AIInsight.objects.get(pk=insight.pk).user_feedback


def ways_out(tenant: Tenant) -> list[str]:
    """By which channels news goes out of the house, to someone who has a browser to push to."""
    with acting_as(tenant.admin):
        if not PushSubscription.objects.exists():
            PushSubscription.objects.create(
                user=tenant.admin,
                endpoint=f"https://fcm.googleapis.com/{tenant.admin.pk}",
                p256dh=public_key(),
                auth="A" * 22,
            )
    return sorted(each.channel for each in deliveries_of_news(tenant))


def is_told_at_once(tenant: Tenant) -> bool:
    return all(each.due_at <= timezone.now() for each in deliveries_of_news(tenant))


def deliveries_of_news(tenant: Tenant) -> list[Delivery]:
    tell(tenant.admin, category=NotificationCategory.AI)
    with acting_as(tenant.admin):
        return list(Notification.objects.latest("created_at").deliveries.all())


FLIPS: dict[str, Flip] = {
    "preferences.theme": Flip(PROFILE, {"theme": "dark"}, colours, "system", "dark"),
    "preferences.dashboard.default_view": Flip(
        PROFILE, {"default_view": "insights"}, first_page, "/", "/insights/"
    ),
    "preferences.dashboard.widgets": Flip(
        PROFILE,
        {"place_insights": "", "place_meetings": "2", "place_tasks": "1", "place_approvals": ""},
        panels,
        ["day", "needs", "approvals", "tasks", "dates"],
        ["day", "tasks", "dates"],
    ),
    "preferences.notifications.email": Flip(
        NOTIFICATIONS, {"all-email": None}, ways_out, ["email", "push"], ["push"]
    ),
    "preferences.notifications.push": Flip(
        NOTIFICATIONS, {"all-push": None}, ways_out, ["email", "push"], ["email"]
    ),
    "settings.timezone": Flip(
        ORGANIZATION, {"timezone": "Asia/Tokyo"}, zone_of_a_colleague, "UTC", "Asia/Tokyo"
    ),
    "settings.date_format": Flip(
        ORGANIZATION,
        {"date_format": "DD.MM.YYYY"},
        heading,
        "Friday, November 28 2031",
        "Friday 28 November 2031",
    ),
    "settings.time_format": Flip(
        ORGANIZATION, {"time_format": "24h"}, first_hour, ("h12", "8 am"), ("h23", "08:00")
    ),
    "settings.number_format": Flip(
        ORGANIZATION, {"number_format": "1.234,56"}, messages_of_professional, "5,000", "5.000"
    ),
    "settings.week_starts_on": Flip(
        ORGANIZATION, {"week_starts_on": "monday"}, week, ("49", "sunday"), ("48", "monday")
    ),
    "ai_settings.auto_conflict_detection": Flip(AI, {"auto_conflict_detection": None}, open_insights, 1, 0),
    "ai_settings.proactive_suggestions": Flip(
        AI, {"proactive_suggestions": None}, suggested_fixes, True, False
    ),
    "ai_settings.learning_enabled": Flip(
        AI, {"learning_enabled": None}, kept_reason, "They are one meeting.", ""
    ),
    "ai_settings.notification_frequency": Flip(
        AI, {"notification_frequency": "hourly"}, is_told_at_once, True, False
    ),
}
LATER = {
    "preferences.notifications.slack": "Kept and obeyed; its field comes once Slack can be connected.",
}
