"""Looking through calendars: after every change, and again by the sweep where a job was lost."""

from collections.abc import Iterable
from uuid import UUID

from celery import shared_task
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from ai_engine.models import Examination
from ai_engine.services.insights import examine_if_asked
from jenifer.principal import acting_as

MOST_AT_ONCE = 500


@transaction.atomic
def request_examination(executive_ids: Iterable[UUID]) -> None:
    """Note in the transaction of a change that these calendars are to be looked through, and ask for it.

    Many askings are one look: whichever job comes first answers them all.
    """
    wanted = list(dict.fromkeys(executive_ids))
    Examination.objects.bulk_create(
        [
            Examination(executive_id=executive_id, requested_at=Now(), examined_at=None)
            for executive_id in wanted
        ],
        update_conflicts=True,
        unique_fields=["executive"],
        update_fields=["requested_at", "examined_at"],
    )
    for executive_id in wanted:
        examine_executive.delay_on_commit(executive_id=str(executive_id))


@shared_task
def examine_executive(*, executive_id: str) -> None:
    """Runs as whoever changed the calendar."""
    examine_if_asked(executive_id=UUID(executive_id), now=timezone.now())


@shared_task
def examine_due() -> None:
    """Every executive whose look is due, over all organizations, each as its organization's own worker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT executive_id, worker_id FROM app.due_examinations(%s)", [MOST_AT_ONCE])
        due = cursor.fetchall()
    for executive_id, worker_id in due:
        with acting_as(worker_id):
            request_examination([executive_id])
