"""The API's own description: for machines, and to be read and tried in the browser."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import orgs.api.schema.extensions  # noqa: F401


@cache
def document() -> dict[str, Any]:
    """Read off the views, once a process."""
    return SchemaGenerator().get_schema(public=True)


class Schema(APIView):
    """Open to all: it names no one, and a client is made from it before there is a token."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(document())


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "orgs/api_docs.html")
