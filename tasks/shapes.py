"""Shapes of the JSON columns of tasks and approvals."""

from jenifer.db.shapes import BOOLEAN, list_of, number, record, text

SUBTASKS = list_of(record({"id": text(64), "title": text(500), "completed": BOOLEAN}), most=500)
ATTACHMENTS = list_of(
    record(
        {
            "id": text(64),
            "name": text(255),
            "url": text(2000),
            "type": text(255),
            "size": number(0, 10_000_000_000),
        }
    ),
    most=100,
)
