"""What the wall costs: who acts is looked up once a statement, and indexes are used as without it."""

from typing import Any

import pytest

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.constraints import our_models
from jenifer.tests.catalogue.rows import House

POLICIES = """
SELECT c.relname || ' ' || p.polname, expression FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
CROSS JOIN LATERAL (VALUES (pg_get_expr(p.polqual, c.oid)), (pg_get_expr(p.polwithcheck, c.oid)))
  AS e (expression)
WHERE expression LIKE '%app.%'
"""
ONCE = "( SELECT app."
# Depends on the row that is being added, so it cannot be asked once.
A_ROW_AT_A_TIME = "app.may_join("


def plan(ways: Ways, house: House, sql: str) -> list[dict[str, Any]]:
    """The nodes of the plan that ran, with how often each did."""
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, Principal(str(house.colleague)))
        ways.app.execute("SET LOCAL enable_seqscan = off")  # the tables of a test are small
        found = ways.app.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}").fetchone()
    return list(_nodes(found[0][0]["Plan"])) if found else []


def _nodes(node: dict[str, Any]) -> Any:
    yield node
    for part in node.get("Plans", ()):
        yield from _nodes(part)


def test_policies_ask_who_acts_in_a_subquery_of_its_own(ways: Ways) -> None:
    """Bare, the function would be called for every row."""
    for name, expression in ways.owner.execute(POLICIES).fetchall():
        bare = expression.replace(ONCE, "").replace(A_ROW_AT_A_TIME, "")
        assert "app." not in bare, name


@pytest.mark.parametrize("table", sorted(our_models()))
def test_who_acts_is_looked_up_once_a_statement(table: str, ways: Ways, ours: House) -> None:
    asked = [node for node in plan(ways, ours, f'SELECT * FROM "{table}"') if "Subplan Name" in node]
    assert {node["Actual Loops"] for node in asked if node["Subplan Name"].startswith("InitPlan")} <= {0, 1}


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("created_at <= '2026-11-24Z'", "idx_audit_log_org"),
        ("action = 'export'", "idx_audit_log_action"),
    ],
)
def test_the_newest_entries_of_the_log_are_found_by_its_indexes(
    ways: Ways, ours: House, wanted: str, index: str
) -> None:
    sql = f"SELECT * FROM audit_log WHERE {wanted} ORDER BY created_at DESC, id DESC LIMIT 51"
    # Of few rows the planner may rather walk the organization's newest: by an index too, and in order.
    used = {node.get("Index Name") for node in plan(ways, ours, sql)}
    assert used & {index, "idx_audit_log_org"}


def test_a_days_meetings_are_found_by_their_index(ways: Ways, ours: House) -> None:
    day = "start_time < '2026-11-25Z' AND end_time > '2026-11-24Z'"
    nodes = plan(ways, ours, f"SELECT * FROM meetings WHERE {day}")
    assert {node["Index Name"] for node in nodes if "Index Name" in node} == {"idx_meetings_time"}
