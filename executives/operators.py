"""For commands at the server: an executive named by address, over all organizations."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import CommandError
from django.db import connection

from executives.models import ExecutiveProfile
from jenifer.principal import acting_as
from orgs.models import User


@contextmanager
def acting_for_executive(email: str) -> Iterator[tuple[User, ExecutiveProfile]]:
    """Act as the worker of the executive's organization. The address must name one executive alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT executive_id, worker_id FROM app.executives_by_email(%s)", [email])
        found = cursor.fetchall()
    if len(found) != 1:
        count = "No executive has" if not found else f"{len(found)} executives share"
        raise CommandError(f"{count} the address {email}.")
    executive_id, worker_id = found[0]
    with acting_as(worker_id):
        yield User.objects.get(pk=worker_id), ExecutiveProfile.objects.get(pk=executive_id)
