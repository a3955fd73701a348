"""Who one is to the database: nobody, a claimant, someone who left, someone who joins."""

from typing import Any
from uuid import uuid4

import pytest

from jenifer.checks import EXEMPT, OPEN
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Statement, Ways
from jenifer.tests.catalogue.rows import House, every_model, insertion
from orgs.models import User

REFUSED = "InsufficientPrivilege"
SIGN_IN_TABLES = {
    "users",
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "socialaccount_socialtoken",
    "usersessions_usersession",
}


def seen(ways: Ways, by: Principal, *before: Statement) -> dict[str, Outcome]:
    """The tables in which this principal sees any row at all, with the number of rows."""
    tables = [model._meta.db_table for model in every_model()]
    found = {
        table: ways.outcome(Attempt((*before, (f'SELECT FROM "{table}"', {})), 0, by))
        for table in tables
        if table not in OPEN and table not in EXEMPT
    }
    return {table: rows for table, rows in found.items() if rows not in (0, REFUSED)}


def test_nobody_sees_nothing(ways: Ways, ours: House) -> None:
    assert seen(ways, Principal()) == {}


def test_an_unknown_person_sees_nothing(ways: Ways, ours: House) -> None:
    assert seen(ways, Principal(str(uuid4()))) == {}


def test_a_claim_opens_ones_own_sign_in_rows_only(ways: Ways, ours: House, theirs: House) -> None:
    assert seen(ways, Principal(claim=str(ours.admin))) == dict.fromkeys(SIGN_IN_TABLES, 1)


def test_a_claim_does_not_change_the_person(ways: Ways, ours: House) -> None:
    takeover = ("UPDATE users SET password = 'x' WHERE id = %(id)s", {"id": ours.admin})
    assert ways.outcome(Attempt((takeover,), 0, Principal(claim=str(ours.admin)))) == 0


def test_a_claim_beside_an_identity_opens_no_more_of_the_organization(
    ways: Ways, ours: House, theirs: House
) -> None:
    by = Principal(str(ours.admin), claim=str(theirs.admin))
    others = ("SELECT FROM meetings WHERE org_id = %(org)s", {"org": theirs.org})
    assert ways.outcome(Attempt((others,), 0, by)) == 0


@pytest.mark.parametrize("person", ["admin", "colleague"])
def test_whoever_is_deactivated_sees_nothing_at_once(person: str, ways: Ways, ours: House) -> None:
    who = getattr(ours, person)
    ways.owner.execute("UPDATE users SET is_active = false WHERE id = %s", [who])
    try:
        assert seen(ways, Principal(str(who))) == {}
    finally:
        ways.owner.execute("UPDATE users SET is_active = true WHERE id = %s", [who])


# --- joining -----------------------------------------------------------------------------------------


def join(ways: Ways, house: House, claim: Any = "", **columns: Any) -> Outcome:
    """A new person puts themself into an organization."""
    row = house.new_row(User, id=uuid4(), **columns)
    by = Principal(str(row["id"]), claim=str(claim))
    return ways.outcome(Attempt(((insertion("users", row), row),), 1, by))


def test_an_invitation_that_is_held_lets_its_address_in_with_its_role(ways: Ways, ours: House) -> None:
    invitation = ours.rows["invitations"]
    given = {"email": invitation["email"], "role": invitation["role"]}
    assert join(ways, ours, invitation["id"], **given) == 1
    assert join(ways, ours, invitation["id"], **given | {"role": "admin"}) == REFUSED
    assert join(ways, ours, invitation["id"], **given | {"email": "someone@else.test"}) == REFUSED


def test_a_matching_address_alone_joins_nothing(ways: Ways, ours: House) -> None:
    invitation = ours.rows["invitations"]
    assert join(ways, ours, email=invitation["email"], role=invitation["role"]) == REFUSED


@pytest.mark.parametrize(
    "change", ["status = 'revoked'", "status = 'accepted'", "expires_at = now() - interval '1 second'"]
)
def test_an_invitation_that_is_over_lets_nobody_in(change: str, ways: Ways, ours: House) -> None:
    invitation = ours.rows["invitations"]
    given = {"email": invitation["email"], "role": invitation["role"]}
    undo = "UPDATE invitations SET status = %(status)s, expires_at = %(expires_at)s WHERE id = %(id)s"
    ways.owner.execute(f"UPDATE invitations SET {change} WHERE id = %s", [invitation["id"]])
    try:
        assert join(ways, ours, invitation["id"], **given) == REFUSED
    finally:
        ways.owner.execute(undo, invitation)


def test_a_founder_joins_no_organization_that_exists(ways: Ways, ours: House) -> None:
    assert join(ways, ours, role="admin") == REFUSED
    assert join(ways, ours, role="admin", org_id=uuid4()) == 1


@pytest.mark.parametrize(
    "right",
    [{"is_staff": True}, {"is_superuser": True}, {"is_system": True}, {"permissions": '["team.manage"]'}],
)
def test_nobody_is_born_with_rights(right: dict[str, Any], ways: Ways, ours: House) -> None:
    assert join(ways, ours, role="admin", org_id=uuid4(), **right) == REFUSED
