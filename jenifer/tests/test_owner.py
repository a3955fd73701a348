"""What the tables' owner does: data migrations reach every row, an organization goes with all it has."""

from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.constraints import our_models
from jenifer.tests.catalogue.rows import House

PERSONAL = (
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialtoken",
    "usersessions_usersession",
)
SHARED = {"feature_flags", "audit_log"}


def test_a_data_migration_reaches_the_rows_of_every_organization(
    ways: Ways, ours: House, theirs: House
) -> None:
    with ways.owner.transaction(force_rollback=True):
        for table in our_models():
            changed = ways.owner.execute(f'UPDATE "{table}" SET created_at = created_at RETURNING id')
            found = {row[0] for row in changed.fetchall()}
            assert {ours.rows[table]["id"], theirs.rows[table]["id"]} <= found, table


def test_a_deleted_organization_leaves_one_entry_without_values(ways: Ways, ours: House) -> None:
    with ways.owner.transaction(force_rollback=True):
        ways.owner.execute("DELETE FROM organizations WHERE id = %s", [ours.org])
        ways.owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert {table for table in {*our_models(), *PERSONAL} - SHARED if _has(ways, table, ours)} == set()
        entities = [row["id"] for row in ours.rows.values() if "id" in row and not isinstance(row["id"], int)]
        found = ways.owner.execute(
            "SELECT org_id, user_id, action, entity_type, entity_id, old_values, new_values"
            " FROM audit_log WHERE entity_id = ANY (%s)",
            [entities],
        ).fetchall()
        assert found == [(None, None, "delete", "organization", ours.org, None, None)]


def _has(ways: Ways, table: str, house: House) -> bool:
    found = ways.owner.execute(f'SELECT FROM "{table}" WHERE id = %s', [house.rows[table]["id"]])
    return found.rowcount > 0
