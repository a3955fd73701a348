"""Conflicts on one person's calendar."""

from collections.abc import Iterable
from itertools import chain

from scheduling.blocks import Block, in_order
from scheduling.conflict_kinds import Conflict, ConflictKind
from scheduling.rules import Rules
from scheduling.sweep import NotInOrder, Sweep

__all__ = ["Block", "Conflict", "ConflictKind", "find_conflicts"]


def find_conflicts(blocks: Iterable[Block], rules: Rules) -> list[Conflict]:
    """All conflicts of one person, kind by kind in the order of ConflictKind, each in order of time.

    Meetings (firm, timed) are subject to all kinds. An all-day block or a hold takes part in OVERLAP only,
    and two holds never conflict. Focus blocks yield FOCUS_TIME for the meetings in them, and nothing else.
    Two that overlap are never short of a buffer too. Time of day is what the clock of the zone shows at the
    start and at the end, in whole seconds, also on the days it is changed.
    """
    blocks = list(blocks)
    try:
        found = _sweep(blocks, rules)
    except NotInOrder:
        # Rows mostly come in order: looking first, or sorting in any case, would cost a tenth of the time.
        found = _sweep(in_order(blocks), rules)
    found[ConflictKind.FOCUS_TIME] = _told_once(found[ConflictKind.FOCUS_TIME])
    return list(chain.from_iterable(found.values()))


def _sweep(ordered: Iterable[Block], rules: Rules) -> dict[ConflictKind, list[Conflict]]:
    sweep = Sweep(rules)
    sweep.run(ordered)
    return sweep.found


def _told_once(in_focus: list[Conflict]) -> list[Conflict]:
    """Without the rules' focus time where a focus block on the calendar says the same."""
    in_focus_block = {id(conflict.blocks[0]) for conflict in in_focus if len(conflict.blocks) > 1}
    return [c for c in in_focus if len(c.blocks) > 1 or id(c.blocks[0]) not in in_focus_block]
