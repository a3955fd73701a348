from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.response import Response

from orgs.api.bodies import Body
from orgs.api.examples import VIEW, VIEW_CHANGE, VIEW_NEW, VIEW_ORDER
from orgs.api.fields import MomentsInUTC, accepted
from orgs.api.views import ApiView, ChangeView, ListView, RemovalView
from orgs.models import SavedView
from orgs.requests import PersonApiRequest
from orgs.saved_lists import MOST_TEXT, SavedList, saved_list, saved_list_names
from orgs.scopes import Scope
from orgs.services.saved_views import (
    change_view,
    delete_view,
    order_views,
    save_view,
    views_of,
    visible_view,
)


@extend_schema_serializer(
    examples=[OpenApiExample("A view", VIEW, response_only=True, status_codes=["200", "201"])]
)
class SavedViewSerializer(MomentsInUTC):
    """`position` is its place among your own of that list."""

    list = serializers.CharField(source="list_name")
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = SavedView
        fields = tuple(VIEW)

    def get_is_mine(self, row: SavedView) -> bool:
        return row.user_id == self.context["request"].user.pk


class SavedViewQuery(serializers.Serializer):
    list = serializers.CharField(max_length=50, required=False, help_text="Only of this list.")


@extend_schema_serializer(examples=[OpenApiExample("Overlaps", VIEW_NEW, request_only=True)])
class NewSavedView(Body):
    """Filters that the list does not know are dropped."""

    list = serializers.CharField(max_length=50)
    name = serializers.CharField(max_length=80)
    filters = serializers.DictField(child=serializers.CharField(max_length=MOST_TEXT, allow_blank=True))
    is_shared = serializers.BooleanField(default=False)

    def validate_list(self, name: str) -> SavedList:
        found = saved_list(name)
        if found is None:
            raise serializers.ValidationError(f"There are {', '.join(saved_list_names())}.")
        return found


@extend_schema_serializer(examples=[OpenApiExample("Renamed and shared", VIEW_CHANGE, request_only=True)])
class SavedViewBody(Body):
    name = serializers.CharField(max_length=80)
    is_shared = serializers.BooleanField()


@extend_schema_serializer(examples=[OpenApiExample("Two views", VIEW_ORDER)])
class OrderBody(Body):
    list = serializers.CharField(max_length=50)
    order = serializers.ListField(child=serializers.UUIDField(), max_length=200)


class SavedViews(ListView):
    """List saved views

    Your own and those that colleagues share, of all lists or of one.
    """

    scope = Scope.ACCOUNT
    serializer_class = SavedViewSerializer
    query_class = SavedViewQuery
    queryset = SavedView.objects.none()
    order = ("list_name", "position", "created_at", "id")
    search_fields = ("name",)

    def get_queryset(self) -> QuerySet[SavedView]:
        return views_of(self.request.user, self.query().get("list"))

    @extend_schema(request=NewSavedView, responses={201: SavedViewSerializer})
    def post(self, request: PersonApiRequest) -> Response:
        """Save a view

        Your own view of that name is replaced.
        """
        asked = accepted(NewSavedView, request.data)
        row = save_view(by=request.user, of=asked.pop("list"), **asked)
        location = reverse("api-saved-view", args=[row.pk])
        return Response(
            self.get_serializer(row).data, status=status.HTTP_201_CREATED, headers={"Location": location}
        )


class SavedViewOrder(ApiView):
    """Put your views of a list in order

    Those that are not named come after, as they were.
    """

    scope = Scope.ACCOUNT

    @extend_schema(request=OrderBody, responses=OrderBody)
    def post(self, request: PersonApiRequest) -> Response:
        asked = accepted(OrderBody, request.data)
        order_views(by=request.user, list_name=asked["list"], view_ids=asked["order"])
        own = views_of(request.user, asked["list"]).filter(user=request.user)
        return Response({"list": asked["list"], "order": [row.pk for row in own]})


class SavedViewDetail(ChangeView, RemovalView):
    """Show a saved view

    One of your own, or one that a colleague shares.
    """

    scope = Scope.ACCOUNT
    serializer_class = SavedViewSerializer
    body_class = SavedViewBody

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> SavedView:
        return visible_view(self.request.user, ids["view_id"], is_locked=is_locked)

    def change(self, row: SavedView, asked: dict[str, Any]) -> SavedView:
        return change_view(by=self.request.user, view_id=row.pk, **asked)

    def remove(self, row: SavedView) -> None:
        delete_view(by=self.request.user, view_id=row.pk)

    def patch(self, request: Any, **ids: Any) -> Any:
        """Rename or share a saved view

        Only your own.
        """
        return super().patch(request, **ids)

    def delete(self, request: Any, **ids: Any) -> Any:
        """Delete a saved view

        Your own; an admin also what a colleague shares.
        """
        return super().delete(request, **ids)
