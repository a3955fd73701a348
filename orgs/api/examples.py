"""What requests and answers look like, for the API's documentation."""

from typing import Any

from orgs.shapes import AI_SETTINGS_DEFAULT, USER_PREFERENCES_DEFAULT

ID, PERSON = "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d", "0198c4b0-3d1f-7b52-8a6c-4e5f6a7b8c9d"
NOW = "2026-11-23T09:00:00Z"

ME: dict[str, Any] = {
    "id": PERSON,
    "email": "maya@halden.example",
    "full_name": "Maya Lind",
    "job_title": "Executive assistant",
    "phone": "",
    "timezone": "Europe/Lisbon",
    "avatar_url": "",
    "role": "user",
    "permissions": [],
    "organization": ID,
    "preferences": USER_PREFERENCES_DEFAULT,
}
ME_CHANGE = {"timezone": "Europe/London", "preferences": {"theme": "dark"}}
ORGANIZATION: dict[str, Any] = {
    "id": ID,
    "name": "Halden",
    "website": "https://halden.example",
    "industry": "Shipping",
    "size": "11-50",
    "logo_url": "",
    "subscription_tier": "professional",
    "settings": {
        "timezone": "Europe/Lisbon",
        "date_format": "DD/MM/YYYY",
        "time_format": "24h",
        "week_starts_on": "monday",
        "number_format": "1,234.56",
    },
    "ai_settings": AI_SETTINGS_DEFAULT,
}
ORGANIZATION_CHANGE = {"settings": {"week_starts_on": "sunday"}, "ai_settings": {"learning_enabled": False}}
MEMBER: dict[str, Any] = {
    "id": PERSON,
    "name": "Maya Lind",
    "email": "maya@halden.example",
    "job_title": "Executive assistant",
    "timezone": "Europe/Lisbon",
    "role": "user",
    "permissions": ["audit.view"],
    "is_active": True,
    "last_seen_at": NOW,
    "created_at": "2026-01-12T10:00:00Z",
}
MEMBER_CHANGE = {"role": "user", "permissions": ["audit.view"]}
DEPARTURE = {"to": ID, "hand_over": {"assignments": PERSON}}
INVITATION: dict[str, Any] = {
    "id": ID,
    "email": "ben@halden.example",
    "role": "user",
    "state": "pending",
    "invited_by": PERSON,
    "created_at": NOW,
    "expires_at": "2026-11-30T09:00:00Z",
    "accepted_at": None,
}
INVITATION_SENT = INVITATION | {"is_sent": True}
INVITATION_NEW = {"email": "ben@halden.example", "role": "user"}
PLAN: dict[str, Any] = {
    "tier": "trial",
    "standing": "open",
    "trial_ends_at": "2026-12-07T09:00:00Z",
    "limits": [{"limit": "executives", "used": 2, "allowed": 5}],
}
FEATURES = {"features": [{"key": "slack", "name": "Slack", "is_on": True, "why": "tier"}]}
ENTRY: dict[str, Any] = {
    "id": ID,
    "at": NOW,
    "action": "update",
    "kind": "executive",
    "row": ID,
    "row_name": "Ana Sousa",
    "person": PERSON,
    "person_name": "Maya Lind",
    "acting_for": None,
    "acting_for_name": "",
    "old_values": {"title": "CFO"},
    "new_values": {"title": "CEO"},
    "ip_address": "192.0.2.7",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "browser": "Firefox 128 on Linux",
}
NOTIFICATION: dict[str, Any] = {
    "id": ID,
    "category": "task",
    "notification_type": "info",
    "title": "Board papers are due",
    "body": "Today at 17:00.",
    "action_url": "/",
    "action_label": "Look",
    "related_entity_type": "task",
    "related_entity_id": ID,
    "is_read": False,
    "read_at": None,
    "created_at": NOW,
    "deliveries": [
        {"channel": "email", "state": "sent", "attempts": 1, "due_at": NOW, "sent_at": NOW, "error": ""}
    ],
}
WISHES: dict[str, Any] = {
    "email": True,
    "push": True,
    "categories": {"task": {"in_app": True, "email": True, "push": False, "frequency": "hourly"}},
    "quiet_hours": {"from": "22:00", "to": "06:30"},
    "daily_hour": 7,
    "agenda": True,
}
WISHES_CHANGE = {"quiet_hours": None, "categories": {"task": {"frequency": "daily"}}}
BROWSER = {"id": ID, "label": "Firefox on Linux", "created_at": NOW, "used_at": None}
BROWSER_NEW = {
    "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABm",
    "keys": {
        "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        "auth": "tBHItJI5svbpez7KI4CCXg",
    },
    "label": "Firefox on Linux",
}
VIEW: dict[str, Any] = {
    "id": ID,
    "list": "insights",
    "name": "Overlaps",
    "filters": {"kind": "overlap"},
    "is_shared": False,
    "is_mine": True,
    "position": 0,
    "created_at": NOW,
    "updated_at": NOW,
}
VIEW_NEW = {"list": "insights", "name": "Overlaps", "filters": {"kind": "overlap"}, "is_shared": False}
VIEW_CHANGE = {"name": "Double bookings", "is_shared": True}
VIEW_ORDER = {"list": "insights", "order": [ID, PERSON]}
