from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from orgs.api import idempotency, limits
from orgs.api.etags import etag_of, require_match
from orgs.api.fields import accepted
from orgs.api.lists import OF_EVERY_LIST, only, refuse_unknown, wanted_fields
from orgs.requests import PersonApiRequest
from orgs.scopes import Scope


class ApiView(APIView):
    """Base of every view of the API: `scope` is the area that a token must have been given.

    Any POST may bring an Idempotency-Key (orgs.api.idempotency).
    """

    scope: ClassVar[Scope]
    request: PersonApiRequest

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        carry_out = getattr(self, "post", None)
        if request.method == "POST" and idempotency.HEADER in request.headers and carry_out:
            vars(self)["post"] = partial(idempotency.answer_once, carry_out=carry_out)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        quota: limits.Quota | None = request.META.get(limits.KEPT_AS)
        for name, value in quota.headers().items() if quota else ():
            response[name] = value
        return response


class ReadView(ApiView, GenericAPIView):
    """Reads in one transaction: each of several would bind the tenant anew."""

    @transaction.atomic
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def known_fields(self) -> tuple[str, ...]:
        serializer: Any = self.get_serializer()
        return tuple(serializer.fields)


class ListView(ReadView):
    """A list in pages (orgs.api.pages): `serializer_class` and get_queryset() are the view's.

    `order` are columns that are never null, the last one unique; `orderings` the names that `ordering` takes,
    each with its column, never null either; `filterset_class` and `search_fields` as in DRF.
    """

    order: tuple[str, ...] = ("id",)
    orderings: ClassVar[Mapping[str, str]] = {}
    search_fields: ClassVar[tuple[str, ...]] = ()
    filterset_class: Any = None

    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, self.parameters())
        names = wanted_fields(request, self.known_fields())
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = self.get_serializer(page, many=True).data
        return self.get_paginated_response([only(each, names) for each in shown])

    def parameters(self) -> list[str]:
        """Names that the address may hold."""
        filters = list(self.filterset_class.base_filters) if self.filterset_class else []
        ordering = ["ordering"] if self.orderings else []
        return [*OF_EVERY_LIST, *filters, *ordering, *(["search"] if self.search_fields else [])]


class DetailView(ReadView):
    """One row, which `get_row` finds or denies, with a strong ETag; `fields` as in lists."""

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Any:
        """As this person may see it. `is_locked`: until the transaction ends, to be changed."""
        raise NotImplementedError

    def get(self, request: PersonApiRequest, **ids: Any) -> HttpResponse | Response:
        return self.answer(self.get_row(**ids))

    def answer(self, row: Model) -> HttpResponse | Response:
        names = wanted_fields(self.request, self.known_fields())
        shown = self.get_serializer(row).data
        etag = etag_of(shown)
        response = Response(only(shown, names), headers={"ETag": etag})
        if self.request.method not in ("GET", "HEAD"):
            return response
        if "If-Match" in self.request.headers:
            require_match(self.request, etag)
        return get_conditional_response(self.request, etag=etag, response=response) or response


class ChangeView(DetailView):
    """PATCH of one row: `If-Match` is compared under the row's lock, then `change` is called."""

    body_class: type[Serializer]

    def change(self, row: Any, asked: dict[str, Any]) -> Any:
        """Call the service with what was given, and return the row as it now is."""
        raise NotImplementedError

    def patch(self, request: PersonApiRequest, **ids: Any) -> HttpResponse | Response:
        with transaction.atomic():
            row = self.get_row(is_locked=True, **ids)
            require_match(request, etag_of(self.get_serializer(row).data))
            changed = self.change(row, accepted(self.body_class, request.data, partial=True))
            changed.refresh_from_db()
        return self.answer(changed)
