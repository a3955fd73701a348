from typing import Any

from rest_framework.negotiation import BaseContentNegotiation


class OneForm(BaseContentNegotiation):
    """A file is that file, and an error a problem, whatever the caller would like better."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
