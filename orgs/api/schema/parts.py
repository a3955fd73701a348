"""Parts of the OpenAPI document that no serializer names: the problem, and a response for each of its statuses."""

from typing import Any

from jenifer.problems import CONTENT_TYPE, MEANINGS, problem_body

CODES = {
    400: "invalid",
    401: "not_authenticated",
    403: "insufficient_scope",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "request_in_progress",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "idempotency_key_reused",
    428: "precondition_required",
    429: "throttled",
    503: "unavailable",
}
PROBLEM_SHAPE = {
    "type": "object",
    "description": "RFC 9457. `type` is stable, for programs; its meaning is at that address.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "For a person."},
        "errors": {"type": "object", "description": "Which fields or parameters, and what is wrong."},
    },
}


def add_shared_parts(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Components that no serializer names: the problem, and one response for each status it comes with."""
    components = result["components"]
    for operation in (each for path in result["paths"].values() for each in path.values()):
        if any(parameter["name"] == "fields" for parameter in operation.get("parameters", ())):
            _row_of(operation, components["schemas"]).pop("required", None)
    components["schemas"]["Problem"] = PROBLEM_SHAPE
    components["responses"] = {f"Problem{status}": _response(status, code) for status, code in CODES.items()}
    _forget_enum_ids(result)
    result["info"]["summary"] = "The desk of an executive assistant"
    return result


def _forget_enum_ids(part: Any) -> None:
    """Notes of the generator to itself."""
    if isinstance(part, dict):
        part.pop("x-spec-enum-id", None)
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _forget_enum_ids(each)


def _row_of(operation: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The shape of a row in the answer, of which `fields` may leave out any part."""
    shape = _followed(operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)
    results = shape["properties"].get("results")
    return _followed(results["items"], schemas) if results else shape


def _followed(shape: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    return schemas[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape


def _response(status: int, code: str) -> dict[str, Any]:
    return {
        "description": MEANINGS[code].text,
        "content": {
            CONTENT_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": problem_body(code, status),
            }
        },
    }
