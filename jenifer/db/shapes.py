"""The shape of a JSON column, declared once as JSON Schema (2020-12) and enforced twice.

In Python by the jsonschema library, with a sentence for a person; in the database by a CHECK whose
condition is the same schema as an SQL/JSON path. The vocabulary is the part of JSON Schema that both
sides can hold: type, enum, minimum, maximum, pattern, properties, required, additionalProperties,
items, maxItems, anyOf. Lengths of texts (minLength, maxLength) are Python's alone: a bounded repetition
makes PostgreSQL's regular expressions slow.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, validators
from jsonschema import ValidationError as WrongShape

Shape = dict[str, Any]

BOOLEAN: Shape = {"type": "boolean"}
NULL: Shape = {"type": "null"}
CLOCK: Shape = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
DATE: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
MOMENT: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z?)?$"}
ANYTHING: Shape = {}


def text(most: int = 500, least: int = 0) -> Shape:
    return {"type": "string", "maxLength": most} | ({"minLength": least} if least else {})


def number(least: float, most: float, *, whole: bool = True) -> Shape:
    return {"type": "integer" if whole else "number", "minimum": least, "maximum": most}


def one_of(*values: str) -> Shape:
    return {"type": "string", "enum": list(values)}


def list_of(items: Shape, most: int = 200) -> Shape:
    return {"type": "array", "items": items, "maxItems": most}


def nullable(shape: Shape) -> Shape:
    return {"anyOf": [NULL, shape]}


def record(required: dict[str, Shape] | None = None, /, **optional: Shape) -> Shape:
    """An object with these keys and no other."""
    required = required or {}
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def mapping(values: Shape) -> Shape:
    """An object with any keys, all values of one shape."""
    return {"type": "object", "additionalProperties": values}


def _pattern(_validator: Any, pattern: str, value: Any, _shape: Any) -> Iterator[WrongShape]:
    """As the standard and the database mean `$`: the end; Python's also stands before a last line break."""
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield WrongShape(f"{value!r} does not match {pattern!r}")


Validator = validators.extend(Draft202012Validator, {"pattern": _pattern})


TAGS = list_of(text(100), most=100)


def check_shape(value: Any, shape: Shape) -> None:
    """Raise a ValidationError that says where and why the value does not fit."""
    error = next(Validator(shape).iter_errors(value), None)
    if error is not None:
        where = error.json_path.removeprefix("$").lstrip(".") or _("the value")
        raise ValidationError(_("%(where)s: %(why)s"), params={"where": where, "why": error.message})


def path_condition(shape: Shape) -> str:
    """The shape as an SQL/JSON path that yields the value itself when it fits, and nothing otherwise."""
    return f"strict $ ? ({_predicate(shape)})"


def _predicate(shape: Shape) -> str:
    """A predicate on `@` that is never unknown: every comparison stands behind a test of the type."""
    if "anyOf" in shape:
        return "(" + " || ".join(_predicate(part) for part in shape["anyOf"]) + ")"
    kind = shape.get("type")
    if kind is None:
        return "(1 == 1)"
    name = "number" if kind == "integer" else kind
    return "(" + " && ".join([f'@.type() == "{name}"', *_DETAILS.get(kind, _no_details)(shape)]) + ")"


def _no_details(shape: Shape) -> list[str]:
    return []


def _string_details(shape: Shape) -> list[str]:
    parts = []
    if "enum" in shape:
        parts.append("(" + " || ".join(f"@ == {json.dumps(value)}" for value in shape["enum"]) + ")")
    if "pattern" in shape:
        parts.append(f"@ like_regex {json.dumps(shape['pattern'])}")
    return parts


def _number_details(shape: Shape) -> list[str]:
    parts = ["@.floor() == @"] if shape["type"] == "integer" else []
    parts += [f"@ >= {shape['minimum']}"] if "minimum" in shape else []
    return parts + ([f"@ <= {shape['maximum']}"] if "maximum" in shape else [])


def _array_details(shape: Shape) -> list[str]:
    parts = [f"@.size() <= {shape['maxItems']}"] if "maxItems" in shape else []
    return [*parts, f"!exists(@[*] ? (!{_predicate(shape['items'])}))"] if shape.get("items") else parts


def _object_details(shape: Shape) -> list[str]:
    known = shape.get("properties", {})
    parts = [f"exists({_member(key)})" for key in shape.get("required", ())]
    parts += [f"!exists({_member(key)}.value ? (!{_predicate(part)}))" for key, part in known.items()]
    other = " && ".join(f"@.key != {json.dumps(key)}" for key in known) or "1 == 1"
    match shape.get("additionalProperties", True):
        case False:
            parts.append(f"!exists(@.keyvalue() ? ({other}))")
        case dict() as values if values:
            parts.append(f"!exists(@.keyvalue() ? ({other}).value ? (!{_predicate(values)}))")
    return parts


def _member(key: str) -> str:
    return f"@.keyvalue() ? (@.key == {json.dumps(key)})"


_DETAILS = {
    "string": _string_details,
    "integer": _number_details,
    "number": _number_details,
    "array": _array_details,
    "object": _object_details,
}


class ShapeCheck(models.CheckConstraint):
    """CHECK that a JSON column has its declared shape (NULL passes; NOT NULL is the column's affair)."""

    def __init__(self, *, field: str, shape: Shape, name: str, **kwargs: Any) -> None:
        self.field, self.shape = field, shape
        super().__init__(condition=models.Q(**{f"{field}__isnull": False}), name=name, **kwargs)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        kwargs.pop("condition")
        return path, args, kwargs | {"field": self.field, "shape": self.shape}

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = None) -> None:
        value = getattr(instance, instance._meta.get_field(self.field).attname)
        if value is None or (exclude and self.field in exclude):
            return
        try:
            check_shape(value, self.shape)
        except ValidationError as error:
            raise ValidationError({self.field: error}) from None

    def _get_check_sql(self, model: Any, schema_editor: Any) -> str:
        column = schema_editor.quote_name(model._meta.get_field(self.field).column)
        path = schema_editor.quote_value(path_condition(self.shape))
        return f"{column} @? {path}::jsonpath"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShapeCheck) and self.deconstruct() == other.deconstruct()

    __hash__ = models.CheckConstraint.__hash__
