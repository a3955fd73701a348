"""Rules from CHECK, UNIQUE and composite foreign keys, tried on the sample rows by the tables' owner."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from psycopg.types.json import Jsonb

from jenifer.db.models import Base
from jenifer.db.shapes import ShapeCheck
from jenifer.tests.catalogue.attempts import Attempt, Rule, Statement, Ways
from jenifer.tests.catalogue.by_hand import ALONG, CHECKS, SUBSUMED, UNIQUES
from jenifer.tests.catalogue.rows import House
from jenifer.tests.catalogue.shape_examples import conforming, violations

NO_VALUE = "?"
CONSTRAINTS = """
SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE contype = 'c' AND connamespace = 'public'::regnamespace
  AND conrelid <> 'django_admin_log'::regclass  -- Django's own, which nothing of ours writes
ORDER BY 1
"""
# (org_id, id) is there to be referred to; it forbids nothing that the primary key allows.
UNIQUE_INDEXES = """
SELECT i.relname, x.indrelid::regclass::text FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND NOT x.indisprimary AND x.indrelid::regclass::text = ANY (%s)
  AND i.relname <> x.indrelid::regclass::text || '_org_id_key' ORDER BY 1
"""
REFERENCES = """
SELECT k.conname, k.conrelid::regclass::text, k.confrelid::regclass::text, a.attname
FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2]
WHERE k.contype = 'f' AND cardinality(k.conkey) = 2 AND k.connamespace = 'public'::regnamespace ORDER BY 1
"""
NOW: Statement = ("SET CONSTRAINTS ALL IMMEDIATE", {})


def our_models() -> dict[str, Any]:
    return {model._meta.db_table: model for model in apps.get_models() if issubclass(model, Base)}


def check_rules(ways: Ways, house: House, other: House) -> Iterator[Rule]:
    for name, table in ways.owner.execute(CONSTRAINTS).fetchall():
        yield from _check(name, table, house)


def _check(name: str, table: str, house: House) -> Iterator[Rule]:
    meta = our_models()[table]._meta
    declared = next(constraint for constraint in meta.constraints if constraint.name == name)
    if isinstance(declared, ShapeCheck):
        column = meta.get_field(declared.field).column
        good = Jsonb(conforming(declared.shape))
        for number, bad in enumerate(violations(declared.shape)):
            yield _pair("JSON shape", name, table, house, ({column: good}, {column: Jsonb(bad)}), str(number))
    elif fields := [f for f in meta.local_fields if f.choices and name == f"{table}_{f.column}_values"]:
        for value, _ in fields[0].flatchoices:
            changes = {fields[0].column: value}, {fields[0].column: NO_VALUE}
            yield _pair("value list", name, table, house, changes, value)
    else:
        good_sql, bad_sql = CHECKS[name]
        yield Rule("CHECK", name, _set(table, house, good_sql, 1), _set(table, house, bad_sql, name))


def _pair(kind: str, name: str, table: str, house: House, changes: tuple[Any, Any], case: str = "") -> Rule:
    good, bad = ((f'"{column}" = %({column})s', change) for change in changes for column in change)
    return Rule(
        kind,
        f"{name} {case}",
        _set(table, house, good[0], 1, good[1]),
        _set(table, house, bad[0], name, bad[1]),
    )


def _set(table: str, house: House, change: str, expected: int | str, values: Any = None) -> Attempt:
    sql = f'UPDATE "{table}" SET {change} WHERE id = %(of)s'
    return Attempt(((sql, {"of": house.rows[table]["id"], **(values or {})}),), expected)


def unique_rules(ways: Ways, house: House, other: House) -> Iterator[Rule]:
    for name, table in ways.owner.execute(UNIQUE_INDEXES, [list(our_models())]).fetchall():
        same, different = UNIQUES[name]
        yield Rule(
            "UNIQUE",
            name,
            _copy(table, house, same | different, 1),
            _copy(table, house, same, SUBSUMED.get(str(name), str(name))),
        )


def _copy(table: str, house: House, changes: dict[str, Any], expected: int | str) -> Attempt:
    sql = (
        f'INSERT INTO "{table}" SELECT copied.* FROM "{table}" t,'
        f" jsonb_populate_record(t, %(changes)s || jsonb_build_object('id', uuidv4())) copied"
        " WHERE t.id = %(of)s"
    )
    values = {"of": house.rows[table]["id"], "changes": Jsonb(house.filled(changes))}
    return Attempt(((sql, values),), expected)


def reference_rules(ways: Ways, house: House, other: House) -> Iterator[Rule]:
    for name, table, target, column in ways.owner.execute(REFERENCES).fetchall():
        own = house.rows[target]["id"]
        foreign = other.spare.get(target) or other.rows[target]["id"]
        sql = f'UPDATE "{table}" SET "{column}" = %(to)s{ALONG.get(name, "")} WHERE id = %(of)s'
        row = {"of": house.rows[table]["id"]}
        yield Rule(
            "reference",
            name,
            Attempt(((sql, row | {"to": own}), NOW, (f'SELECT FROM "{table}" WHERE id = %(of)s', row)), 1),
            Attempt(((sql, row | {"to": foreign}), NOW), name),
        )
