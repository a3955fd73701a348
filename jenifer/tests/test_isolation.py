"""Another organization's rows by raw SQL, as the application: not seen, changed, removed, added, named."""

from collections.abc import Iterator

import pytest

from jenifer.db.base import BIND
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Ways
from jenifer.tests.catalogue.by_hand import ALONG
from jenifer.tests.catalogue.constraints import NOW, REFERENCES, our_models
from jenifer.tests.catalogue.rows import House, insertion

REFUSED = "InsufficientPrivilege"
SHARED = {"feature_flags"}  # the product's own switches
COMMANDS = {
    "select": 'SELECT FROM "{table}" WHERE "{tenant}" = %(org)s',
    "update": 'UPDATE "{table}" SET "{tenant}" = "{tenant}" WHERE "{tenant}" = %(org)s',
    "delete": 'DELETE FROM "{table}" WHERE "{tenant}" = %(org)s',
}
EVERYWHERE = {
    "select": 'SELECT "{tenant}" FROM "{table}"',
    "update": 'UPDATE "{table}" SET created_at = created_at RETURNING "{tenant}"',
    "delete": 'DELETE FROM "{table}" RETURNING "{tenant}"',
}


def tenant_tables() -> Iterator[tuple[str, str]]:
    """Each table with the column that says whose a row is."""
    for table in sorted(our_models().keys() - SHARED):
        yield table, "id" if table == "organizations" else "org_id"


def outcomes(ways: Ways, who: object, template: str, **values: object) -> dict[str, Outcome]:
    by = Principal(str(who))
    return {
        table: ways.outcome(Attempt(((template.format(table=table, tenant=tenant), values),), 0, by))
        for table, tenant in tenant_tables()
    }


@pytest.mark.parametrize("command", COMMANDS)
def test_a_row_of_another_organization_is_out_of_reach(
    command: str, ways: Ways, ours: House, theirs: House
) -> None:
    reached = outcomes(ways, ours.admin, COMMANDS[command], org=theirs.org)
    # 25 of the schema's 26 tables; what was added is named in test_staff_site and four that no staff page shows
    assert len(reached) == 42
    assert set(reached.values()) <= {0, REFUSED}
    assert any(outcomes(ways, theirs.admin, COMMANDS[command], org=theirs.org).values())


@pytest.mark.parametrize("command", EVERYWHERE)
def test_a_forgotten_condition_reaches_no_farther_than_home(command: str, ways: Ways, ours: House) -> None:
    owners = set()
    for table, tenant in tenant_tables():
        if ways.owner.execute(
            "SELECT has_table_privilege(%s, %s, %s)", [ways.app.info.user, table, command]
        ).fetchone() == (True,):
            with ways.app.transaction(force_rollback=True):
                ways.app.execute(BIND, Principal(str(ours.admin)))
                statement = EVERYWHERE[command].format(table=table, tenant=tenant)
                owners |= {row[0] for row in ways.app.execute(statement).fetchall()}
    assert owners == {ours.org}


def test_no_row_is_added_to_another_organization(ways: Ways, ours: House, theirs: House) -> None:
    for table, model in our_models().items():
        row = theirs.new_row(model)
        intrusion = Attempt(((insertion(table, row), row),), REFUSED, Principal(str(ours.admin)))
        assert (table, ways.outcome(intrusion)) == (table, REFUSED)


def test_no_row_moves_to_another_organization(ways: Ways, ours: House, theirs: House) -> None:
    move = 'UPDATE "{table}" SET "{tenant}" = %(there)s WHERE "{tenant}" = %(here)s'
    moved = outcomes(ways, ours.admin, move, here=ours.org, there=theirs.org)
    assert moved == dict.fromkeys(moved, REFUSED) | {"org_feature_overrides": 0}  # staff change those


def test_no_row_refers_to_another_organization(ways: Ways, ours: House, theirs: House) -> None:
    references = ways.owner.execute(REFERENCES).fetchall()
    assert len(references) > 40
    for constraint, table, target, column in references:
        by = Principal(str(ours.admin))
        row = {"id": ours.rows[table]["id"], "to": theirs.spare.get(target) or theirs.rows[target]["id"]}
        pointing = f'UPDATE "{table}" SET "{column}" = %(to)s{ALONG.get(constraint, "")} WHERE id = %(id)s'
        assert ways.outcome(Attempt(((pointing, row), NOW), 0, by)) in {constraint, REFUSED}
