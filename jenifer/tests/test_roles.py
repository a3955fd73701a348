"""What the application's role may not do at all, and that the definer's functions lend it nothing."""

from typing import Any

import pytest

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Statement, Ways
from jenifer.tests.catalogue.rows import House

REFUSED = "InsufficientPrivilege"
FORBIDDEN = [
    "TRUNCATE meetings",
    "ALTER TABLE meetings DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE meetings NO FORCE ROW LEVEL SECURITY",
    "DROP TABLE meetings",
    "DROP POLICY wall_select ON meetings",
    "CREATE POLICY open ON meetings USING (true)",
    "CREATE INDEX ON meetings (title)",
    "CREATE TRIGGER mine BEFORE UPDATE ON meetings FOR EACH ROW EXECUTE FUNCTION app.touch()",
    "CREATE OR REPLACE FUNCTION app.member_org() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
    "CREATE TABLE public.mine (id int)",
    "CREATE TABLE app.mine (id int)",
    "CREATE TEMPORARY TABLE mine (id int)",
    "CREATE SCHEMA mine",
    "SET ROLE jenifer_owner",
    "SET ROLE jenifer_definer",
    "SET ROLE jenifer_backup",
    "SET SESSION AUTHORIZATION jenifer_owner",
    "ALTER ROLE jenifer_app BYPASSRLS",
    "CREATE ROLE mine",
    "GRANT jenifer_definer TO jenifer_app",
    "SELECT * FROM pg_authid",
    "COPY meetings TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "SET session_replication_role = replica",
    "SELECT lo_import('/etc/passwd')",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
]
ANY_RIGHTS = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
       (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid),
       (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid),
       (SELECT count(*) FROM pg_proc p WHERE p.proowner = r.oid)
FROM pg_roles r WHERE r.rolname = current_user
"""
FUNCTIONS = """
SELECT p.oid::regprocedure::text, p.prosecdef, p.proconfig, p.prorettype = 'trigger'::regtype,
       has_function_privilege(%s, p.oid, 'EXECUTE'), has_function_privilege('public', p.oid, 'EXECUTE')
FROM pg_proc p WHERE p.pronamespace = 'app'::regnamespace ORDER BY 1
"""

# Called by the definer's other functions alone.
INTERNAL = {
    "app.add_news(app.news[])",
    "app.flag_verdicts()",
    "app.has_attendees(uuid,text)",
    "app.is_on(meetings)",
    "app.master_of(meetings)",
    "app.newly_declined(jsonb,jsonb)",
    "app.news_of(text,meetings,uuid,timestamp with time zone,timestamp with time zone,text)",
    "app.news_of_change(meetings,meetings)",
    "app.news_of_instance(meetings,meetings,boolean)",
    "app.note_calendar_changes(uuid[],text[])",
    "app.series_uid(meetings)",
    "app.tells_attendees(integrations)",
    "app.told_of(meetings)",
    "app.write_target(uuid)",
    "app.told_of_news(meetings)",
}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(statement: str, ways: Ways, ours: House) -> None:
    assert ways.outcome(Attempt(((statement, {}),), REFUSED, Principal(str(ours.admin)))) == REFUSED


def test_the_application_is_a_plain_role(ways: Ways) -> None:
    assert ways.app.execute(ANY_RIGHTS).fetchone() == (False, False, False, False, False, 0, 0, 0)


def test_switching_row_security_off_yields_an_error_not_rows(ways: Ways, ours: House) -> None:
    statements: tuple[Statement, ...] = ("SET LOCAL row_security = off", {}), ("SELECT FROM meetings", {})
    assert ways.outcome(Attempt(statements, REFUSED, Principal(str(ours.admin)))) == REFUSED


def test_hanging_requests_are_ended(ways: Ways) -> None:
    limits = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    assert [ways.app.execute(f"SHOW {name}").fetchone() for name in limits] == [("30s",), ("5s",), ("1min",)]


@pytest.fixture(scope="module")
def functions(ways: Ways) -> list[tuple[Any, ...]]:
    return ways.owner.execute(FUNCTIONS, [ways.app.info.user]).fetchall()


def test_functions_with_the_definers_rights_pin_what_names_mean(functions: list[tuple[Any, ...]]) -> None:
    """pg_temp last: unnamed it comes first, and a temporary type would run code as the definer."""
    pinned = {tuple(config or ()) for _, is_definer, config, *_ in functions if is_definer}
    assert pinned == {("search_path=pg_catalog, pg_temp",)}


def test_functions_are_nobody_elses_to_call_and_triggers_nobodys(functions: list[tuple[Any, ...]]) -> None:
    may_call = {name: (by_app, by_all) for name, _, _, _, by_app, by_all in functions}
    wanted = {
        name: (not is_trigger and name not in INTERNAL, False) for name, _, _, is_trigger, _, _ in functions
    }
    assert wanted.keys() >= INTERNAL
    assert may_call == wanted


def test_a_temporary_type_runs_nothing_as_the_definer(ways: Ways, ours: House) -> None:
    """Were temporary objects allowed, the functions' names would still mean the catalogue's."""
    database = ways.owner.info.dbname
    ways.owner.execute(f'GRANT TEMPORARY ON DATABASE "{database}" TO PUBLIC')
    try:
        with ways.app.transaction(force_rollback=True):
            ways.app.execute("CREATE TEMPORARY TABLE users (LIKE public.users)")
            ways.app.execute("CREATE DOMAIN pg_temp.inet AS pg_catalog.inet CHECK (false)")
            ways.app.execute("CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (false)")
            ways.app.execute("SET LOCAL search_path = pg_temp, public, pg_catalog")
            ways.app.execute(BIND, Principal(str(ours.admin), ip="192.0.2.1"))
            ways.app.execute("SELECT app.log_event('export', 'executive', NULL, '{}')")
            assert ways.app.execute("SELECT app.member_org()").fetchone() == (ours.org,)
    finally:
        ways.owner.execute(f'REVOKE TEMPORARY ON DATABASE "{database}" FROM PUBLIC')
