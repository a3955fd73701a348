"""Invitations of executives that wait for an answer, and the answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from ai_engine.selectors import open_insights
from executives.permissions import Area, Right
from executives.requests import access_of
from jenifer.desk.api.invitation_bodies import (
    AnswerBody,
    GivenAnswer,
    InvitationsAnswer,
    InvitationsQuery,
    TimesAnswer,
    TimesQuery,
    UndoBody,
    UndoneAnswer,
)
from jenifer.desk.invitations import overlaps_of, overlaps_with
from jenifer.desk.meeting import occurrence_at
from jenifer.problems import MEANINGS, Meaning
from orgs.api.errors import Conflict
from orgs.api.fields import accepted
from orgs.api.lists import refuse_unknown
from orgs.api.views import ApiView, ReadView
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from scheduling.api.problems import refusals_as_problems
from scheduling.awaiting import Invitation, awaiting_answer
from scheduling.models import Meeting
from scheduling.moments import write_moment
from scheduling.services.invitation_answers import (
    AnswerBack,
    AnsweredMeanwhile,
    AnswerRefused,
    answer_invitation,
    undo_answer,
)
from scheduling.time_offers import offered_times

MEANINGS |= {
    "answered_meanwhile": Meaning(
        409, gettext_noop("The invitation has another answer by now: “seen” and “now” show both. Look again.")
    ),
    "answer_refused": Meaning(409, gettext_noop("It cannot be answered so; “detail” says why.")),
}


class MeetingInvitations(ReadView):
    """List invitations that await an answer

    Of executives whose calendar you may change: meetings ahead that somebody else organizes, the soonest first,
    each series once, at most 50.
    """

    scope = Scope.CALENDAR

    @extend_schema(parameters=[InvitationsQuery], responses=InvitationsAnswer)
    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, InvitationsQuery().fields)
        chosen = accepted(InvitationsQuery, request.query_params).get("executive")
        access, now = access_of(request), timezone.now()
        if chosen is not None:
            access.require(chosen, Area.CALENDAR, Right.WRITE)
        ids = [chosen] if chosen else access.ids_for(Area.CALENDAR, Right.WRITE)
        overlaps = overlaps_of(open_insights(ids, now))
        found = awaiting_answer(ids, now)
        return Response({"results": [_invitation(each, overlaps_with(each, overlaps)) for each in found]})


def _invitation(invitation: Invitation, overlaps: list[str]) -> dict[str, Any]:
    row, organizer = invitation.meeting, invitation.organizer
    return {
        "meeting_id": invitation.series_id,
        "recurrence_id": invitation.recurrence_id and write_moment(invitation.recurrence_id),
        "executive": row.executive_id,
        "title": row.title,
        "organizer": {"name": organizer.get("name", ""), "email": organizer["email"]},
        "start": write_moment(invitation.start),
        "end": write_moment(invitation.end),
        "is_recurring": row.is_recurring,
        "overlaps": overlaps,
        "seen": {"start": write_moment(row.start_time), "end": write_moment(row.end_time)},
    }


class MeetingInvitationTimes(ReadView):
    """List other times for an invitation

    Free for the executive and everyone whose calendar is here, within a week of the meeting.
    """

    scope = Scope.CALENDAR

    @extend_schema(parameters=[TimesQuery], responses=TimesAnswer)
    def get(self, request: PersonApiRequest, meeting_id: UUID) -> Response:
        refuse_unknown(request.query_params, TimesQuery().fields)
        asked = accepted(TimesQuery, request.query_params)
        meeting = get_object_or_404(Meeting, pk=meeting_id, deleted_at=None)
        executive = access_of(request).executive(meeting.executive_id, Area.CALENDAR, Right.WRITE)
        occurrence = occurrence_at(meeting, executive, asked.get("recurrence_id"))
        found = offered_times(occurrence, executive, timezone.now())
        return Response(
            {"results": [{"start": write_moment(start), "end": write_moment(end)} for start, end in found]}
        )


class AnswerMeetingInvitation(ApiView):
    """Answer an invitation

    For the executive; the organizer is told after 20 seconds. `seen` must be where the meeting stands.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=AnswerBody, responses=GivenAnswer)
    def post(self, request: PersonApiRequest, meeting_id: UUID) -> Response:
        asked = accepted(AnswerBody, request.data)
        with _answers_as_problems():
            way_back = answer_invitation(by=request.user, meeting_id=meeting_id, **asked)
        return Response({"status": way_back.given, "way_back": way_back.signed()})


class UndoMeetingAnswer(ApiView):
    """Take back an answer to an invitation

    The status is as before; within 20 seconds nobody has heard of it.
    """

    scope = Scope.CALENDAR

    @extend_schema(request=UndoBody, responses=UndoneAnswer)
    def post(self, request: PersonApiRequest) -> Response:
        try:
            way_back = AnswerBack.read(accepted(UndoBody, request.data)["way_back"])
        except signing.BadSignature:
            raise Http404 from None
        with _answers_as_problems():
            return Response({"is_unheard": undo_answer(by=request.user, way_back=way_back)})


@contextmanager
def _answers_as_problems() -> Iterator[None]:
    try:
        with refusals_as_problems():
            yield
    except AnsweredMeanwhile as error:
        raise Conflict(str(error), "answered_meanwhile", seen=error.seen, now=error.now) from error
    except AnswerRefused as error:
        raise Conflict(str(error), "answer_refused") from error
