"""What requests and answers look like, for the API's documentation."""

from typing import Any

MEETING, EXECUTIVE = "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d", "0198c4b1-0a2b-7c4d-8e5f-6a7b8c9d0e1f"
VERSION = "WyIwMTk4YzRiMi02ZjVlIl0:1vNQ8c:3q2-7w"
INSIGHT: dict[str, Any] = {
    "id": "0198c4b3-1c2d-7e4f-8a5b-6c7d8e9f0a1b",
    "executive": EXECUTIVE,
    "insight_type": "conflict_detected",
    "kind": "overlap",
    "priority": "high",
    "title": "Board and Press overlap",
    "description": "Both are on Tuesday from 09:00.",
    "reasoning": "10:30 is free for everyone whose calendar is known.",
    "confidence_score": "1.00",
    "evidence": [{"entity_type": "meeting", "entity_id": MEETING, "label": "Board"}],
    "suggested_actions": [
        {"action_type": "reschedule", "label": "Move Board to 10:30", "payload": {"meeting_id": MEETING}}
    ],
    "happens_at": "2026-11-24T09:00:00Z",
    "valid_until": "2026-11-24T10:00:00Z",
    "status": "active",
    "user_action": "",
    "user_action_at": None,
    "user_feedback": "",
    "responded_by": None,
    "snoozed_until": None,
    "version": VERSION,
    "created_at": "2026-11-23T06:00:00Z",
    "updated_at": "2026-11-23T06:00:00Z",
}
ACCEPT = {"action": 0, "version": VERSION}
DISMISS = {"feedback": "They meet in the same room."}
SNOOZE = {"until": "2026-11-24T07:00:00Z"}
