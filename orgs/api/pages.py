from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from rest_framework import pagination
from rest_framework.exceptions import NotFound


class Pages(pagination.CursorPagination):
    """The view says in which order (`order`): columns that are never null, the last one unique."""

    page_size_query_param = "page_size"
    max_page_size = 200
    offset_cutoff = 1_000_000  # so many rows may share the first column of the order

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return view.order

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> Any:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, DataError):
            # The position in a cursor that we did not make is no value of the column.
            raise NotFound(self.invalid_cursor_message) from None
