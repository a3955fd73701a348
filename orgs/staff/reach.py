"""Who gets a feature flag and why, and who changed it: what the staff site shows of each."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orgs.flags import Reach, Verdict, Why, reach
from orgs.models import FeatureFlag, Tier
from orgs.staff.figures import PAGE_SIZE

MOST_CHANGES = 20
CHANGES = "SELECT at, who, old_values::text, new_values::text FROM app.flag_changes(%s, %s)"
REASONS = {
    Why.OVERRIDE: gettext_lazy("an override of their own"),
    Why.DISABLED: gettext_lazy("the flag is off"),
    Why.TIER: gettext_lazy("their tier is not allowed"),
    Why.ROLLOUT: gettext_lazy("the rollout"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """So many organizations have it, or not, for the same reason."""

    is_on: bool
    reason: str
    organizations: int


@dataclass(frozen=True, slots=True)
class FlagLine:
    flag: FeatureFlag
    groups: list[Group]

    @property
    def on(self) -> int:
        return sum(group.organizations for group in self.groups if group.is_on)

    @property
    def off(self) -> int:
        return sum(group.organizations for group in self.groups if not group.is_on)

    @property
    def rule(self) -> str:
        """What holds where no override says otherwise."""
        if not self.flag.is_enabled:
            return _("Off for all")
        allowed = self.flag.allowed_tiers
        tiers = ", ".join(Tier(tier).label for tier in Tier.values if tier in allowed) or _("no tier")
        of = _("all") if {*allowed} == {*Tier.values} else tiers
        return _("%(share)s%% of %(tiers)s") % {"share": self.flag.rollout_percentage, "tiers": of}


@dataclass(frozen=True, slots=True)
class Holder:
    """An organization, whether it has the flag, and why. `share` is its place in the rollout, 0 to 99."""

    name: str
    tier: str
    verdict: Verdict
    share: int

    @property
    def reason(self) -> str:
        if self.verdict.why is Why.ROLLOUT:
            return _("the rollout: its place is %(share)s") % {"share": self.share}
        return str(REASONS[self.verdict.why])


@dataclass(frozen=True, slots=True)
class FlagChange:
    at: datetime
    who: str
    differences: list[tuple[str, Any, Any]]


def flag_lines(flags: Iterable[FeatureFlag]) -> list[FlagLine]:
    counted: dict[str, list[Reach]] = {}
    for each in reach():
        counted.setdefault(each.key, []).append(each)
    return [FlagLine(flag, [_group(each) for each in counted.get(flag.key, [])]) for flag in flags]


def _group(each: Reach) -> Group:
    return Group(each.verdict.is_on, str(REASONS[each.verdict.why]), each.organizations)


def find_holders(flag: FeatureFlag, *, looked_for: str = "", page: int = 1) -> tuple[list[Holder], int]:
    """Those who have it first, by name; and how many there are in all."""
    rows = _rows(
        "SELECT * FROM app.flag_organizations(%s, %s, %s, %s)",
        [flag.key, looked_for, PAGE_SIZE, (page - 1) * PAGE_SIZE],
    )
    holders = [
        Holder(name, tier, Verdict(is_on, Why(why)), share) for name, tier, is_on, why, share, _found in rows
    ]
    return holders, rows[0][-1] if rows else 0


def changes_of(flag: FeatureFlag) -> list[FlagChange]:
    """The latest first. Nobody's name stands where the tables' owner has changed it."""
    rows = _rows(CHANGES, [flag.pk, MOST_CHANGES])
    return [FlagChange(at, who, _differences(json.loads(old), json.loads(new))) for at, who, old, new in rows]


def _differences(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    labels = {column.name: str(column.verbose_name) for column in FeatureFlag._meta.local_concrete_fields}
    return [(labels.get(name, name).capitalize(), old[name], new[name]) for name in sorted(new)]


def _rows(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
