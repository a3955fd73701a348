from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.response import Response

from orgs.api.fields import MomentsInUTC
from orgs.api.views import ApiView, DetailView, ListView
from orgs.models import ApiToken
from orgs.requests import PersonApiRequest
from orgs.scopes import ALL_SCOPES, Scope
from orgs.services.tokens import is_expired, revoke_token

EXAMPLE = {
    "id": "0198c4b2-6f5e-7a31-9d4c-2b7e5f1a8c3d",
    "name": "Nightly export",
    "prefix": "jnf_Ab3dE9",
    "scopes": ["calendar:read"],
    "is_live": True,
    "expires_at": "2027-02-21T09:00:00Z",
    "last_used_at": None,
    "revoked_at": None,
    "created_at": "2026-11-23T09:00:00Z",
}


@extend_schema_serializer(examples=[OpenApiExample("A token", EXAMPLE, response_only=True)])
class TokenSerializer(MomentsInUTC):
    """`prefix` is how the key begins; the key itself was shown once, when it was made."""

    scopes = serializers.ListField(child=serializers.ChoiceField(ALL_SCOPES))
    is_live = serializers.SerializerMethodField(help_text="Neither revoked nor expired.")

    class Meta:
        model = ApiToken
        fields = tuple(EXAMPLE)
        read_only_fields = fields

    def get_is_live(self, token: ApiToken) -> bool:
        now: datetime = timezone.now()
        return token.revoked_at is None and not is_expired(token, now)


class Tokens(ListView):
    """List your tokens

    Revoked and expired ones too. New ones are made on the page Settings, API tokens.
    """

    scope = Scope.ACCOUNT
    serializer_class = TokenSerializer
    queryset = ApiToken.objects.none()
    order = ("-created_at", "-id")
    orderings: ClassVar[dict[str, str]] = {"created_at": "created_at", "name": "name"}
    search_fields = ("name", "prefix")

    def get_queryset(self) -> QuerySet[ApiToken]:
        return ApiToken.objects.filter(user=self.request.user)


class Token(DetailView):
    """Show one of your tokens

    What it may reach, until when, and when it was last used (to the minute).
    """

    scope = Scope.ACCOUNT
    serializer_class = TokenSerializer

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> ApiToken:
        return get_object_or_404(ApiToken, user=self.request.user, pk=ids["token_id"])


class Revoke(ApiView):
    """Revoke one of your tokens

    It opens nothing from that moment. A token may revoke itself; revoking again changes nothing.
    """

    scope = Scope.ACCOUNT

    @extend_schema(request=None, responses=TokenSerializer)
    def post(self, request: PersonApiRequest, token_id: UUID) -> Response:
        token = revoke_token(by=request.user, token_id=token_id)
        return Response(TokenSerializer(token).data)
