"""Shapes of the JSON columns of connections."""

from jenifer.db.shapes import BOOLEAN, list_of, number, one_of, record, text

SCOPES = list_of(text(500), most=100)
SETTINGS = record(
    sync_enabled=BOOLEAN,
    sync_direction=one_of("bidirectional", "pull", "push"),
    sync_interval_minutes=number(1, 1440),
)
SETTINGS_DEFAULT = {"sync_enabled": True, "sync_direction": "bidirectional", "sync_interval_minutes": 5}
