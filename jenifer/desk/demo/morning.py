"""What a morning at the demo's desk begins with: what changed overnight, and invitations without an answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection

from jenifer.desk.demo.people import House
from jenifer.desk.demo.today import OUTSIDE, Entry, meeting
from jenifer.principal import acting_as
from scheduling.models import Meeting, NewsMark

GUESTS = {
    "ingrid.dahl@nordicforum.example": "Ingrid Dahl",
    "r.castellan@kestrel.example": "Rosa Castellan",
    "guild@cobalt.example": "Cobalt Cloud",
}
SERIES = (("is_recurring", True), ("recurrence_rule", "FREQ=WEEKLY;INTERVAL=2"))
INVITATIONS = (
    Entry("Ana Ferreira", 3, "15:30", 45, "Nordic Forum, opening panel", "Oslo, by video", (),
          "ingrid.dahl@nordicforum.example", OUTSIDE),
    Entry("Priya Raman", 1, "10:30", 60, "Kestrel, quarterly review", "Teams", (), "r.castellan@kestrel.example",
          OUTSIDE),
    Entry("Lukas Weber", 2, "16:30", 30, "Platform guild", "Zoom", (), "guild@cobalt.example", SERIES),
)  # fmt: skip


def add_morning(house: House) -> None:
    """After everything else: the assistants left before this, and what follows is news to them."""
    _leave(house)
    with _from_outside():
        Meeting.objects.bulk_create(_invited(house, entry) for entry in INVITATIONS)
        _move("Kestrel, contract renewal", timedelta(hours=1))
        _decline("Audit committee", "david@halden.example", "David Okafor")
        Meeting.objects.filter(title="Insurance renewal").update(status="cancelled")
    with acting_as(house.oskar):
        _move("Security review", timedelta(minutes=30))


def _leave(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (left_at,) = cursor.fetchone()
    for person in (house.admin, house.maya, house.oskar):
        with acting_as(person):
            NewsMark.objects.create(pk=person.pk, user=person, since=left_at, shown_at=left_at)


@contextmanager
def _from_outside() -> Iterator[None]:
    """As what comes in from a connected calendar."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.applying', 'demo', true)")
        yield
        cursor.execute("SELECT set_config('app.applying', '', true)")


def _invited(house: House, entry: Entry) -> Meeting:
    executive = house.executives[entry.whose]
    row = meeting(entry, executive, house.admin, house.today)
    row.attendees = [
        {
            "email": entry.organizer,
            "name": GUESTS[entry.organizer],
            "status": "accepted",
            "is_organizer": True,
        },
        {"email": executive.email, "name": executive.full_name, "status": "needs_action"},
    ]
    return row


def _move(title: str, by: timedelta) -> None:
    row = Meeting.objects.get(title=title)
    row.start_time, row.end_time = row.start_time + by, row.end_time + by
    row.save(update_fields=["start_time", "end_time"])


def _decline(title: str, address: str, name: str) -> None:
    row = Meeting.objects.get(title=title)
    row.attendees = [
        each | ({"status": "declined", "name": name} if each["email"] == address else {})
        for each in row.attendees
    ]
    row.save(update_fields=["attendees"])
