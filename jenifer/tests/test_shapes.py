"""The shape of a JSON column means the same to Python and to the database.

But for what Python's side alone checks: minLength and maxLength (jenifer.db.shapes says why).
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb
from pytest_django import DjangoDbBlocker

from jenifer.db import shapes
from jenifer.db.models import Base
from jenifer.db.shapes import Shape, ShapeCheck, check_shape, path_condition
from jenifer.tests.catalogue.attempts import connect

# What jsonb cannot hold: NUL in a text, half a surrogate pair.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 2_000), st.floats(-10, 2_000).map(lambda x: round(x, 1)), TEXTS
)


def declared() -> dict[str, Shape]:
    return {
        constraint.name: constraint.shape
        for model in apps.get_models()
        if issubclass(model, Base)
        for constraint in model._meta.constraints
        if isinstance(constraint, ShapeCheck)
    }


@cache
def values_of(name: str) -> st.SearchStrategy[Any]:
    return near(declared()[name])


def near(shape: Shape) -> st.SearchStrategy[Any]:
    """Values that often have the shape, and often just miss it."""
    return st.one_of(_in(shape), _in(shape), SCALARS, st.lists(SCALARS, max_size=2))


def _in(shape: Shape) -> st.SearchStrategy[Any]:
    if "anyOf" in shape:
        return st.one_of([near(part) for part in shape["anyOf"]])
    match shape.get("type"):
        case "object":
            return _records(shape)
        case "array":
            return st.lists(near(shape["items"]), max_size=min(shape["maxItems"], 4) + 1)
        case "string":
            return _texts(shape)
        case "integer" | "number":
            return st.sampled_from([shape["minimum"], shape["maximum"], shape["maximum"] + 1, 1.0, 1.5])
        case "boolean":
            return st.booleans()
    return SCALARS


def _records(shape: Shape) -> st.SearchStrategy[Any]:
    parts = {name: near(part) for name, part in shape.get("properties", {}).items()}
    required = {name: parts.pop(name) for name in shape.get("required", ())}
    records = st.fixed_dictionaries(required, optional=parts)
    other = st.dictionaries(TEXTS, near(shape.get("additionalProperties") or {}), max_size=1)
    return st.one_of(records, st.builds(lambda record, more: {**record, **more}, records, other), other)


def _texts(shape: Shape) -> st.SearchStrategy[Any]:
    if "enum" in shape:
        return st.sampled_from([*shape["enum"], shape["enum"][0].upper(), ""])
    return st.from_regex(shape["pattern"]) if "pattern" in shape else TEXTS


@pytest.fixture(scope="module")
def owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[psycopg.Connection]:
    with django_db_blocker.unblock(), connect("owner") as connection:
        yield connection


@pytest.fixture(scope="module")
def checks(owner: psycopg.Connection) -> dict[str, str]:
    """The condition of each constraint as the database holds it, as a question about one value."""
    found = owner.execute(
        "SELECT k.conname, a.attname, pg_get_expr(k.conbin, k.conrelid) FROM pg_constraint k"
        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        " WHERE k.contype = 'c' AND k.conname LIKE '%\\_shape'"
    ).fetchall()
    return {
        name: f'SELECT {condition.replace("%", "%%")} FROM (SELECT %s::jsonb AS "{column}") row'
        for name, column, condition in found
    }


def fits(value: Any, shape: Shape) -> bool:
    try:
        check_shape(value, shape)
    except ValidationError:
        return False
    return True


def test_every_shape_stands_in_the_database(checks: dict[str, str]) -> None:
    assert checks.keys() == declared().keys()


@pytest.mark.parametrize("name", sorted(declared()))
@settings(max_examples=settings().max_examples // 6)
@given(data=st.data())
def test_both_sides_agree(
    name: str, data: st.DataObject, owner: psycopg.Connection, checks: dict[str, str]
) -> None:
    value = data.draw(values_of(name))
    assert owner.execute(checks[name], [Jsonb(value)]).fetchone() == (fits(value, declared()[name]),)


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        (shapes.CLOCK, ["09:00", "9:00", "24:00", "23:59", "09:00\n", " 09:00", "\u0660\u0669:00"]),
        (shapes.MOMENT, ["2026-11-24", "2026-11-24T09:00:00Z", "2026-11-24T09:00:00", "2026-11-24T09:00Z"]),
        (shapes.number(0, 5), [0, 5, 6, -1, 1.0, 1.5, True, "1", 10**30, 1e300]),
        (shapes.number(0, 5, whole=False), [0.5, 5.01, False]),
        (shapes.nullable(shapes.BOOLEAN), [None, True, 0, []]),
        (shapes.list_of(shapes.BOOLEAN, most=2), [[], [True], [True, 1], [[]], [True] * 3, {}, "[]"]),
        (
            shapes.record({"a": shapes.BOOLEAN}),
            [{}, {"a": True}, {"a": None}, {"a": True, "": 1}, [{"a": True}]],
        ),
        (shapes.mapping(shapes.BOOLEAN), [{}, {'"': True}, {"$": 1}, {"a.b": False}, [], None]),
        (shapes.ANYTHING, [None, [], {}, 1, ""]),
    ],
)
def test_both_sides_agree_at_the_edges(shape: Shape, values: list[Any], owner: psycopg.Connection) -> None:
    question = "SELECT %s::jsonb @? %s::jsonpath"
    told = [owner.execute(question, [Jsonb(value), path_condition(shape)]).fetchone() for value in values]
    assert told == [(fits(value, shape),) for value in values]


def test_a_person_is_told_where_and_why() -> None:
    shape = shapes.record(days=shapes.list_of(shapes.one_of("monday")))
    with pytest.raises(ValidationError, match=r"days\[1\]: 'someday' is not one of \['monday'\]"):
        check_shape({"days": ["monday", "someday"]}, shape)
    assert json.loads(json.dumps(shape)) == shape
