"""The system check sees each way in which a table can stand without its wall."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.checks import Tags, run_checks
from django.db import connections
from pytest_django import DjangoDbBlocker

from jenifer.checks import find_faults
from jenifer.tests.catalogue.attempts import connect

NEW = "CREATE TABLE newcomers (id int)"
WALLED = f"""{NEW};
ALTER TABLE newcomers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_trusted ON newcomers TO {{owner}} USING (true);
CREATE POLICY wall_select ON newcomers """
UNDECLARED = "declare its rules with RowSecurity, or Guard it in a migration"
OPEN = "a policy lets everything through"
TRUNCATED = "the application's role may truncate it"
VIEW = "a view reads with its owner's rights, unless WITH (security_invoker)"
FAULTS = {
    NEW: {"newcomers": UNDECLARED},
    "CREATE TABLE app.newcomers (id int)": {"newcomers": UNDECLARED},
    "ALTER TABLE meetings NO FORCE ROW LEVEL SECURITY": {"meetings": UNDECLARED},
    "ALTER TABLE meetings DISABLE ROW LEVEL SECURITY": {"meetings": UNDECLARED},
    "DROP POLICY wall_trusted ON meetings": {"meetings": UNDECLARED},
    f"{WALLED} USING (id = 1)": {"newcomers": "a policy holds for PUBLIC"},
    f"{WALLED} TO {{app}} USING (true)": {"newcomers": OPEN},
    f"{WALLED} FOR INSERT TO {{app}} WITH CHECK (true)": {"newcomers": OPEN},
    f"{WALLED} TO {{app}} USING (id = 1)": {},
    "GRANT TRUNCATE ON meetings TO {app}": {"meetings": TRUNCATED},
    "GRANT TRUNCATE ON meetings TO PUBLIC": {"meetings": TRUNCATED},
    "CREATE VIEW newcomers AS SELECT * FROM meetings": {"newcomers": VIEW},
    "CREATE MATERIALIZED VIEW newcomers AS SELECT * FROM meetings": {"newcomers": VIEW},
    "CREATE VIEW newcomers WITH (security_invoker = true) AS SELECT * FROM meetings": {},
}


@pytest.fixture
def owner(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[psycopg.Connection]:
    with django_db_blocker.unblock(), connect("owner") as connection:
        yield connection


@pytest.mark.parametrize("change", FAULTS)
def test_a_gap_in_the_wall_is_found(change: str, owner: psycopg.Connection) -> None:
    application = connections["default"].settings_dict["USER"]
    with owner.transaction(force_rollback=True):
        owner.execute(change.format(app=application, owner=owner.info.user))
        assert find_faults(owner.cursor(), application) == FAULTS[change]


@pytest.mark.django_db
def test_the_check_runs_with_the_databases_checks() -> None:
    assert run_checks(tags=[Tags.database], databases=["default", "owner"]) == []
