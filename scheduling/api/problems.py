from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop

from jenifer.problems import MEANINGS, Meaning
from orgs.api.errors import Conflict
from scheduling.moments import write_moment
from scheduling.occurrences import Occurrence
from scheduling.services.instances import Slot
from scheduling.services.meetings import MoveRefused, NotOrganizer, SlotTaken, Stale
from scheduling.services.telling import AskFirst

MEANINGS |= {
    "stale_meeting": Meaning(
        409, gettext_noop("The meeting is not where it was “seen”; “now” is where it stands, null if gone.")
    ),
    "slot_taken": Meaning(409, gettext_noop("Something else is on that time by now. Choose another.")),
    "not_organizer": Meaning(
        409, gettext_noop("Only who organizes a meeting moves it. Propose a time instead.")
    ),
    "too_many_feeds": Meaning(
        409, gettext_noop("The executive has as many private feeds as there may be. Revoke one first.")
    ),
    "ask_first": Meaning(
        409,
        gettext_noop("People outside your organization are invited: say in “tell” whether they hear of it."),
    ),
    "move_refused": Meaning(409, gettext_noop("The meeting cannot be moved so; “detail” says why.")),
}
CODES = {SlotTaken: "slot_taken", NotOrganizer: "not_organizer", MoveRefused: "move_refused"}


@contextmanager
def refusals_as_problems() -> Iterator[None]:
    """What keeps a meeting from being moved, as a problem; of a stale one both places in time."""
    try:
        yield
    except Stale as error:
        places = {"seen": _place(error.seen), "now": _place(error.now)}
        raise Conflict(str(error), "stale_meeting", **places) from error
    except AskFirst as error:
        outside = [each.email for each in error.audience if each.is_outside]
        raise Conflict(str(error), "ask_first", outside=outside) from error
    except MoveRefused as error:
        if type(error) not in CODES:
            raise
        raise Conflict(str(error), CODES[type(error)]) from error


def _place(at: Slot | Occurrence | None) -> dict[str, str] | None:
    return None if at is None else {"start": write_moment(at.start), "end": write_moment(at.end)}
