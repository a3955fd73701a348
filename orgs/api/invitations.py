from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from orgs.api.errors import Conflict
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView
from orgs.models import Invitation, Role
from orgs.permissions import Permission, require
from orgs.requests import PersonApiRequest
from orgs.selectors import invitations
from orgs.services.invitations import (
    InvitationRefused,
    invite_people,
    resend_invitation,
    revoke_invitation,
)
from orgs.views.invitations import site_of


class InvitationBody(serializers.Serializer):
    email = serializers.CharField(max_length=255)
    role = serializers.ChoiceField(choices=Role.choices, default=Role.USER)


class InvitationSerializer(MomentsInUTC):
    """`state` is pending, accepted, expired or revoked; the link itself is in the mail alone."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ("id", "email", "role", "state", "invited_by", "created_at", "expires_at", "accepted_at")

    def get_state(self, row: Invitation) -> str:
        return row.state(timezone.now()).value


class Invitations(ListView):
    """Those of the organization; for admins and whoever may look after the team."""

    serializer_class = InvitationSerializer
    order = ("-created_at", "id")

    def get_queryset(self) -> QuerySet[Invitation]:
        require(self.request.user, Permission.TEAM_MANAGE)
        return invitations(self.request.user.org_id)

    def post(self, request: PersonApiRequest) -> Response:
        require(request.user, Permission.TEAM_MANAGE)
        asked = accepted(InvitationBody, request.data)
        try:
            sent = invite_people(
                by=request.user,
                addresses=[asked["email"]],
                role=Role(asked["role"]),
                site=site_of(request),
            )
        except InvitationRefused as refusal:
            raise serializers.ValidationError({"email": [str(refusal)]}) from refusal
        row = sent.invitations[0]
        return Response(
            _answer(row, is_sent=not sent.unsent),
            status=status.HTTP_201_CREATED,
            headers={"Location": reverse("api-invitation", args=[row.pk])},
        )


class InvitationDetail(APIView):
    def get(self, request: PersonApiRequest, invitation_id: UUID) -> Response:
        return Response(InvitationSerializer(_row(request, invitation_id)).data)


class Resend(APIView):
    """A new link for seven more days; `is_sent` says whether the mail server took it."""

    def post(self, request: PersonApiRequest, invitation_id: UUID) -> Response:
        try:
            sent = resend_invitation(
                by=request.user, invitation=_row(request, invitation_id), site=site_of(request)
            )
        except InvitationRefused as refusal:
            raise Conflict(str(refusal), "invitation_closed") from refusal
        return Response(_answer(sent.invitations[0], is_sent=not sent.unsent))


class Revoke(APIView):
    def post(self, request: PersonApiRequest, invitation_id: UUID) -> Response:
        try:
            revoke_invitation(by=request.user, invitation=_row(request, invitation_id))
        except InvitationRefused as refusal:
            raise Conflict(str(refusal), "invitation_closed") from refusal
        return Response(InvitationSerializer(_row(request, invitation_id)).data)


def _row(request: PersonApiRequest, invitation_id: UUID) -> Invitation:
    require(request.user, Permission.TEAM_MANAGE)
    return get_object_or_404(invitations(request.user.org_id), pk=invitation_id)


def _answer(row: Invitation, *, is_sent: bool) -> dict[str, Any]:
    return InvitationSerializer(row).data | {"is_sent": is_sent}
