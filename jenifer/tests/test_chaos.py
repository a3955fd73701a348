"""Nothing of one tenant reaches another, whatever becomes of the connections between."""

from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.chaos import let_loose, pooled

OPERATIONS = 2_000
READ = "SELECT org_id FROM meetings"
CHANGE = "UPDATE tasks SET position = position + 1 RETURNING org_id"
REMOVE = "DELETE FROM memberships RETURNING org_id"


def ask(connection: Any, sql: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def bound_per_transaction(connection: Any, house: House | None, chance: Random) -> list[UUID]:
    """What requests do: single statements, transactions, savepoints, a change of principal within."""
    with acting_as(house.admin if house else None):
        match chance.randrange(4):
            case 0:
                return ask(connection, READ)
            case 1:
                with transaction.atomic(connection.alias):
                    return ask(connection, READ) + ask(connection, CHANGE)
            case 2:
                return _with_savepoints(connection)
        with transaction.atomic(connection.alias):
            with acting_as(None):
                seen_by_nobody = ask(connection, READ)
            assert seen_by_nobody == []
            return ask(connection, READ)


def _with_savepoints(connection: Any) -> list[UUID]:
    with transaction.atomic(connection.alias):
        with transaction.atomic(connection.alias):
            removed = ask(connection, REMOVE)
            transaction.set_rollback(True, connection.alias)
        return removed + ask(connection, READ)


def bound_per_session(connection: Any, house: House | None, chance: Random) -> list[UUID]:
    """The usual mistake: the person is set for the connection, when somebody has logged in."""
    if house:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.user_id', %s, false)", [str(house.admin)])
    return ask(connection, READ)


@pytest.fixture(autouse=True)
def database_open(django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield


def test_tenants_on_a_pool_whose_backends_are_killed_never_meet(houses: tuple[House, House]) -> None:
    with pooled("jenifer.db") as alias:
        tally = let_loose(alias, bound_per_transaction, houses, OPERATIONS)
    assert tally.operations >= OPERATIONS
    assert tally.kills > 20
    assert tally.interrupted > 0
    assert tally.wrong == 0


def test_session_settings_leak_and_the_tally_shows_it(houses: tuple[House, House]) -> None:
    """The control: without it a tally of 0 would prove nothing."""
    with pooled("django.db.backends.postgresql") as alias:
        tally = let_loose(alias, bound_per_session, houses, OPERATIONS)
    assert tally.wrong > 0
