"""One statement of raw SQL, who makes it, and what comes of it. Every attempt is rolled back."""

from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections

from jenifer.db.base import BIND
from jenifer.principal import Principal

type Statement = tuple[str, dict[str, Any]]
type Outcome = int | str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Statements as one principal of the application, or (None) as the owner of the tables.

    `expected`: how many rows the last statement saw or changed, or what refused it: the name of the
    constraint, or else of the error.
    """

    statements: tuple[Statement, ...]
    expected: Outcome
    by: Principal | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: something in PostgreSQL's catalogue, what it lets through and what it does not."""

    kind: str
    name: str
    passing: Attempt
    violating: Attempt


@dataclass(frozen=True, slots=True)
class Ways:
    """The two ways into the test database."""

    owner: psycopg.Connection
    app: psycopg.Connection

    def outcome(self, attempt: Attempt) -> Outcome:
        connection = self.owner if attempt.by is None else self.app
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(BIND, attempt.by or Principal())
                found = [connection.execute(*statement).rowcount for statement in attempt.statements]
                return found[-1]
        except psycopg.Error as error:
            return error.diag.constraint_name or type(error).__name__

    def close(self) -> None:
        self.owner.close()
        self.app.close()


def connect(alias: str) -> psycopg.Connection:
    """A connection of its own to the test database, without Django between."""
    given = connections[alias].get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{name: given[name] for name in names if given.get(name)}, autocommit=True)
