"""Each operation of the OpenAPI document, read off its view; what all share is said here once."""

import inspect
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from orgs.api.bodies import Body
from orgs.api.views import ApiView, ChangeView, DetailView, ListView

WRITES = ("PATCH", "PUT", "DELETE")
SHOWING = ("GET", "PATCH")
ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200], description="Of this state, for If-Match."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the state that you read: 412 when it is no longer so, 428 when left out.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag: 304 while it still holds."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": '^"?[\\x21\\x23-\\x7e]{1,255}"?$'},
    OpenApiParameter.HEADER,
    description="Sent again within 24 hours, with the same request, it brings the first answer again.",
)
RATE_LIMITS = [
    OpenApiParameter(
        "RateLimit", str, OpenApiParameter.HEADER, response=True, description="Left, and until when (s)."
    ),
    OpenApiParameter("RateLimit-Policy", str, OpenApiParameter.HEADER, response=True, description="Quota."),
]


class Operation(AutoSchema):
    """Summary and description from docstrings: the method's, else the view's; first line and rest."""

    def get_summary(self) -> str | None:
        return self._words()[0].rstrip(".") or None

    def get_description(self) -> str:  # type: ignore[override]
        return self._words()[1]

    def get_tags(self) -> list[str]:
        scope = getattr(self.view, "scope", None)
        return [str(scope)] if scope else ["about"]

    def get_override_parameters(self) -> list[Any]:
        """Of the address and the headers, for every view of this kind."""
        parameters: list[Any] = []
        if isinstance(self.view, ApiView):
            parameters += RATE_LIMITS
        if isinstance(self.view, ListView) and self.view.orderings and self.method == "GET":
            parameters.append(_ordering(self.view))
        if isinstance(self.view, ListView | DetailView):
            parameters += [_fields(self.view)] if self.method in SHOWING else []
        if isinstance(self.view, ListView) and self.view.query_class and self.method == "GET":
            parameters.append(self.view.query_class)
        if isinstance(self.view, DetailView):
            parameters += [ETAG] if self.method in SHOWING else []
            parameters.append(IF_NONE_MATCH if self.method == "GET" else IF_MATCH)
        if self.method == "POST":
            parameters.append(IDEMPOTENCY_KEY)
        return parameters

    def get_request_serializer(self) -> Any:
        if isinstance(self.view, ChangeView) and self.method == "PATCH":
            return self.view.body_class
        return super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if self.method == "DELETE":
            return None
        if isinstance(self.view, ChangeView):
            return self.view.serializer_class
        return super().get_response_serializers()

    def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
        if shape := _column_shape(field):
            return shape
        return super()._map_serializer_field(field, direction, bypass_extensions)

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        shape = super()._map_basic_serializer(serializer, direction)
        is_closed = direction == "request" and isinstance(force_instance(serializer), Body)
        return shape | {"additionalProperties": False} if is_closed else shape

    def _is_list_view(self, serializer: Any = None) -> bool:
        return isinstance(self.view, ListView) and self.method == "GET"

    def _words(self) -> tuple[str, str]:
        own = inspect.getdoc(getattr(self.view, self.method.lower(), None)) if _is_own(self) else ""
        first, _, rest = (own or inspect.getdoc(type(self.view)) or "").partition("\n")
        return first.strip(), rest.strip()

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        responses = super()._get_response_bodies(direction)
        if isinstance(self.view, ApiView):
            responses |= {str(status): _problem(status) for status in self._problem_statuses()}
            if isinstance(self.view, DetailView) and self.method == "GET":
                responses["304"] = {"description": "It is still as the ETag says."}
        return dict(sorted(responses.items()))

    def _problem_statuses(self) -> list[int]:
        statuses = [400, 401, 403, 404, 405, 406, 413, 429, 503]
        if isinstance(self.view, DetailView):
            statuses.append(412)
        if self.method == "POST":
            statuses += [409, 415, 422]
        if self.method in WRITES:
            statuses += [409, 415, 428]
        return statuses


def _column_shape(field: Any) -> dict[str, Any] | None:
    """What a JSON column holds, from its declaration."""
    model = getattr(getattr(field.parent, "Meta", None), "model", None)
    if model is None or not isinstance(field, serializers.JSONField) or not field.source:
        return None
    return dict(model._meta.get_field(field.source).shape)


def _is_own(operation: Operation) -> bool:
    """Whether the view wrote this method itself: what a base says of it is about the machinery."""
    method = getattr(type(operation.view), operation.method.lower(), None)
    return method is not None and not method.__module__.startswith(("orgs.api.views", "rest_framework"))


def _ordering(view: ListView) -> OpenApiParameter:
    names = [name for each in view.orderings for name in (each, f"-{each}")]
    return OpenApiParameter("ordering", str, enum=names, description="Sort by this; - turns it round.")


def _fields(view: ListView | DetailView) -> OpenApiParameter:
    return OpenApiParameter(
        "fields",
        {"type": "array", "items": {"type": "string", "enum": list(view.known_fields())}, "minItems": 1},
        explode=False,
        style="form",
        description="Only these fields of each row.",
    )


def _problem(status: int) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/Problem{status}"}
