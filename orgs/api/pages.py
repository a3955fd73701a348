from rest_framework import pagination


class Pages(pagination.CursorPagination):
    ordering = ("created_at", "id")
    page_size_query_param = "page_size"
    max_page_size = 200
