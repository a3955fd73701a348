from typing import BinaryIO
from uuid import UUID

from celery import shared_task
from django.db import connection

from jenifer.principal import acting_as
from orgs.models import User
from scheduling.models import CalendarImport, ImportStatus
from scheduling.services.imports import receive_file, run_import

MOST_AT_ONCE = 100


def start_import(*, by: User, executive_id: UUID, name: str, size: int, content: BinaryIO) -> CalendarImport:
    """Take a calendar file: what cannot be read at once (see `receive_file`) is a job's from here."""
    row = receive_file(by=by, executive_id=executive_id, name=name, size=size, content=content)
    if row.status == ImportStatus.WAITING:
        import_file.delay_on_commit(import_id=str(row.pk))
    return row


@shared_task
def import_file(*, import_id: str) -> None:
    """Runs as whoever uploaded the file."""
    run_import(import_id=UUID(import_id))


@shared_task
def resume_imports() -> None:
    """Imports whose job was lost to a crash, over all organizations, each as whoever asked for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT import_id, user_id FROM app.stalled_imports(%s)", [MOST_AT_ONCE])
        stalled = cursor.fetchall()
    for import_id, user_id in stalled:
        with acting_as(user_id):
            import_file.delay(import_id=str(import_id))


@shared_task
def trim_calendar_news() -> None:
    """News that are kept no longer, over all organizations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.trim_calendar_news()")
