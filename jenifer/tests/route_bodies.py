"""What is sent along where an address wants something sensible before it answers as the table says."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ai_engine.versions import version_of
from jenifer.tests.visitors import CALENDAR, CONTENT, World
from orgs.models import NotificationCategory
from orgs.notifications.push_services import public_key
from scheduling.moments import write_moment

type Body = dict[str, Any]

PROFILE = {
    "full_name": "Ana",
    "timezone": "UTC",
    "work_start": "09:00",
    "work_end": "17:00",
    "buffer_minutes": "10",
}


def _upload(world: World) -> Body:
    return {"executive": world.ids["executive_id"], "file": SimpleUploadedFile("ana.ics", CALENDAR)}


def _accept(world: World) -> Body:
    return {"version": version_of(world.insight), "action": 0}


def _snooze(world: World) -> Body:
    return {"until": write_moment(timezone.now() + timedelta(hours=1))}


def _move(world: World) -> Body:
    start, end, later = world.meeting.start_time, world.meeting.end_time, timedelta(days=1)
    return {"seen": _place(start, end), "to": _place(start + later, end + later)}


def _seen(world: World) -> Body:
    start, end = write_moment(world.meeting.start_time), write_moment(world.meeting.end_time)
    return {"seen_start": start, "seen_end": end, "do": "accepted"}


def _answer(world: World) -> Body:
    return {"status": "accepted", "seen": _place(world.meeting.start_time, world.meeting.end_time)}


def _place(start: Any, end: Any) -> Body:
    return {"start": write_moment(start), "end": write_moment(end)}


def _wishes(world: World) -> Body:
    return {"daily_hour": "7"} | {f"{category}-frequency": "hourly" for category in NotificationCategory}


def _browser(world: World) -> Body:
    endpoint = "https://fcm.googleapis.com/fcm/send/another"
    return {"endpoint": endpoint, "keys": {"p256dh": public_key(), "auth": "A" * 22}}


def _week(world: World) -> Body:
    return {"since": "2026-11-23T00:00:00Z", "until": "2026-11-30T00:00:00Z"}


def _search(world: World) -> Body:
    return {"q": CONTENT[:4]}


def _row(world: World) -> Body:
    return {"entity_type": "meeting", "entity_id": world.ids["meeting_id"]}


def _attach(world: World) -> Body:
    return _row(world) | {"file": SimpleUploadedFile("a.txt", b"text")}


def _view(world: World) -> Body:
    return {"list": "insights", "name": "Mine", "filters": {"kind": "overlap"}}


# Headers that an address wants besides.
HEADERS = {"PATCH": {"If-Match": "*"}, "PUT": {"If-Match": "*"}, "DELETE": {"If-Match": "*"}}
BODIES: dict[tuple[str, str], Callable[[World], Body]] = {
    ("POST", "/calendar/import/"): _upload,
    ("POST", "/executives/new/"): lambda world: PROFILE,
    ("POST", "/executives/<executive_id>/"): lambda world: PROFILE,
    ("POST", "/insights/<insight_id>/respond/"): lambda world: _accept(world) | {"do": "accept"},
    ("POST", "/settings/calendars/<connection_id>/schedule/"): lambda world: {
        "direction": "pull",
        "interval": "30",
    },
    ("POST", "/settings/calendars/<connection_id>/act/"): lambda world: {"do": "sync"},
    ("POST", "/settings/calendars/<connection_id>/removals/"): lambda world: {
        "calendar": world.ids["calendar_id"],
        "count": 1,
    },
    ("POST", "/api/v1/calendar-connections/<connection_id>/removals/"): lambda world: {
        "calendar_id": world.ids["calendar_id"],
        "count": 1,
    },
    ("POST", "/settings/calendars/<connection_id>/disconnect/"): lambda world: {"what": "keep"},
    ("POST", "/meetings/<meeting_id>/answer/"): _seen,
    ("POST", "/meetings/answers/undo/"): lambda world: {"do": "undo"},
    ("POST", "/news/seen/"): lambda world: {"until": write_moment(timezone.now())},
    ("POST", "/api/v1/calendar-news/seen/"): lambda world: {"until": write_moment(timezone.now())},
    ("POST", "/api/v1/meeting-invitations/undo/"): lambda world: {"way_back": "none"},
    ("POST", "/api/v1/meeting-invitations/<meeting_id>/answer/"): _answer,
    ("GET", "/palette/"): _search,
    ("POST", "/attachments/"): _attach,
    ("POST", "/views/"): lambda world: {"list": "insights", "name": "Mine", "kind": "overlap"},
    ("POST", "/views/<view_id>/"): lambda world: {"name": "Ours"},
    ("GET", "/api/v1/palette/"): _search,
    ("GET", "/api/v1/attachments/"): _row,
    ("POST", "/api/v1/attachments/"): _attach,
    ("POST", "/api/v1/saved-views/"): _view,
    ("POST", "/api/v1/saved-views/order/"): lambda world: {"list": "insights", "order": []},
    ("PUT", "/api/v1/saved-views/order/"): lambda world: {"list": "insights", "order": []},
    ("POST", "/api/v1/executives/"): lambda world: {"name": "Ana", "timezone": "UTC"},
    ("POST", "/api/v1/executives/<executive_id>/feeds/"): lambda world: {"name": "Phone"},
    ("POST", "/api/v1/imports/"): _upload,
    ("POST", "/api/v1/invitations/"): lambda world: {"email": "ben@kilo.test"},
    ("PATCH", "/api/v1/members/<member_id>/"): lambda world: {"permissions": ["audit.view"]},
    ("GET", "/api/v1/meetings/instances/"): _week,
    ("POST", "/api/v1/meetings/<meeting_id>/move/"): _move,
    ("GET", "/api/v1/notices/"): lambda world: {"meeting": world.ids["meeting_id"]},
    ("POST", "/api/v1/notices/take-back/"): lambda world: {"change_id": world.ids["change_id"]},
    ("POST", "/settings/notifications/"): _wishes,
    ("POST", "/api/v1/insights/<insight_id>/accept/"): _accept,
    ("POST", "/api/v1/insights/<insight_id>/snooze/"): _snooze,
    ("POST", "/api/v1/notifications/push/"): _browser,
}
