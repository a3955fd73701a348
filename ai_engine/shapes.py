"""Shapes of the JSON columns of insights, patterns and conversations."""

from jenifer.db.shapes import ANYTHING, MOMENT, list_of, mapping, nullable, one_of, record, text

ACTIONS = list_of(
    record(
        {
            "action_type": one_of("reschedule", "propose_time", "restore"),
            "label": text(200),
            "payload": mapping(ANYTHING),
        },
        note=text(500),
    ),
    most=10,
)
# What an insight rests on: rows, and for an instance of a series which one.
EVIDENCE = list_of(
    record(
        {"entity_type": text(50), "entity_id": text(36), "label": text(500)},
        recurrence_id=nullable(MOMENT),
        starts_at=MOMENT,
        ends_at=MOMENT,
    ),
    most=50,
)
UNDO = nullable(mapping(ANYTHING))
PATTERN = mapping(ANYTHING)
TOOL_USES = list_of(mapping(ANYTHING), most=100)
METADATA = mapping(ANYTHING)
