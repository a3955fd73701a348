from collections.abc import Iterator
from contextlib import contextmanager

from orgs.api.problems import Conflict
from scheduling.services.meetings import MoveRefused, NotOrganizer, Slot, SlotTaken, Stale
from scheduling.timing import write_moment

CODES = {SlotTaken: "slot_taken", NotOrganizer: "not_organizer", MoveRefused: "move_refused"}


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """What keeps a meeting from being moved, as a problem; of a stale one both places in time."""
    try:
        yield
    except Stale as error:
        now = error.now and Slot(error.now.start, error.now.end)
        raise Conflict(str(error), "stale_meeting", seen=_place(error.seen), now=_place(now)) from error
    except MoveRefused as error:
        raise Conflict(str(error), CODES[type(error)]) from error


def _place(slot: Slot | None) -> dict[str, str] | None:
    return slot and {"start": write_moment(slot.start), "end": write_moment(slot.end)}
