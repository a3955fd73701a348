from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.db import transaction
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
    told_once: ClassVar[tuple[str, ...]] = ()
    """Secrets in the answer to a POST: not kept, and not told again to who sends the same again."""
    request: PersonApiRequest

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method == "POST" and idempotency.HEADER in request.headers and hasattr(self, "post"):
            vars(self)["post"] = partial(
                idempotency.answer_once,
                carry_out=self.post,
                prepare=self.prepare,
                told_once=self.told_once,
            )

    def prepare(self, request: PersonApiRequest, **ids: Any) -> None:
        """What a POST has to ask elsewhere: a transaction that keeps its answer does not wait for it."""

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
    each with its column, never null either; `filterset_class` and `search_fields` as in DRF. `query_class`
    names further parameters, which `query` checks.
    """

    order: tuple[str, ...] = ("id",)
    orderings: ClassVar[Mapping[str, str]] = {}
    search_fields: ClassVar[tuple[str, ...]] = ()
    filterset_class: Any = None
    query_class: ClassVar[type[Serializer] | None] = None

    def get(self, request: PersonApiRequest) -> Response:
        refuse_unknown(request.query_params, self.parameters())
        names = wanted_fields(request, self.known_fields())
        page: Any = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        shown = self.get_serializer(self.lines(page), many=True).data
        return self.get_paginated_response([only(each, names) for each in shown])

    def lines(self, page: list[Any]) -> Sequence[Any]:
        """What the serializer gets for these rows."""
        return page

    def query(self) -> dict[str, Any]:
        return accepted(self.query_class, self.request.query_params.dict()) if self.query_class else {}

    def parameters(self) -> list[str]:
        """Names that the address may hold."""
        filters = list(self.filterset_class.base_filters) if self.filterset_class else []
        ordering = ["ordering"] if self.orderings else []
        queried = list(self.query_class().fields) if self.query_class else []
        return [*OF_EVERY_LIST, *filters, *queried, *ordering, *(["search"] if self.search_fields else [])]


class DetailView(ReadView):
    """One row, which `get_row` finds or denies, with a strong ETag; `fields` as in lists."""

    def get_row(self, *, is_locked: bool = False, **ids: Any) -> Any:
        """As this person may see it. `is_locked`: until the transaction ends, to be changed."""
        raise NotImplementedError

    def get(self, request: PersonApiRequest, **ids: Any) -> HttpResponse | Response:
        return self.answer(self.get_row(**ids))

    def answer(self, row: Any) -> HttpResponse | Response:
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


class RemovalView(DetailView):
    """DELETE of one row: `If-Match` is compared under the row's lock, then `remove` is called."""

    def remove(self, row: Any) -> None:
        raise NotImplementedError

    def delete(self, request: PersonApiRequest, **ids: Any) -> Response:
        row = self.get_row(is_locked=True, **ids)
        require_match(request, etag_of(self.get_serializer(row).data))
        self.remove(row)
        return Response(status=204)
