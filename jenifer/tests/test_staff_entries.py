"""Staff in a customer's organization, by raw SQL as the application: who may, for how long, what it leaves."""

from typing import Any
from uuid import uuid4

import pytest

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Statement, Ways
from jenifer.tests.catalogue.rows import House

REFUSED = "InsufficientPrivilege"
MEETINGS: Statement = ("SELECT FROM meetings", {})


def inside(house: House, **changes: Any) -> Principal:
    return Principal(str(house.staff), entry_id=str(house.entry))._replace(**changes)


def outcome(ways: Ways, by: Principal, *statements: Statement) -> Outcome:
    return ways.outcome(Attempt(statements, 0, by))


def enter(house: House, reason: str = "Ticket 7", minutes: int = 30) -> Statement:
    values = {"org": house.org, "reason": reason, "minutes": minutes}
    return "SELECT FROM app.enter_org(%(org)s, %(reason)s, %(minutes)s)", values


# --- what an entry opens


def test_an_entry_opens_the_organization_and_no_other(ways: Ways, ours: House, theirs: House) -> None:
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, inside(ours))
        seen = ways.app.execute("SELECT DISTINCT org_id FROM meetings").fetchall()
        assert seen == [(ours.org,)]
        changed = ways.app.execute("UPDATE meetings SET title = 'New' RETURNING org_id").fetchall()
        assert set(changed) == {(ours.org,)}
        named = ways.app.execute("SELECT id FROM organizations").fetchall()
        assert named == [(ours.org,)]


@pytest.mark.parametrize("table", ["notifications", "integrations", "ai_conversations", "ai_messages"])
def test_what_is_a_persons_own_is_read_and_no_more(table: str, ways: Ways, ours: House) -> None:
    row = {"id": ours.rows[table]["id"]}
    assert outcome(ways, inside(ours), (f"SELECT FROM {table} WHERE id = %(id)s", row)) == 1
    update = (f"UPDATE {table} SET created_at = created_at WHERE id = %(id)s", row)
    delete = (f"DELETE FROM {table} WHERE id = %(id)s", row)
    assert {outcome(ways, inside(ours), statement) for statement in (update, delete)} <= {0, REFUSED}


def test_staff_speak_in_nobodys_conversation(ways: Ways, ours: House) -> None:
    said = {"org": ours.org, "in": ours.rows["ai_conversations"]["id"]}
    insert = (
        "INSERT INTO ai_messages (org_id, conversation_id, role, content)"
        " VALUES (%(org)s, %(in)s, 'user', 'Hello')"
    )
    assert outcome(ways, inside(ours), (insert, said)) == REFUSED
    assert outcome(ways, Principal(str(ours.admin)), (insert, said)) == 1


def test_outside_of_the_entry_staff_are_only_themselves(ways: Ways, ours: House) -> None:
    assert outcome(ways, Principal(str(ours.staff)), MEETINGS) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"entry_id": str(uuid4())},  # made up
        {"user_id": ""},  # nobody's
        {"entry_id": ""},
    ],
)
def test_a_forged_entry_opens_nothing(changes: dict[str, str], ways: Ways, ours: House) -> None:
    assert outcome(ways, inside(ours, **changes), MEETINGS) == 0


def test_an_entry_is_ones_own(ways: Ways, ours: House, theirs: House) -> None:
    for other in (theirs.staff, theirs.admin, ours.admin):
        assert outcome(ways, inside(ours, user_id=str(other)), MEETINGS) == 0


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE staff_entries SET ended_at = now() WHERE id = %(entry)s",
        "UPDATE staff_entries SET entered_at = now() - interval '1 hour', expires_at = now() WHERE id = %(entry)s",
        "UPDATE users SET is_staff = false WHERE id = %(staff)s",
        "UPDATE users SET is_active = false WHERE id = %(staff)s",
    ],
)
def test_an_entry_that_is_over_opens_nothing(end: str, ways: Ways, ours: House) -> None:
    undo = (
        "UPDATE staff_entries SET ended_at = NULL, entered_at = now(), expires_at = now() + interval '59 minutes'"
        " WHERE id = %(entry)s",
        "UPDATE users SET is_staff = true, is_active = true WHERE id = %(staff)s",
    )
    who = {"entry": ours.entry, "staff": ours.staff}
    ways.owner.execute(end, who)
    try:
        assert outcome(ways, inside(ours), MEETINGS) == 0
    finally:
        for statement in undo:
            ways.owner.execute(statement, who)
    assert outcome(ways, inside(ours), MEETINGS) == 1


