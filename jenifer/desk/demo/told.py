"""Who has been told of meetings, and what they answered: nothing of it is on its way."""

from datetime import timedelta
from typing import Any

from jenifer.desk.demo.people import House
from jenifer.desk.demo.work import moment
from jenifer.principal import acting_as
from scheduling.models import Answer, AttendeeNotice, Meeting, Method, NoticeState
from scheduling.services.instances import Slot
from scheduling.services.notices import tell_attendees

ANSWERS: dict[str, dict[str, Any]] = {
    "press@ledger.example": {
        "answer": Answer.PROPOSED,
        "comment": "Could we start a little later?",
        "proposed_by": timedelta(minutes=30),
    },
    "lukas@halden.example": {"answer": Answer.ACCEPTED},
}


def add_told(house: House) -> None:
    with acting_as(house.maya):
        for title, moved_by in (("Press call, annual report", 0), ("Product council", 30)):
            meeting = Meeting.objects.select_related("executive").get(
                title=title, executive=house.executives["Ana Ferreira"]
            )
            earlier = timedelta(minutes=moved_by)
            was = Slot(meeting.start_time - earlier, meeting.end_time - earlier) if moved_by else None
            tell_attendees(by=house.maya, meeting=meeting, method=Method.REQUEST, was=was)
        for notice in AttendeeNotice.objects.select_related("meeting"):
            _settle(house, notice)


def _settle(house: House, notice: AttendeeNotice) -> None:
    told_at = moment(house, -1, 15)
    given: dict[str, Any] = dict(ANSWERS.get(notice.recipient, {}))
    later = given.pop("proposed_by", None)
    if later is not None and notice.meeting is not None:
        given["proposed_start"] = notice.meeting.start_time + later
        given["proposed_end"] = notice.meeting.end_time + later
    if given:
        given["answered_at"] = told_at + timedelta(hours=2)
    AttendeeNotice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENT, attempts=1, due_at=told_at, sent_at=told_at + timedelta(seconds=3), **given
    )
