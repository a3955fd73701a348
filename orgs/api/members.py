from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs import belongings
from orgs.api.errors import Conflict
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView
from orgs.models import Role, User
from orgs.permissions import Permission, admins_only, require
from orgs.requests import PersonApiRequest
from orgs.selectors import members
from orgs.services.departures import TakerNeeded, deactivate_member, reactivate_member
from orgs.services.members import LastAdmin, MemberRefused, change_member


class MemberSerializer(MomentsInUTC):
    name = serializers.CharField(source="full_name")

    class Meta:
        model = User
        fields = (
            *("id", "name", "email", "job_title", "timezone", "role", "permissions", "is_active"),
            *("last_seen_at", "created_at"),
        )


class MemberBody(serializers.Serializer):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    permissions = serializers.ListField(
        child=serializers.ChoiceField(choices=Permission.choices), required=False, max_length=20
    )


class DepartureBody(serializers.Serializer):
    """`to` takes over everything; `hand_over` names someone else for a kind of it."""

    to = serializers.UUIDField(required=False)
    hand_over = serializers.DictField(child=serializers.UUIDField(), required=False)


class Members(ListView):
    """The people of the organization; for admins and whoever may look after the team."""

    serializer_class = MemberSerializer
    order = ("full_name", "id")

    def get_queryset(self) -> QuerySet[User]:
        require(self.request.user, Permission.TEAM_MANAGE)
        return members(self.request.user.org_id, search=self.request.GET.get("q", ""))


class MemberDetail(APIView):
    def get(self, request: PersonApiRequest, member_id: UUID) -> Response:
        return Response(MemberSerializer(_member(request, member_id)).data)

    def patch(self, request: PersonApiRequest, member_id: UUID) -> Response:
        person = _member(request, member_id)
        admins_only(request.user)
        asked = accepted(MemberBody, request.data)
        with _refusals_as_problems():
            changed = change_member(
                by=request.user, member=person, role=asked.get("role"), permissions=asked.get("permissions")
            )
        return Response(MemberSerializer(changed).data)


class Deactivate(APIView):
    """Without a taker for what they own: a problem that lists it, by kind, and nothing is changed."""

    def post(self, request: PersonApiRequest, member_id: UUID) -> Response:
        person = _member(request, member_id)
        admins_only(request.user)
        takers = _takers(request, accepted(DepartureBody, request.data))
        with _refusals_as_problems():
            deactivate_member(by=request.user, member=person, takers=takers)
        return Response(MemberSerializer(_again(person)).data)


class Reactivate(APIView):
    def post(self, request: PersonApiRequest, member_id: UUID) -> Response:
        person = _member(request, member_id)
        with _refusals_as_problems():
            reactivate_member(by=request.user, member=person)
        return Response(MemberSerializer(_again(person)).data)


def _member(request: PersonApiRequest, member_id: UUID) -> User:
    require(request.user, Permission.TEAM_MANAGE)
    return get_object_or_404(members(request.user.org_id), pk=member_id)


def _again(person: User) -> User:
    person.refresh_from_db(fields=["is_active"])
    return person


def _takers(request: PersonApiRequest, asked: dict[str, Any]) -> dict[str, User]:
    named = dict.fromkeys(belongings.kinds(), asked["to"]) if "to" in asked else {}
    named |= asked.get("hand_over", {})
    if unknown := named.keys() - set(belongings.kinds()):
        raise ValidationError({"hand_over": [f"There is nothing of the kind {', '.join(sorted(unknown))}."]})
    people = {person.pk: person for person in members(request.user.org_id).filter(pk__in=named.values())}
    if strangers := {str(key) for key in named.values() if key not in people}:
        raise ValidationError({"to": [f"No colleague has the id {', '.join(sorted(strangers))}."]})
    return {kind: people[key] for kind, key in named.items()}


@contextmanager
def _refusals_as_problems() -> Iterator[None]:
    try:
        yield
    except TakerNeeded as refusal:
        raise Conflict(str(refusal), "hand_over_needed", owned=refusal.owned) from refusal
    except LastAdmin as refusal:
        raise Conflict(str(refusal), "last_admin") from refusal
    except MemberRefused as refusal:
        raise Conflict(str(refusal), "member_refused") from refusal
