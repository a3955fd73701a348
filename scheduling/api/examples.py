"""What requests and answers look like, for the API's documentation."""

from typing import Any

ID, EXECUTIVE = "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d", "0198c4b1-0a2b-7c4d-8e5f-6a7b8c9d0e1f"
START, END = "2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z"
MEETING: dict[str, Any] = {
    "id": ID,
    "executive": EXECUTIVE,
    "title": "Board",
    "description": "",
    "start": START,
    "end": END,
    "zone": "Europe/Lisbon",
    "is_all_day": False,
    "location_type": "in_person",
    "location": "Room 4",
    "location_details": "",
    "video_conference_url": "",
    "video_conference_provider": "",
    "meeting_type": "",
    "category": "",
    "attendees": [{"email": "ana@halden.example", "is_organizer": True}],
    "is_recurring": True,
    "recurrence_rule": "FREQ=WEEKLY;BYDAY=TU",
    "excluded_dates": [],
    "extra_dates": [],
    "series_end_at": None,
    "series_id": None,
    "recurrence_id": None,
    "range_this_and_future": False,
    "status": "confirmed",
    "transparency": "opaque",
    "visibility": "public",
    "priority": 0,
    "uid": "board@halden.example",
    "sequence": 0,
    "created_at": "2026-11-02T08:00:00Z",
    "updated_at": "2026-11-02T08:00:00Z",
}
INSTANCE = {
    "series_id": ID,
    "recurrence_id": START,
    "meeting_id": ID,
    "executive": EXECUTIVE,
    "title": "Board",
    "start": START,
    "end": END,
    "zone": "Europe/Lisbon",
    "is_all_day": False,
    "is_busy": True,
    "status": "confirmed",
}
LATER = {"start": "2026-11-24T14:00:00Z", "end": "2026-11-24T15:00:00Z"}
TELL = {"send": True, "note": "Sorry for the change."}
CHANGE = "0198c4b5-3e4f-7a6b-8c7d-8e9f0a1b2c3d"
TOLD = {"change_id": CHANGE, "waiting": 2}
MOVE = {"recurrence_id": None, "seen": {"start": START, "end": END}, "to": LATER, "tell": TELL}
MOVED = {"meeting_id": ID, "sequence": 1, **TOLD, **LATER}
CANCEL = {"recurrence_id": START, "tell": TELL}
CANCELLED = {"meeting_id": ID, "sequence": 1, **TOLD}
NOTICE = {
    "id": "0198c4b6-4f5a-7b8c-9d0e-1f2a3b4c5d6e",
    "meeting": ID,
    "change_id": CHANGE,
    "method": "request",
    "recurrence_id": None,
    "sequence": 1,
    "recipient": "ben@elsewhere.example",
    "note": "Sorry for the change.",
    "state": "sent",
    "error": "",
    "due_at": "2026-11-23T09:00:20Z",
    "sent_at": "2026-11-23T09:00:21Z",
    "answer": "accepted",
    "answered_at": "2026-11-23T10:00:00Z",
    "comment": "",
    "proposed_start": None,
    "proposed_end": None,
    "created_at": "2026-11-23T09:00:00Z",
}
TAKE_BACK = {"change_id": CHANGE}
TAKEN_BACK = {"taken_back": True}
IMPORT = {
    "id": ID,
    "executive": EXECUTIVE,
    "file_name": "ana.ics",
    "size": 2048,
    "bytes_read": 2048,
    "status": "done",
    "error": "",
    "created_count": 1,
    "changed_count": 0,
    "unchanged_count": 0,
    "refused_count": 0,
    "report": [{"line": 4, "outcome": "created", "uid": "board@halden.example", "title": "Board"}],
    "created_at": "2026-11-23T09:00:00Z",
    "finished_at": "2026-11-23T09:00:01Z",
}
