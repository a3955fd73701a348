from uuid import UUID

from celery import shared_task
from django.db import connection

from jenifer.principal import acting_as
from scheduling.services.imports import run_import

MOST_AT_ONCE = 100


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
