from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.response import Response

from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ListView, ReadView
from orgs.models import SavedView
from orgs.requests import PersonApiRequest
from orgs.saved_lists import MOST_TEXT, saved_list, saved_list_names
from orgs.services.saved_views import (
    change_view,
    delete_view,
    order_views,
    save_view,
    views_of,
    visible_view,
)


class SavedViewSerializer(MomentsInUTC):
    list = serializers.CharField(source="list_name")
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = (
            "id",
            "list",
            "name",
            "filters",
            "is_shared",
            "is_mine",
            "position",
            "created_at",
            "updated_at",
        )

    def get_is_mine(self, row: SavedView) -> bool:
        return row.user_id == self.context["request"].user.pk


class ListQuery(serializers.Serializer):
    list = serializers.CharField(max_length=50, required=False)


class ViewBody(serializers.Serializer):
    list = serializers.CharField(max_length=50)
    name = serializers.CharField(max_length=80)
    filters = serializers.DictField(child=serializers.CharField(max_length=MOST_TEXT, allow_blank=True))
    is_shared = serializers.BooleanField(default=False)

    def validate_list(self, name: str) -> str:
        if saved_list(name) is None:
            raise serializers.ValidationError(f"There are {', '.join(saved_list_names())}.")
        return name


class ViewChange(serializers.Serializer):
    name = serializers.CharField(max_length=80, required=False)
    is_shared = serializers.BooleanField(required=False)


class OrderBody(serializers.Serializer):
    list = serializers.CharField(max_length=50)
    order = serializers.ListField(child=serializers.UUIDField(), max_length=200)


class SavedViews(ListView):
    """One's own views and those that colleagues share, of all lists or of `list`.

    Filters that a list does not know are dropped.
    """

    serializer_class = SavedViewSerializer
    order = ("list_name", "position", "created_at", "id")

    def get_queryset(self) -> QuerySet[SavedView]:
        asked = accepted(ListQuery, self.request.query_params)
        return views_of(self.request.user, asked.get("list"))

    def post(self, request: PersonApiRequest) -> Response:
        asked = accepted(ViewBody, request.data)
        of = saved_list(asked.pop("list"))
        row = _sound(save_view, by=request.user, of=of, **asked)
        return Response(self.get_serializer(row).data, status=status.HTTP_201_CREATED)


class SavedViewOrder(ReadView):
    """One's own views of a list in the order of these ids."""

    def put(self, request: PersonApiRequest) -> Response:
        asked = accepted(OrderBody, request.data)
        order_views(by=request.user, list_name=asked["list"], view_ids=asked["order"])
        return Response(status=status.HTTP_204_NO_CONTENT)


class SavedViewDetail(ReadView):
    serializer_class = SavedViewSerializer

    def get(self, request: PersonApiRequest, view_id: UUID, **kwargs: Any) -> Response:
        return Response(self.get_serializer(visible_view(request.user, view_id)).data)

    def patch(self, request: PersonApiRequest, view_id: UUID, **kwargs: Any) -> Response:
        asked = accepted(ViewChange, request.data)
        row = _sound(change_view, by=request.user, view_id=view_id, **asked)
        return Response(self.get_serializer(row).data)

    def delete(self, request: PersonApiRequest, view_id: UUID, **kwargs: Any) -> Response:
        delete_view(by=request.user, view_id=view_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _sound(service: Any, **values: Any) -> SavedView:
    """The service's refusal as a problem that names the field."""
    try:
        row: SavedView = service(**values)
    except ValidationError as error:
        raise serializers.ValidationError(error.message_dict) from None
    return row
