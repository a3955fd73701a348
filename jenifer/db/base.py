"""Engine `jenifer.db`: PostgreSQL, with the principal bound to each transaction by transaction-local settings.

Nothing here outlives a transaction, so a pooled connection never carries one tenant into another's request.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.postgresql import base

from jenifer.principal import ANONYMOUS, Principal, current

BIND = "SELECT " + ", ".join(f"set_config('app.{name}', %s, true)" for name in Principal._fields)


class DatabaseWrapper(base.DatabaseWrapper):
    """Binds before the first statement of a transaction, and again whenever the binding may have been undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bound: Principal | None = None
        self._is_savepoint_statement = False
        self.execute_wrappers.append(self._execute_bound)

    def connect(self) -> None:
        self._bound = None
        super().connect()

    def _set_autocommit(self, autocommit: bool) -> None:
        self._bound = None
        super()._set_autocommit(autocommit)

    def _commit(self) -> None:
        self._bound = None  # under set_autocommit(False) the next transaction begins by itself
        super()._commit()

    def _rollback(self) -> None:
        self._bound = None
        super()._rollback()

    def _savepoint(self, sid: str) -> None:
        self._run_unbound(super()._savepoint, sid)

    def _savepoint_commit(self, sid: str) -> None:
        self._run_unbound(super()._savepoint_commit, sid)

    def _savepoint_rollback(self, sid: str) -> None:
        # Rolling back also undoes a set_config made after the savepoint.
        self._run_unbound(super()._savepoint_rollback, sid)

    def _run_unbound(self, statement: Callable[[str], None], sid: str) -> None:
        self._is_savepoint_statement = True
        try:
            statement(sid)
        finally:
            self._is_savepoint_statement = False
            self._bound = None

    def _execute_bound(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if self._is_savepoint_statement:
            return execute(sql, params, many, context)
        principal = current()
        if self.get_autocommit():
            if principal == ANONYMOUS:
                return execute(sql, params, many, context)
            return self._in_own_transaction(principal, execute, sql, params, many, context)
        if self._bound != principal:
            self._bind(principal)
            self._bound = principal
        return execute(sql, params, many, context)

    def _in_own_transaction(self, principal: Principal, execute: Callable[..., Any], *call: Any) -> Any:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            try:
                cursor.execute(f"BEGIN; {BIND}", principal)  # one journey: values are bound on this side
                self._log_bind()
                result = execute(*call)
                cursor.execute("COMMIT")
            except BaseException:
                if not self.connection.closed:
                    cursor.execute("ROLLBACK")
                raise
            return result

    def _bind(self, values: Sequence[str]) -> None:
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(BIND, values)
        self._log_bind()

    def _log_bind(self) -> None:
        if self.queries_logged:
            self.queries_log.append({"sql": BIND, "time": "0"})
