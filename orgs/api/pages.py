from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils.translation import gettext as _
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.exceptions import ValidationError as SenselessParameter

from orgs.api.lists import ordering_of


class Pages(pagination.CursorPagination):
    """The view says in which order (`order`): columns that are never null, the last one unique."""

    page_size_query_param = "page_size"
    max_page_size = 200
    offset_cutoff = 1_000_000  # so many rows may share the first column of the order

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return ordering_of(request, view.order, view.orderings)

    def get_page_size(self, request: Any) -> int | None:
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        digits = text.lstrip("0")[:9]
        if not text.isascii() or not text.isdigit() or not 1 <= int(digits or 0) <= self.max_page_size:
            message = _("Give a whole number from 1 to %(most)d.") % {"most": self.max_page_size}
            raise SenselessParameter({self.page_size_query_param: [message]})
        return int(digits)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        texts = {"cursor": _("From `next` or `previous`."), "page_size": _("Rows in a page.")}
        shapes = {"cursor": {"type": "string"}, "page_size": size}
        return [
            {"name": name, "in": "query", "required": False, "description": text, "schema": shapes[name]}
            for name, text in texts.items()
        ]

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, DataError):
            # The position in a cursor that we did not make is no value of the column.
            raise NotFound(self.invalid_cursor_message) from None
