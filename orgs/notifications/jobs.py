"""What goes out to people: at once after a commit, and by sweeps that re-find whatever a crash left."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import connection
from django.utils import timezone

from jenifer.principal import acting_as, current
from orgs.models import Digest, User
from orgs.notifications.due import send_due_of
from orgs.zones import zone_or_utc

MOST_AT_ONCE = 500


@shared_task
def send_due() -> None:
    """Runs as the recipient."""
    user = (
        User.objects.select_related("org").filter(pk=UUID(user_id)).first()
        if (user_id := current().user_id)
        else None
    )
    if user is not None:
        send_due_of(user, timezone.now())


@shared_task
def sweep_due() -> None:
    """Everyone whose post is due, over all organizations, each as themself."""
    for (user_id,) in _ask("SELECT user_id FROM app.due_senders(%s)", MOST_AT_ONCE):
        with acting_as(user_id):
            send_due.delay()


@shared_task
def sweep_agendas() -> None:
    """Whoever is owed today's agenda gets its row, once a day; sending it is the same as for all else."""
    zones = [zone for (zone,) in _ask("SELECT zone FROM app.agenda_zones()")]
    now = datetime.now(UTC)
    clocks = [now.astimezone(zone_or_utc(zone)) for zone in zones]
    days, hours = [clock.date() for clock in clocks], [clock.hour for clock in clocks]
    due = _ask(
        "SELECT user_id, executive_id, day FROM app.due_agendas(%s, %s, %s, %s)",
        zones,
        days,
        hours,
        MOST_AT_ONCE,
    )
    for user_id, executive_id, day in due:
        with acting_as(user_id):
            row = Digest(user_id=user_id, executive_id=executive_id, day=day)
            Digest.objects.bulk_create([row], ignore_conflicts=True)
            send_due.delay()


def _ask(question: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchall()