def test_an_entry_ends_in_the_middle_of_a_transaction(ways: Ways, ours: House) -> None:
    soon = "UPDATE staff_entries SET entered_at = now() - interval '1 hour' + interval '0.3 second',"
    ways.owner.execute(f"{soon} expires_at = now() + interval '0.3 second' WHERE id = %s", [ours.entry])
    try:
        with ways.app.transaction(force_rollback=True):
            ways.app.execute(BIND, inside(ours))
            assert ways.app.execute(*MEETINGS).rowcount == 1
            ways.app.execute("SELECT pg_sleep(0.4)")
            assert ways.app.execute(*MEETINGS).rowcount == 0
    finally:
        later = "UPDATE staff_entries SET entered_at = now(), expires_at = now() + interval '59 minutes'"
        ways.owner.execute(f"{later} WHERE id = %s", [ours.entry])


# --- entering and leaving


def test_staff_enter_a_customers_organization(ways: Ways, ours: House) -> None:
    assert outcome(ways, Principal(str(ours.staff)), enter(ours)) == 1


def test_nobody_else_enters(ways: Ways, ours: House, theirs: House) -> None:
    people = (ours.admin, ours.colleague, theirs.admin, "")
    assert {outcome(ways, Principal(str(who)), enter(ours)) for who in people} == {REFUSED}


def test_staff_themselves_are_not_entered(ways: Ways, ours: House, theirs: House) -> None:
    for org in (ours.staff_org, theirs.staff_org, uuid4()):
        statement, values = enter(ours)
        assert outcome(ways, Principal(str(ours.staff)), (statement, values | {"org": org})) == REFUSED


@pytest.mark.parametrize("minutes", [-1, 0, 14, 481])
def test_the_time_limit_is_between_a_quarter_and_eight_hours(minutes: int, ways: Ways, ours: House) -> None:
    by = Principal(str(ours.staff))
    assert outcome(ways, by, enter(ours, minutes=minutes)) == "staff_entries_time_limit"
    assert {outcome(ways, by, enter(ours, minutes=good)) for good in (15, 480)} == {1}


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_reason_is_needed(reason: str, ways: Ways, ours: House) -> None:
    refusal = outcome(ways, Principal(str(ours.staff)), enter(ours, reason))
    assert refusal == "staff_entries_reason_given"


def test_an_entry_is_written_by_its_function_alone(ways: Ways, ours: House) -> None:
    forged = (
        "INSERT INTO staff_entries (org_id, user_id, staff_name, reason, expires_at)"
        " VALUES (%(org)s, %(user)s, 'x', 'x', now() + interval '1 hour')",
        {"org": ours.org, "user": ours.staff},
    )
    longer: Statement = ("UPDATE staff_entries SET expires_at = now() + interval '8 hours'", {})
    removed: Statement = ("DELETE FROM staff_entries", {})
    for by in (Principal(str(ours.staff)), inside(ours)):
        assert {outcome(ways, by, each) for each in (forged, longer, removed)} == {REFUSED}


def test_entering_one_organization_leaves_the_other(ways: Ways, ours: House, theirs: House) -> None:
    by = Principal(str(ours.staff))
    open_ones = (
        "SELECT FROM staff_entries WHERE user_id = %(who)s AND ended_at IS NULL",
        {"who": ours.staff},
    )
    assert outcome(ways, by, enter(theirs), open_ones) == 1
    assert outcome(ways, by, enter(theirs), ("SELECT app.leave_org()", {}), open_ones) == 0


