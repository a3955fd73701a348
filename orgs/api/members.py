from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from jenifer.problems import MEANINGS, Meaning
from orgs import belongings
from orgs.api.bodies import Body
from orgs.api.errors import Conflict
from orgs.api.examples import DEPARTURE, MEMBER, MEMBER_CHANGE
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ApiView, ChangeView, ListView
from orgs.models import Role, User
from orgs.permissions import Permission, admins_only, require
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.selectors import members
from orgs.services.departures import TakerNeeded, deactivate_member, reactivate_member
from orgs.services.members import LastAdmin, MemberRefused, change_member, lock_people

MEANINGS |= {
    "hand_over_needed": Meaning(
        409, gettext_noop("They own something: “owned” lists it by kind. Name who takes it over.")
    ),
    "last_admin": Meaning(
        409, gettext_noop("The organization would be left without an admin. Make a colleague one first.")
    ),
    "member_refused": Meaning(409, gettext_noop("That cannot be done with this person; “detail” says why.")),
}


@extend_schema_serializer(examples=[OpenApiExample("An assistant", MEMBER, response_only=True)])
class MemberSerializer(MomentsInUTC):
    """`permissions` are what was granted beyond the role. Without access: `is_active` is false."""

    name = serializers.CharField(source="full_name")

    class Meta:
        model = User
        fields = tuple(MEMBER)
        read_only_fields = fields


class MemberQuery(serializers.Serializer):
    role = serializers.ChoiceField(choices=Role.choices, required=False)
    is_active = serializers.BooleanField(required=False, help_text="Only those who may come in, or may not.")


@extend_schema_serializer(examples=[OpenApiExample("May see the log", MEMBER_CHANGE, request_only=True)])
class MemberBody(Body):
    role = serializers.ChoiceField(choices=Role.choices)
    permissions = serializers.ListField(
        child=serializers.ChoiceField(choices=Permission.choices), max_length=20
    )


@extend_schema_serializer(examples=[OpenApiExample("To two colleagues", DEPARTURE, request_only=True)])
class DepartureBody(Body):
    """`to` takes over everything; `hand_over` names someone else for a kind of it."""

    to = serializers.UUIDField(required=False)
    hand_over = serializers.DictField(child=serializers.UUIDField(), required=False)


class Members(ListView):
    """List the people of the organization

    For admins and whoever may look after the team. `search` looks in name and address.
    """

    scope = Scope.ORGANIZATION
    serializer_class = MemberSerializer
    query_class = MemberQuery
    queryset = User.objects.none()
    order = ("full_name", "id")
    orderings: ClassVar[dict[str, str]] = {"name": "full_name", "email": "email", "created_at": "created_at"}
    search_fields = ("full_name", "email")

    def get_queryset(self) -> QuerySet[User]:
        require(self.request.user, Permission.TEAM_MANAGE)
        return members(self.request.user.org_id, **self.query())


class MemberDetail(ChangeView):
    """Show a person of the organization

    Their role, and what they may do beyond it.
    """

    scope = Scope.ORGANIZATION
    serializer_class = MemberSerializer
    body_class = MemberBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> User:
        person = _member(self.request, ids["member_id"])
        return lock_people(self.request.user, person)[person.pk] if is_locked else person

    def change(self, row: User, asked: dict[str, Any]) -> User:
        with _refusals_as_problems():
            return change_member(by=self.request.user, member=row, **asked)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Change what a person may do

        Role and permissions are an admin's to give.
        """
        return super().patch(request, **ids)


class Deactivate(ApiView):
    """Deactivate a person

    They cannot come in any more. Without a taker for what they own it is refused with a list of that, and
    nothing is changed.
    """

    scope = Scope.ORGANIZATION

    @extend_schema(request=DepartureBody, responses=MemberSerializer)
    def post(self, request: PersonApiRequest, member_id: UUID) -> Response:
        person = _member(request, member_id)
        admins_only(request.user)
        takers = _takers(request, accepted(DepartureBody, request.data))
        with _refusals_as_problems():
            deactivate_member(by=request.user, member=person, takers=takers)
        return Response(MemberSerializer(_again(person)).data)


class Reactivate(ApiView):
    """Let a person come in again

    While the plan has room. What was handed over stays where it is.
    """

    scope = Scope.ORGANIZATION

    @extend_schema(request=None, responses=MemberSerializer)
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
        detail = _("There is nothing of the kind %(names)s.") % {"names": ", ".join(sorted(unknown))}
        raise serializers.ValidationError({"hand_over": [detail]})
    people = {person.pk: person for person in members(request.user.org_id).filter(pk__in=named.values())}
    if strangers := {str(key) for key in named.values() if key not in people}:
        detail = _("No colleague has the id %(names)s.") % {"names": ", ".join(sorted(strangers))}
        raise serializers.ValidationError({"to": [detail]})
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
