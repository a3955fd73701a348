from typing import Any

from rest_framework import pagination


class Pages(pagination.CursorPagination):
    """The view says in which order (`order`): columns that are never null, the last one unique."""

    page_size_query_param = "page_size"
    max_page_size = 200
    offset_cutoff = 1_000_000  # so many rows may share the first column of the order

    def get_ordering(self, request: Any, queryset: Any, view: Any) -> tuple[str, ...]:
        return view.order
