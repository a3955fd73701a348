"""Changes that attendees hear of: made, told of and undone together. One asks before anyone outside is told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from executives.permissions import Access, Area, Right
from orgs.models import User
from scheduling.audience import Invitee, audience_of
from scheduling.models import AttendeeNotice, Meeting, Method
from scheduling.services.cancelling import cancel_meeting
from scheduling.services.instances import Slot
from scheduling.services.meetings import MoveRefused, WayBack, move_occurrence, undo_change
from scheduling.services.notices import take_back, tell_attendees, told_by

# Each letter names everyone invited; and whoever can put an event on a calendar is not to mail the world.
MOST_TOLD = 300


@dataclass(frozen=True, slots=True)
class Tell:
    """What a person decided: whether attendees are told, and what is added."""

    send: bool = True
    note: str = ""


class AskFirst(MoveRefused):
    """People outside the organization would hear of it, and nobody has said whether they should."""

    def __init__(self, meeting: Meeting, audience: Sequence[Invitee]) -> None:
        super().__init__(_("People outside your organization are invited. Say whether they are told."))
        self.meeting, self.audience = meeting, audience


@dataclass(frozen=True, slots=True)
class Undone:
    """`told_again` is how many had heard of the change already, and now hear that it is undone."""

    told_again: int


@transaction.atomic
def move_and_tell(*, by: User, tell: Tell | None, **move: Any) -> WayBack:
    """As move_occurrence, whose arguments it takes. Raises AskFirst when nothing was decided and it matters."""
    way_back = move_occurrence(by=by, **move)
    return _told(by, way_back, Method.REQUEST, tell, move["seen"])


@transaction.atomic
def cancel_and_tell(
    *, by: User, series_id: UUID, recurrence_id: datetime | None, tell: Tell | None
) -> WayBack:
    """Call off one instance, or a single event or a whole series. It can be undone."""
    way_back = cancel_meeting(by=by, series_id=series_id, recurrence_id=recurrence_id)
    return _told(by, way_back, Method.CANCEL, tell, None)


@transaction.atomic
def undo_and_tell(*, by: User, way_back: WayBack) -> Undone:
    """Within the window nobody hears of either; after it, whoever was told is told again."""
    if way_back.told is None:
        undo_change(by=by, way_back=way_back)
        return Undone(0)
    if take_back(change_id=way_back.told):
        undo_change(by=by, way_back=way_back, is_untold=True)
        return Undone(0)
    told = told_by(way_back.told)
    meeting = get_object_or_404(Meeting, pk=way_back.meeting_id, deleted_at=None)
    was = Slot(meeting.start_time, meeting.end_time)
    slot = way_back.slot or _first_slot(way_back.told) or was
    meeting = undo_change(by=by, way_back=replace(way_back, slot=slot))
    tell_attendees(by=by, meeting=meeting, method=Method.REQUEST, to=told, was=was)
    return Undone(len(told))


def tell_or_ask(
    *, by: User, meeting: Meeting, method: Method, tell: Tell | None, was: Slot | None
) -> UUID | None:
    """Tell of a change made in the caller's transaction; its id, None where nobody is told. Raises AskFirst."""
    audience = audience_of(meeting)
    if tell is None and any(each.is_outside for each in audience):
        raise AskFirst(meeting, audience)
    tell = tell or Tell()
    if not tell.send:
        return None
    if len(audience) > MOST_TOLD:
        text = _(
            "More than %(most)d people are invited, too many to write to. Change it without telling them."
        )
        raise MoveRefused(text % {"most": MOST_TOLD})
    return tell_attendees(by=by, meeting=meeting, method=method, note=tell.note, was=was)


@transaction.atomic
def take_back_notices(*, by: User, change_id: UUID) -> bool | None:
    """Leave the change, and tell nobody more of it. None: there is no such change that this person may see."""
    notice = AttendeeNotice.objects.filter(change_id=change_id).first()
    if notice is None:
        return None
    Access.of(by).require(notice.executive_id, Area.CALENDAR, Right.WRITE)
    return take_back(change_id=change_id)


def _told(by: User, way_back: WayBack, method: Method, tell: Tell | None, was: Slot | None) -> WayBack:
    """What was changed is rolled back with the transaction when it turns out that one must ask."""
    meeting = Meeting.objects.select_related("executive").get(pk=way_back.meeting_id)
    return replace(way_back, told=tell_or_ask(by=by, meeting=meeting, method=method, tell=tell, was=was))


def _first_slot(change_id: UUID) -> Slot | None:
    """Where an instance was that got a row of its own by being moved: its notices say."""
    notice = AttendeeNotice.objects.filter(change_id=change_id).first()
    if notice is None or notice.previous_start is None or notice.previous_end is None:
        return None
    return Slot(notice.previous_start, notice.previous_end)
