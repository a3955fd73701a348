"""Rules from policies: each command on each table, tried as friend, stranger and nobody."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.apps import apps

from jenifer.checks import EXEMPT, OPEN
from jenifer.principal import Principal
from jenifer.tests.catalogue.attempts import Attempt, Outcome, Rule, Statement, Ways
from jenifer.tests.catalogue.by_hand import SECOND_ROWS
from jenifer.tests.catalogue.rows import House, insertion, key_of
from orgs.models import Organization, User

POLICIES = """
SELECT c.relname, command.name, pg_get_expr(coalesce(p.polqual, p.polwithcheck), p.polrelid)
FROM pg_class c
CROSS JOIN (VALUES ('select', 'r'), ('insert', 'a'), ('update', 'w'), ('delete', 'd'))
      AS command (name, letter)
LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polcmd = command.letter::"char"
                         AND p.polroles = ARRAY[%s::regrole::oid]
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1, 2
"""
REFUSED = "InsufficientPrivilege"
# What lets everyone of an organization in; any other rule is narrower, and keeps colleagues out.
BROAD_RULES = {
    "(org_id = ( SELECT app.member_org() AS member_org))",
    "(id = ( SELECT app.member_org() AS member_org))",
}
BROAD = {"users select"}
# What is for staff alone, while they are in the organization.
FOR_STAFF = "(org_id = ( SELECT app.entered_org() AS entered_org))"


def policy_rules(ways: Ways, house: House, other: House) -> Iterator[Rule]:
    role = ways.app.execute("SELECT current_user").fetchone()
    for table, command, rule in ways.owner.execute(POLICIES, role).fetchall():
        if table not in EXEMPT:
            yield from _policy(Trial(table, command, house), rule, other)


class Trial:
    """One command on one table, with the statements that try it."""

    def __init__(self, table: str, command: str, house: House) -> None:
        self.table, self.command, self.house = table, command, house
        models = apps.get_models(include_auto_created=True)
        self.model = next(model for model in models if model._meta.db_table == table)

    def by(self, person: Any, expected: Outcome) -> Attempt:
        if self.command == "insert" and self.table in FOUNDING and person and expected == 1:
            return FOUNDING[self.table](self.house)
        principal = None if person is None else Principal(str(person))
        return Attempt((self._statement(),), expected, principal)

    def _statement(self) -> Statement:
        table, key = self.table, key_of(self.model)
        row = {"key": self.house.rows[table][key]}
        match self.command:
            case "select":
                return f'SELECT FROM "{table}" WHERE "{key}" = %(key)s', row
            case "update":
                return f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %(key)s', row
            case "delete":
                return f'DELETE FROM "{table}" WHERE "{key}" = %(key)s', row
        second = self.house.new_row(self.model, **SECOND_ROWS.get(table, {}))
        return insertion(table, second), second


def _policy(trial: Trial, rule: str | None, other: House) -> Iterator[Rule]:
    house, name = trial.house, f"{trial.table} {trial.command}"
    kept_out: Outcome = REFUSED if trial.command == "insert" else 0
    if rule is None:
        yield Rule("policy", f"{name}: none", trial.by(None, 1), trial.by(house.admin, REFUSED))
    elif trial.table not in OPEN:
        if rule == FOR_STAFF:
            by_staff = replace(trial.by("", 1), by=Principal(str(house.staff), entry_id=str(house.entry)))
            yield Rule("policy", f"{name}: customers", by_staff, trial.by(house.admin, kept_out))
            yield Rule("policy", f"{name}: staff outside", by_staff, trial.by(house.staff, kept_out))
            return
        is_broad = rule in BROAD_RULES or name in BROAD
        passing = trial.by(house.colleague if is_broad else house.admin, 1)
        yield Rule("policy", f"{name}: strangers", passing, trial.by(other.admin, kept_out))
        yield Rule("policy", f"{name}: nobody", passing, trial.by("", kept_out))
        if not is_broad:
            yield Rule("policy", f"{name}: colleagues", passing, trial.by(house.colleague, kept_out))


def _founder(house: House) -> Attempt:
    """Who founds an organization comes before it, and is its admin."""
    founder = house.new_row(User, id=uuid4(), org_id=uuid4(), role="admin")
    return Attempt(((insertion("users", founder), founder),), 1, Principal(str(founder["id"])))


def _founding(house: House) -> Attempt:
    founder = _founder(house)
    organization = house.new_row(Organization, id=founder.statements[0][1]["org_id"])
    statement = insertion("organizations", organization), organization
    return Attempt((*founder.statements, statement), 1, founder.by)


FOUNDING = {"users": _founder, "organizations": _founding}
