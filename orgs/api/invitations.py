from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.response import Response

from jenifer.problems import MEANINGS, Meaning
from orgs.api.bodies import Body
from orgs.api.errors import Conflict
from orgs.api.examples import INVITATION, INVITATION_NEW, INVITATION_SENT
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ApiView, DetailView, ListView
from orgs.models import Invitation, InvitationStatus, Role
from orgs.permissions import Permission, require
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope
from orgs.selectors import invitations
from orgs.services.invitations import (
    InvitationRefused,
    Sent,
    invite_people,
    resend_invitation,
    revoke_invitation,
)

MEANINGS |= {
    "invitation_closed": Meaning(409, gettext_noop("The invitation was accepted or revoked. Make a new one."))
}


@extend_schema_serializer(examples=[OpenApiExample("Someone new", INVITATION_NEW, request_only=True)])
class InvitationBody(Body):
    email = serializers.CharField(max_length=255)
    role = serializers.ChoiceField(choices=Role.choices, default=Role.USER)


@extend_schema_serializer(examples=[OpenApiExample("An invitation", INVITATION, response_only=True)])
class InvitationSerializer(MomentsInUTC):
    """The link itself is in the mail alone."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = tuple(INVITATION)

    def get_state(self, row: Invitation) -> InvitationStatus:
        return row.state(timezone.now())


@extend_schema_serializer(
    examples=[OpenApiExample("Sent", INVITATION_SENT, response_only=True, status_codes=["200", "201"])]
)
class SentSerializer(InvitationSerializer):
    is_sent = serializers.BooleanField(help_text="Whether the mail server took it.")

    class Meta(InvitationSerializer.Meta):
        fields = tuple(INVITATION_SENT)


class Invitations(ListView):
    """List invitations

    Those of the organization, for admins and whoever may look after the team.
    """

    scope = Scope.ORGANIZATION
    serializer_class = InvitationSerializer
    queryset = Invitation.objects.none()
    order = ("-created_at", "id")
    orderings: ClassVar[dict[str, str]] = {"email": "email", "expires_at": "expires_at"}
    search_fields = ("email",)

    def get_queryset(self) -> QuerySet[Invitation]:
        require(self.request.user, Permission.TEAM_MANAGE)
        return invitations(self.request.user.org_id)

    @extend_schema(request=InvitationBody, responses={201: SentSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Invite someone

        They get a mail with a link that is good for seven days. Only an admin brings in admins.
        """
        require(request.user, Permission.TEAM_MANAGE)
        asked = accepted(InvitationBody, request.data)
        role = Role(asked["role"])
        try:
            sent = invite_people(by=request.user, addresses=[asked["email"]], role=role)
        except InvitationRefused as refusal:
            raise serializers.ValidationError({"email": [str(refusal)]}) from refusal
        location = reverse("api-invitation", args=[sent.invitations[0].pk])
        return Response(_answer(sent), status=status.HTTP_201_CREATED, headers={"Location": location})


class InvitationDetail(DetailView):
    """Show an invitation

    To whom it went, and what has become of it.
    """

    scope = Scope.ORGANIZATION
    serializer_class = InvitationSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Invitation:
        return _row(self.request, ids["invitation_id"])


class Resend(ApiView):
    """Send an invitation again

    With a new link, for seven more days.
    """

    scope = Scope.ORGANIZATION

    @extend_schema(request=None, responses=SentSerializer)
    def post(self, request: PersonApiRequest, invitation_id: UUID) -> Response:
        row = _row(request, invitation_id)
        try:
            sent = resend_invitation(by=request.user, invitation=row)
        except InvitationRefused as refusal:
            raise Conflict(str(refusal), "invitation_closed") from refusal
        return Response(_answer(sent))


class Revoke(ApiView):
    """Revoke an invitation

    Its link opens nothing any more.
    """

    scope = Scope.ORGANIZATION

    @extend_schema(request=None, responses=InvitationSerializer)
    def post(self, request: PersonApiRequest, invitation_id: UUID) -> Response:
        try:
            revoke_invitation(by=request.user, invitation=_row(request, invitation_id))
        except InvitationRefused as refusal:
            raise Conflict(str(refusal), "invitation_closed") from refusal
        return Response(InvitationSerializer(_row(request, invitation_id)).data)


def _row(request: PersonApiRequest, invitation_id: UUID) -> Invitation:
    require(request.user, Permission.TEAM_MANAGE)
    return get_object_or_404(invitations(request.user.org_id), pk=invitation_id)


def _answer(sent: Sent) -> dict[str, Any]:
    return InvitationSerializer(sent.invitations[0]).data | {"is_sent": not sent.unsent}
