"""Connections take their turns: after every change here, and when their interval has passed. So do notices."""

from uuid import UUID

from celery import shared_task
from django.db import connection
from django.utils import timezone

from integrations.imip.sending import send_due
from integrations.remotes import open_remote
from integrations.sync.turn import take_turn
from jenifer.principal import acting_as

MOST_AT_ONCE = 500


@shared_task
def sync_due() -> None:
    """Every connection whose turn it is, over all organizations, each as its owner."""
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT integration_id, owner_id FROM app.due_connections(%s)", [MOST_AT_ONCE])
        due = cursor.fetchall()
    for integration_id, owner_id in due:
        with acting_as(owner_id):
            sync_connection.delay(integration_id=str(integration_id))


@shared_task
def sync_connection(*, integration_id: str) -> None:
    """Runs as the connection's owner."""
    take_turn(integration_id=UUID(integration_id), open_remote=open_remote, now=timezone.now())


@shared_task
def send_notices() -> None:
    """Runs as anyone of the organization: what is due for its attendees goes out."""
    send_due(timezone.now())


@shared_task
def send_due_notices() -> None:
    """What a crash has left, or the mail server put off, over all organizations, each as its worker."""
    with acting_as(None), connection.cursor() as cursor:
        cursor.execute("SELECT worker_id FROM app.due_notices(%s)", [MOST_AT_ONCE])
        workers = cursor.fetchall()
    for (worker_id,) in workers:
        with acting_as(worker_id):
            send_notices.delay()
