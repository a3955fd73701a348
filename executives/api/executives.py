from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from executives.models import ExecutiveProfile
from executives.requests import access_of
from executives.services.executives import add_executive
from orgs.api.fields import accepted
from orgs.api.views import ListView, ReadView
from orgs.requests import PersonApiRequest
from orgs.zones import check_zone


class ExecutiveSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="full_name")

    class Meta:
        model = ExecutiveProfile
        fields = ("id", "name", "title", "timezone")


class NewExecutive(serializers.Serializer):
    name = serializers.CharField(max_length=255)
    title = serializers.CharField(max_length=255, allow_blank=True, default="")
    email = serializers.EmailField(max_length=255, allow_blank=True, default="")
    timezone = serializers.CharField(max_length=100, validators=[check_zone])


class Executives(ListView):
    """The executives that the person serves; an admin sees all, and adds them where the plan has room."""

    serializer_class = ExecutiveSerializer
    order = ("full_name", "id")

    def get_queryset(self) -> QuerySet[ExecutiveProfile]:
        served = [executive.pk for executive in access_of(self.request).executives]
        return ExecutiveProfile.objects.filter(pk__in=served).only("id", "full_name", "title", "timezone")

    def post(self, request: PersonApiRequest) -> Response:
        asked = accepted(NewExecutive, request.data)
        executive = add_executive(by=request.user, full_name=asked.pop("name"), **asked)
        return Response(self.get_serializer(executive).data, status=201)


class Executive(ReadView):
    serializer_class = ExecutiveSerializer

    def get(self, request: PersonApiRequest, executive_id: UUID, **kwargs: Any) -> Response:
        served = access_of(request).executives
        executive = next((each for each in served if each.pk == executive_id), None)
        if executive is None:
            raise Http404
        return Response(self.get_serializer(executive).data)
