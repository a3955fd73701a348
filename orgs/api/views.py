from typing import Any

from django.db import transaction
from django.http.response import HttpResponseBase
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response

from orgs.requests import PersonApiRequest


class ReadView(GenericAPIView):
    """Reads in one transaction: each of several would bind the tenant anew."""

    request: PersonApiRequest

    @transaction.atomic
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)


class ListView(ReadView):
    """A list in pages (orgs.api.pages): `order`, `serializer_class` and get_queryset() are the view's."""

    order: tuple[str, ...] = ("id",)

    def get(self, request: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
