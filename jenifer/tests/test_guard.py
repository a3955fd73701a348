"""What a person may change about people: their own profile; an admin, also roles; nobody, identities."""

from typing import Any

import pytest

from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Ways
from jenifer.tests.catalogue.rows import House

REFUSED = "InsufficientPrivilege"
NEVER = {
    "id": "00000000-0000-4000-8000-000000000001",
    "org_id": "00000000-0000-4000-8000-000000000001",
    "is_staff": True,
    "is_superuser": True,
    "is_system": True,
}
BY_ADMINS = {"role": "user", "permissions": '["audit.view"]', "is_active": False}
BY_ONESELF = {"password": "x", "email": "new@address.test"}
PROFILE = {"full_name": "Ada", "timezone": "Europe/Vienna", "preferences": "{}", "onboarding_step": 2}


def change(ways: Ways, by: Any, whom: Any, column: str, value: Any) -> Outcome:
    statement = f"UPDATE users SET {column} = %(value)s WHERE id = %(whom)s", {"value": value, "whom": whom}
    return ways.outcome(Attempt((statement,), 0, Principal(str(by))))


@pytest.mark.parametrize("column", NEVER)
def test_identity_and_staff_rights_are_for_nobody_to_change(column: str, ways: Ways, ours: House) -> None:
    whom = (ours.admin, ours.colleague)
    assert {change(ways, ours.admin, who, column, NEVER[column]) for who in whom} == {REFUSED}


@pytest.mark.parametrize("column", BY_ADMINS)
def test_rights_are_an_admins_to_change(column: str, ways: Ways, ours: House, theirs: House) -> None:
    value = "admin" if column == "role" else BY_ADMINS[column]
    assert change(ways, ours.admin, ours.colleague, column, value) == 1
    assert change(ways, ours.colleague, ours.colleague, column, value) == REFUSED
    assert change(ways, ours.colleague, ours.admin, column, BY_ADMINS[column]) == 0
    assert change(ways, theirs.admin, ours.colleague, column, value) == 0


@pytest.mark.parametrize("column", BY_ONESELF)
def test_password_and_address_are_ones_own_to_change(column: str, ways: Ways, ours: House) -> None:
    assert change(ways, ours.colleague, ours.colleague, column, BY_ONESELF[column]) == 1
    assert change(ways, ours.admin, ours.colleague, column, BY_ONESELF[column]) == REFUSED


@pytest.mark.parametrize("column", PROFILE)
def test_a_profile_is_ones_own_or_an_admins_to_change(column: str, ways: Ways, ours: House) -> None:
    assert change(ways, ours.colleague, ours.colleague, column, PROFILE[column]) == 1
    assert change(ways, ours.admin, ours.colleague, column, PROFILE[column]) == 1
    assert change(ways, ours.colleague, ours.admin, column, PROFILE[column]) == 0


def test_the_organizations_worker_keeps_its_place(ways: Ways, ours: House) -> None:
    found = ways.owner.execute("SELECT id FROM users WHERE org_id = %s AND is_system", [ours.org]).fetchone()
    assert found is not None
    for column, value in {"role": "admin", **BY_ONESELF, "is_active": False}.items():
        assert change(ways, ours.admin, found[0], column, value) == REFUSED


def test_the_last_admin_stays_one(ways: Ways, ours: House) -> None:
    promotion = ("UPDATE users SET role = 'admin' WHERE id = %(id)s", {"id": ours.colleague})
    for loss in ("role = 'user'", "is_active = false"):
        step_down = (f"UPDATE users SET {loss} WHERE id = %(id)s", {"id": ours.admin})
        by = Principal(str(ours.admin))
        assert ways.outcome(Attempt((step_down,), 0, by)) == "users_last_admin"
        assert ways.outcome(Attempt((promotion, step_down), 0, by)) == 1


PLAN = {
    "subscription_tier": "enterprise",
    "subscription_status": "canceled",
    "trial_ends_at": "2099-01-01Z",
    "stripe_customer_id": "cus_1",
    "stripe_subscription_id": "sub_1",
}


@pytest.mark.parametrize("column", PLAN)
def test_a_plan_is_staffs_to_change(column: str, ways: Ways, ours: House) -> None:
    columns = {"value": PLAN[column], "id": ours.org}
    change = (f"UPDATE organizations SET {column} = %(value)s WHERE id = %(id)s", columns)
    rename = ("UPDATE organizations SET name = 'New' WHERE id = %(id)s", columns)
    admin, staff = Principal(str(ours.admin)), Principal(str(ours.staff), entry_id=str(ours.entry))
    outcomes = [
        ways.outcome(Attempt((statement,), 0, by))
        for statement, by in ((change, admin), (change, staff), (rename, admin))
    ]
    assert outcomes == [REFUSED, 1, 1]
