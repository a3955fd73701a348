"""What is not a change of a row but belongs into the log: log-ins, exports."""

from uuid import UUID

from django.db import connection


def log_event(action: str, entity_type: str, entity_id: UUID) -> None:
    """An entry in the acting person's organization; the database adds who, for whom and from where."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.log_event(%s, %s, %s, '{}')", [action, entity_type, entity_id])
