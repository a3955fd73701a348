"""The table: every rule of the database's catalogue, with a statement that passes and one that it refuses."""

from collections.abc import Callable, Iterator

import pytest

from jenifer.tests.catalogue.attempts import Rule, Ways
from jenifer.tests.catalogue.by_hand import ALONG, CHECKS, SAMPLES, SECOND_ROWS, SUBSUMED, UNIQUES
from jenifer.tests.catalogue.constraints import CONSTRAINTS, check_rules, reference_rules, unique_rules
from jenifer.tests.catalogue.policies import policy_rules
from jenifer.tests.catalogue.rows import House, every_model
from jenifer.tests.catalogue.triggers import PROOFS, TRIGGERS, trigger_rules

type Rules = Callable[[Ways, House, House], Iterator[Rule]]

TABLE: dict[str, Rules] = {
    "CHECK": check_rules,
    "UNIQUE": unique_rules,
    "references": reference_rules,
    "policies": policy_rules,
    "triggers": trigger_rules,
}


@pytest.mark.parametrize("part", TABLE)
def test_every_rule_passes_a_good_statement_and_refuses_a_bad_one(
    part: str, ways: Ways, ours: House, theirs: House
) -> None:
    rules = list(TABLE[part](ways, ours, theirs))
    tried = {
        (rule.kind, rule.name): (ways.outcome(rule.passing), ways.outcome(rule.violating)) for rule in rules
    }
    wanted = {(rule.kind, rule.name): (rule.passing.expected, rule.violating.expected) for rule in rules}
    assert len(tried) == len(rules) > 0
    assert {rule: outcome for rule, outcome in tried.items() if outcome != wanted[rule]} == {}


def test_nothing_written_by_hand_is_stale(ways: Ways, ours: House, theirs: House) -> None:
    constraints = (check_rules, unique_rules, reference_rules)
    names = {rule.name for part in constraints for rule in part(ways, ours, theirs)}
    assert {*CHECKS, *UNIQUES, *SUBSUMED, *ALONG} - names == set()
    assert {*SAMPLES, *SECOND_ROWS} - {model._meta.db_table for model in every_model()} == set()
    triggers = ways.owner.execute(TRIGGERS).fetchall()
    known = {name for trigger, _, function in triggers for name in (trigger, function)}
    assert set(PROOFS) - known == set()


def test_no_constraint_is_left_without_its_statements(ways: Ways, ours: House, theirs: House) -> None:
    """By construction all but the generated CHECKs have theirs: a shape may have nothing to violate."""
    named = {name for name, _ in ways.owner.execute(CONSTRAINTS).fetchall()}
    assert {rule.name.split()[0] for rule in check_rules(ways, ours, theirs)} == named
