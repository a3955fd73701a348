"""The log of changes: who, for whom, from where, what; never a secret."""

from typing import Any

import pytest
from psycopg.rows import dict_row

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Statement, Ways
from jenifer.tests.catalogue.rows import House

SECRETS = {
    "users": {"password": "s3cret"},
    "invitations": {"token": "s3cret"},
    "integrations": {"access_token": "v1:s3cret", "refresh_token": "v1:s3cret", "sync_cursor": "s3cret"},
}


def logged(ways: Ways, by: Principal, *statements: Statement) -> list[dict[str, Any]]:
    """What an admin finds in the log after statements that are rolled back again."""
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, by)
        known = [row[0] for row in ways.app.execute("SELECT id FROM audit_log").fetchall()]
        for sql, parameters in statements:
            ways.app.execute(sql, parameters)
        with ways.app.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute("SELECT * FROM audit_log WHERE id <> ALL (%s)", [known])
            return [dict(row) for row in found.fetchall()]


def test_an_entry_says_who_for_whom_from_where_and_what(ways: Ways, ours: House) -> None:
    executive = ours.rows["executive_profiles"]["id"]
    meeting = ours.rows["meetings"]
    by = Principal(str(ours.admin), "", str(executive), "192.0.2.7", "Browser 1.0")
    rename = ("UPDATE meetings SET title = 'New' WHERE id = %(id)s", {"id": meeting["id"]})
    [entry] = logged(ways, by, rename)
    assert (entry["org_id"], entry["user_id"], entry["acting_for_id"]) == (ours.org, ours.admin, executive)
    assert (str(entry["ip_address"]).removesuffix("/32"), entry["user_agent"]) == ("192.0.2.7", "Browser 1.0")
    assert (entry["action"], entry["entity_type"], entry["entity_id"]) == ("update", "meeting", meeting["id"])
    assert (entry["old_values"], entry["new_values"]) == ({"title": meeting["title"]}, {"title": "New"})


@pytest.mark.parametrize("table", SECRETS)
def test_secrets_never_enter_the_log(table: str, ways: Ways, ours: House) -> None:
    row = ours.rows[table] | {"full_name": "Ada", "status": "revoked"}
    visible = "full_name" if table == "users" else "status"
    columns = SECRETS[table] | {visible: row[visible]}
    changes = ", ".join(f"{name} = %({name})s" for name in columns)
    change = (f"UPDATE {table} SET {changes} WHERE id = %(id)s", columns | {"id": row["id"]})
    [entry] = logged(ways, Principal(str(ours.admin)), change)
    assert (entry["old_values"].keys(), entry["new_values"].keys()) == ({visible}, {visible})


def test_secrets_alone_leave_no_entry(ways: Ways, ours: House) -> None:
    change = ("UPDATE users SET password = 'x', last_login = now() WHERE id = %(id)s", {"id": ours.admin})
    assert logged(ways, Principal(str(ours.admin)), change) == []


def test_a_new_row_is_logged_without_its_secrets(ways: Ways, ours: House) -> None:
    found = ways.owner.execute(
        "SELECT new_values FROM audit_log WHERE action = 'create' AND entity_id = ANY (%s)",
        [[ours.rows[table]["id"] for table in SECRETS]],
    ).fetchall()
    keys = {key for (values,) in found for key in values}
    assert len(found) == 3
    assert keys & {secret for secrets in SECRETS.values() for secret in secrets} == set()


def test_names_of_entities_are_singular(ways: Ways) -> None:
    tables = {
        "executive_profiles": "executive",
        "user_executive_assignments": "assignment",
        "org_feature_overrides": "feature_override",
        "key_dates": "key_date",
        "meetings": "meeting",
    }
    found = {table: ways.owner.execute("SELECT app.singular(%s)", [table]).fetchone() for table in tables}
    assert found == {table: (name,) for table, name in tables.items()}


def test_the_log_is_read_by_admins_and_whom_they_let(ways: Ways, ours: House, theirs: House) -> None:
    def entries(by: object) -> int:
        with ways.app.transaction(force_rollback=True):
            ways.app.execute(BIND, Principal(str(by)))
            return ways.app.execute("SELECT FROM audit_log").rowcount

    assert entries(ours.admin) > 0
    assert entries(ours.colleague) == 0
    grant = "UPDATE users SET permissions = %s::jsonb WHERE id = %s"
    ways.owner.execute(grant, ['["audit.view"]', ours.colleague])
    assert entries(ours.colleague) == entries(ours.admin)
    ways.owner.execute(grant, ["[]", ours.colleague])
