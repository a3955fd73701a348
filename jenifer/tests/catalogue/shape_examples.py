"""From the shape of a JSON column: a value that has it, and values that miss it in one place each."""

from collections.abc import Iterator
from typing import Any

from jenifer.db.shapes import Shape

# What texts with these patterns look like.
PATTERNED = {
    "^([01][0-9]|2[0-3]):[0-5][0-9]$": "09:00",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "2026-11-24",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z?)?$": "2026-11-24T09:00:00Z",
}
UNKNOWN = "?"


def conforming(shape: Shape) -> Any:
    """A value with every key that the shape knows."""
    if "anyOf" in shape:
        return conforming(shape["anyOf"][-1])
    match shape.get("type"):
        case "object":
            known = {name: conforming(part) for name, part in shape.get("properties", {}).items()}
            return known if shape.get("additionalProperties") is False else known | {UNKNOWN: _other(shape)}
        case "array":
            return [conforming(shape["items"])]
        case "string":
            return shape["enum"][0] if "enum" in shape else PATTERNED.get(shape.get("pattern", ""), "text")
        case "integer" | "number":
            return shape["minimum"]
        case "boolean":
            return True
    return None


def _other(shape: Shape) -> Any:
    return conforming(shape["additionalProperties"])


def violations(shape: Shape) -> Iterator[Any]:
    """Values of a wrong type, with an unknown key, without a required one, too long, wrong deep inside."""
    if "anyOf" in shape:
        yield from violations(shape["anyOf"][-1])
        return
    match shape.get("type"):
        case "object":
            yield []
            yield from _broken_records(shape)
        case "array":
            yield {}
            yield from ([wrong] for wrong in violations(shape["items"]))
            yield [conforming(shape["items"])] * (shape["maxItems"] + 1)
        case "string":
            yield 1
            if {"enum", "pattern"} & set(shape):
                yield UNKNOWN
        case "integer" | "number" as kind:
            yield from (shape["minimum"] - 1, shape["maximum"] + 1, "1")
            yield from [shape["minimum"] + 0.5] if kind == "integer" else []
        case "boolean":
            yield "true"


def _broken_records(shape: Shape) -> Iterator[Any]:
    good = conforming(shape)
    if shape.get("additionalProperties") is False:
        yield good | {UNKNOWN: 1}
    elif shape["additionalProperties"]:
        yield from ({UNKNOWN: wrong} for wrong in violations(shape["additionalProperties"]))
    for name in shape.get("required", ()):
        yield {key: value for key, value in good.items() if key != name}
    for name, part in shape.get("properties", {}).items():
        yield from (good | {name: wrong} for wrong in violations(part))
