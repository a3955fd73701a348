from typing import Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """What cannot be followed or stored is a broken request, not a broken server."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            data = super().parse(stream, media_type, parser_context)
            _refuse_unstorable(data)
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
        return data


def _refuse_unstorable(value: Any) -> None:
    """Escapes can spell what PostgreSQL's text has not: NUL, and halves of a surrogate pair."""
    match value:
        case str() if "\0" in value or (
            not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)
        ):
            raise ParseError("JSON parse error - text holds NUL or half a character")
        case list():
            for each in value:
                _refuse_unstorable(each)
        case dict():
            for name, each in value.items():
                _refuse_unstorable(name)
                _refuse_unstorable(each)
