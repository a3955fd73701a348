"""Shapes of the JSON columns of meetings and key dates."""

from jenifer.db.shapes import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    list_of,
    mapping,
    nullable,
    number,
    one_of,
    record,
    text,
)

ATTENDEE_STATUSES = ("accepted", "declined", "tentative", "needs_action", "delegated")
ATTENDEES = list_of(
    record({"email": text(320)}, name=text(255), status=one_of(*ATTENDEE_STATUSES), is_organizer=BOOLEAN),
    most=10_000,
)
# EXDATE: a moment in UTC, or the civil date or time of an all-day or floating event.
EXCLUDED = list_of(MOMENT, most=10_000)
# RDATE; `end` is given for periods.
EXTRA = list_of(record({"start": MOMENT}, end=nullable(MOMENT)), most=10_000)
PREPARATION = list_of(record({"text": text(2000)}, is_done=BOOLEAN), most=100)
METADATA = mapping(ANYTHING)

REMINDER_DAYS = list_of(number(0, 366), most=20)
SUGGESTED_ACTIONS = list_of(record({"action": text(100)}, details=text(2000)), most=20)

IMPORT_REPORT = list_of(
    record(
        {"line": number(0, 1_000_000_000), "outcome": one_of("created", "changed", "unchanged", "refused")},
        uid=text(1000),
        title=text(500),
        starts_at=MOMENT,
        reason=text(1000),
    ),
    most=4_000,
)
