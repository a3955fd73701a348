"""One row of every table for an organization, built from the models: a new table needs nothing here."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.apps import apps
from django.db import connections, models
from django.db.models import NOT_PROVIDED
from psycopg.rows import dict_row

from jenifer.tests.catalogue.by_hand import SAMPLES
from orgs.models import Organization, StaffEntry, User

type Row = dict[str, Any]

SPARES = ("auth_group", "executive_profiles", "feature_flags")
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
numbers = count(1)
SIMPLE_VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: False,
    models.DateField: date(2026, 11, 24),
    models.DateTimeField: datetime(2026, 11, 24, 12, tzinfo=UTC),
    models.DecimalField: Decimal(1),
    models.GenericIPAddressField: "192.0.2.1",
    models.IntegerField: 1,
    models.JSONField: {},
    models.TimeField: time(12),
}


@dataclass
class House:
    """An organization with an admin, whose the rows are, a colleague without special rights, and staff in it.

    `entry` is by which `staff`, of an organization of their own, are in this one.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    spare: dict[str, Any] = field(default_factory=dict)  # ids of second rows
    org: UUID = field(default_factory=uuid4)
    admin: UUID = field(default_factory=uuid4)
    colleague: UUID = field(default_factory=uuid4)
    staff_org: UUID = field(default_factory=uuid4)
    staff: UUID = field(default_factory=uuid4)
    entry: UUID = field(default_factory=uuid4)

    def new_row(self, model: type[models.Model], **changes: Any) -> Row:
        """Column values of another row of this organization, by database type."""
        given = self.filled(SAMPLES.get(model._meta.db_table, {}) | changes)
        row: Row = {}
        for column in model._meta.local_concrete_fields:
            if column.column in given:
                row[str(column.column)] = given[column.column]
            elif (value := self._value(column)) is not NOT_PROVIDED:
                row[str(column.column)] = column.get_db_prep_save(value, connections["owner"])
        return row

    def filled(self, values: Row) -> Row:
        """Values with this house's ids in place of {org}, {colleague}, {spare[table]}."""
        return {
            name: value.format_map(vars(self)) if isinstance(value, str) else value
            for name, value in values.items()
        }

    def _value(self, column: Any) -> Any:
        if column.name == "updated_at" and column.db_default is not NOT_PROVIDED:
            return LONG_AGO
        if column.remote_field:
            return self._reference(column)
        if column.primary_key and not isinstance(column, models.UUIDField | models.CharField):
            return NOT_PROVIDED  # the database counts
        if column.has_db_default() and not column.unique:
            return NOT_PROVIDED
        if column.null:
            return None
        return self._plain(column)

    def _plain(self, column: Any) -> Any:
        if column.choices:
            return column.flatchoices[0][0]
        if isinstance(column, models.UUIDField):
            return uuid4()
        if isinstance(column, models.CharField | models.TextField):
            return f"{column.name}{next(numbers)}"[: column.max_length]
        return next(SIMPLE_VALUES[kind] for kind in type(column).__mro__ if kind in SIMPLE_VALUES)

    def _reference(self, column: Any) -> Any:
        target = column.remote_field.model
        if target is Organization:
            return self.org
        if target is User:
            return self.admin
        row = self.rows.get(target._meta.db_table)
        is_self = target is column.model
        return None if row is None or is_self else row[key_of(target)]


def every_model() -> list[type[models.Model]]:
    """In an order in which references find their rows."""
    return [Organization, User, *_after({Organization, User})]


def _after(made: set[Any]) -> list[Any]:
    order: list[Any] = []
    waiting = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and m not in made]
    while waiting:
        ready = [m for m in waiting if _needs(m) <= made] or waiting[:1]
        made |= set(ready)
        order += ready
        waiting = [m for m in waiting if m not in made]
    return order


def _needs(model: Any) -> set[Any]:
    return {
        column.remote_field.model for column in model._meta.local_concrete_fields if column.remote_field
    } - {model}


def build(owner: psycopg.Connection) -> House:
    """Insert, as the owner, one row of everything (and a second of what other rows are unique by)."""
    house = House()
    with owner.transaction():
        for model in every_model():
            table = model._meta.db_table
            identity: dict[str, Row] = {
                "organizations": {"id": house.org},
                "users": {"id": house.admin, "role": "admin"},
            }
            house.rows[table] = insert(owner, table, house.new_row(model, **identity.get(table, {})))
            if table in SPARES:
                house.spare[table] = insert(owner, table, house.new_row(model))["id"]
            if table == "users":
                insert(owner, table, house.new_row(model, id=house.colleague, role="user"))
        _add_staff(owner, house)
    return house


def _add_staff(owner: psycopg.Connection, house: House) -> None:
    insert(owner, "organizations", house.new_row(Organization, id=house.staff_org))
    staff = house.new_row(User, id=house.staff, org_id=house.staff_org, is_staff=True, role="admin")
    insert(owner, "users", staff)
    sooner, later = (datetime.now(UTC) + timedelta(minutes=minutes) for minutes in (-1, 59))
    times = {"entered_at": sooner, "expires_at": later}
    insert(owner, "staff_entries", house.new_row(StaffEntry, id=house.entry, user_id=house.staff, **times))


def insert(connection: psycopg.Connection, table: str, row: Row) -> Row:
    """Insert and return the row with what the database added to it."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(insertion(table, row) + " RETURNING *", row).fetchone() or {}


def key_of(model: Any) -> str:
    return model._meta.pk.column


def insertion(table: str, row: Row) -> str:
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f"%({name})s" for name in row)
    return f'INSERT INTO "{table}" ({columns}) VALUES ({values})'


def demolish(owner: psycopg.Connection, *houses: House) -> None:
    """Remove what `build` made: the organization takes its rows along, the rest goes by key."""
    shared = [m for m in every_model()[::-1] if not hasattr(m, "org") and m is not Organization]
    with owner.transaction():
        for house in houses:
            made = [house.org, house.staff_org]
            owner.execute("DELETE FROM organizations WHERE id = ANY(%s)", [made])
            for model in shared:
                table, key = model._meta.db_table, key_of(model)
                value = house.rows[table][key]
                owner.execute(f'DELETE FROM "{table}" WHERE "{key}" = %s', [value])
            for table, key in house.spare.items():
                owner.execute(f'DELETE FROM "{table}" WHERE id = %s', [key])
        gone = [org for house in houses for org in (house.org, house.staff_org)]
        owner.execute("DELETE FROM audit_log WHERE entity_id = ANY(%s)", [gone])
