from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from executives.models import ExecutiveProfile
from executives.requests import access_of
from orgs.api.views import ListView, ReadView
from orgs.requests import PersonApiRequest


class ExecutiveSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="full_name")

    class Meta:
        model = ExecutiveProfile
        fields = ("id", "name", "title", "timezone")


class Executives(ListView):
    """The executives that the person serves; an admin sees all."""

    serializer_class = ExecutiveSerializer
    order = ("full_name", "id")

    def get_queryset(self) -> QuerySet[ExecutiveProfile]:
        served = [executive.pk for executive in access_of(self.request).executives]
        return ExecutiveProfile.objects.filter(pk__in=served).only("id", "full_name", "title", "timezone")


class Executive(ReadView):
    serializer_class = ExecutiveSerializer

    def get(self, request: PersonApiRequest, executive_id: UUID, **kwargs: Any) -> Response:
        served = access_of(request).executives
        executive = next((each for each in served if each.pk == executive_id), None)
        if executive is None:
            raise Http404
        return Response(self.get_serializer(executive).data)