# --- what it leaves in the customer's log


def test_the_customer_reads_who_came_why_and_what_they_did(ways: Ways, ours: House) -> None:
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, Principal(str(ours.staff), ip="192.0.2.7"))
        found = ways.app.execute("SELECT app.enter_org(%s, 'Ticket 7', 30)", [ours.org]).fetchone()
        assert found is not None
        entry = found[0]
        ways.app.execute(BIND, Principal(str(ours.staff), entry_id=str(entry)))
        for table in ("meetings", "memberships", "organizations"):
            ways.app.execute(
                f"UPDATE {table} SET {'name' if table == 'organizations' else COLUMN[table]} = 'New'"
            )
        ways.app.execute(BIND, Principal(str(ours.staff)))
        ways.app.execute("SELECT app.leave_org()")
        ways.app.execute(BIND, Principal(str(ours.admin)))
        log = ways.app.execute(
            "SELECT a.action, a.entity_type, a.user_id, e.reason FROM audit_log a"
            " JOIN staff_entries e ON e.id = a.staff_entry_id WHERE e.id = %s ORDER BY a.action, a.entity_type",
            [entry],
        ).fetchall()
    assert log == [
        ("staff_enter", "staff_entry", ours.staff, "Ticket 7"),
        ("staff_leave", "staff_entry", ours.staff, "Ticket 7"),
        ("update", "meeting", ours.staff, "Ticket 7"),
        ("update", "membership", ours.staff, "Ticket 7"),
        ("update", "organization", ours.staff, "Ticket 7"),
    ]


COLUMN = {"meetings": "title", "memberships": "tier"}


def test_a_coming_and_going_cannot_be_invented(ways: Ways, ours: House) -> None:
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, Principal(str(ours.admin)))
        ways.app.execute("SELECT app.log_event('staff_enter', 'staff_entry', NULL, '{}')")
        assert ways.app.execute("SELECT FROM audit_log WHERE action = 'staff_enter'").rowcount == 0


def test_other_customers_and_colleagues_read_nothing_of_it(ways: Ways, ours: House, theirs: House) -> None:
    of_staff = ("SELECT FROM staff_entries WHERE user_id = %(who)s", {"who": ours.staff})
    assert outcome(ways, Principal(str(ours.admin)), of_staff) == 1
    for who in (theirs.admin, ours.colleague, theirs.staff):
        assert outcome(ways, Principal(str(who)), of_staff) == 0


def test_staff_are_no_colleague_whom_a_row_may_name(ways: Ways, ours: House) -> None:
    name = ("UPDATE meetings SET created_by = %(who)s", {"who": ours.staff})
    now: Statement = ("SET CONSTRAINTS ALL IMMEDIATE", {})
    assert outcome(ways, inside(ours), name, now) == "meetings_created_by_same_org"


# --- over all customers


def test_the_list_and_the_figures_are_for_staff(ways: Ways, ours: House, theirs: House) -> None:
    listed: Statement = ("SELECT FROM app.staff_organizations('', 1000, 0) WHERE id = ANY (%(ids)s)", {})
    ids = {"ids": [ours.org, theirs.org, ours.staff_org]}
    figures: Statement = ("SELECT FROM app.staff_figures() f WHERE f IS NOT NULL", {})
    assert outcome(ways, Principal(str(ours.staff)), (listed[0], ids)) == 2
    assert outcome(ways, Principal(str(ours.staff)), figures) == 1
    for who in (ours.admin, ours.colleague, ""):
        assert outcome(ways, Principal(str(who)), (listed[0], ids)) == 0
        assert outcome(ways, Principal(str(who)), figures) == 0


def test_a_switch_of_the_product_is_set_by_staff(ways: Ways, ours: House) -> None:
    flag = {"id": ours.rows["feature_flags"]["id"]}
    switch = ("UPDATE feature_flags SET is_enabled = true WHERE id = %(id)s", flag)
    assert outcome(ways, Principal(str(ours.staff)), switch) == 1
    assert outcome(ways, Principal(str(ours.admin)), switch) == 0
