"""What is said about a conflict, without clock times: who reads it may be in another zone."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from orgs.zones import city
from scheduling.blocks import Block
from scheduling.conflicts import Conflict, ConflictKind
from scheduling.fixes import Fix
from scheduling.rules import Rules

type Clock = Callable[[time], str]  # 9:30 am or 09:30, as the organization writes it

MINUTE = timedelta(minutes=1)
WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def title(conflict: Conflict, name: str) -> str:
    return _TITLES[conflict.kind](conflict, name)[:500]


def _overlap(conflict: Conflict, name: str) -> str:
    first, last = conflict.blocks
    if not (first.is_hold or last.is_hold):
        return f"{name} is double-booked: “{_short(first)}” and “{_short(last)}”"
    hold, firm = (first, last) if first.is_hold else (last, first)
    return f"The hold “{_short(hold)}” overlaps “{_short(firm)}”"


_TITLES: dict[ConflictKind, Callable[[Conflict, str], str]] = {
    ConflictKind.OVERLAP: _overlap,
    ConflictKind.NO_BUFFER: lambda conflict, name: (
        f"No break between “{_short(conflict.blocks[0])}” and “{_short(conflict.blocks[1])}”"
    ),
    ConflictKind.OUTSIDE_HOURS: lambda conflict, name: (
        f"“{_short(conflict.blocks[0])}” is outside {_possessive(name)} working hours"
    ),
    ConflictKind.FOCUS_TIME: lambda conflict, name: (
        f"“{_short(conflict.blocks[0])}” is in {_possessive(name)} focus time"
    ),
    ConflictKind.AVOIDED_DAY: lambda conflict, name: (
        f"“{_short(conflict.blocks[0])}” is on a day {name} keeps free"
    ),
    ConflictKind.OVER_MAXIMUM: lambda conflict, name: (
        f"{len(conflict.blocks)} meetings on one day for {name}"
    ),
}


def short(conflict: Conflict) -> str:
    """A few words for the place in the calendar itself."""
    first, last = conflict.blocks[0], conflict.blocks[-1]
    match conflict.kind:
        case ConflictKind.OVERLAP:
            return "overlaps"
        case ConflictKind.NO_BUFFER:
            gap = (last.start - first.end) // MINUTE
            return f"{gap} min break" if gap else "no break"
        case ConflictKind.OUTSIDE_HOURS:
            return "outside hours"
        case ConflictKind.FOCUS_TIME:
            return "in focus time"
        case ConflictKind.AVOIDED_DAY:
            return "day kept free"
        case ConflictKind.OVER_MAXIMUM:
            return "day too full"


def reasoning(conflict: Conflict, rules: Rules, clock: Clock, *, has_fix: bool) -> str:
    text = _why(conflict, rules, clock)
    return text if has_fix else f"{text} No free time within the next week suits everyone."


def _why(conflict: Conflict, rules: Rules, clock: Clock) -> str:
    first, last = conflict.blocks[0], conflict.blocks[-1]
    length = duration(conflict.end - conflict.start)
    match conflict.kind:
        case ConflictKind.OVERLAP:
            return f"They overlap for {length}."
        case ConflictKind.NO_BUFFER:
            gap = last.start - first.end
            between = f"{duration(gap)} between them" if gap else "They follow each other without a pause"
            return f"{between}; {duration(rules.buffer)} are wanted."
        case ConflictKind.OUTSIDE_HOURS:
            begins, ends = (
                clock(rules.work_start),
                clock(rules.work_end) if rules.work_end != time() else "midnight",
            )
            return f"The working day is {begins}–{ends} in {city(rules.zone.key)}."
        case ConflictKind.FOCUS_TIME:
            by = f" (“{_short(last)}”)" if len(conflict.blocks) > 1 else ""
            return f"{length} of it falls in time kept for focus{by}."
        case ConflictKind.AVOIDED_DAY:
            return f"{WEEKDAYS[conflict.day.weekday()]} are kept free of meetings."
        case ConflictKind.OVER_MAXIMUM:
            return f"The limit is {rules.max_per_day} a day."


def rule_in_question(conflict: Conflict, rules: Rules) -> str:
    """The preference that makes it a conflict: when that changes, the facts are others."""
    match conflict.kind:
        case ConflictKind.OVERLAP:
            return ""
        case ConflictKind.NO_BUFFER:
            return str(rules.buffer)
        case ConflictKind.OUTSIDE_HOURS:
            return f"{rules.work_start} {rules.work_end} {rules.zone.key}"
        case ConflictKind.FOCUS_TIME:
            return str(sorted((sorted(each.weekdays), each.start, each.end) for each in rules.focus))
        case ConflictKind.AVOIDED_DAY:
            return str(sorted(rules.avoid_days))
        case ConflictKind.OVER_MAXIMUM:
            return str(rules.max_per_day)


def draft(fix: Fix, name: str, organizer: str, zone: ZoneInfo, clock: Clock) -> str:
    """A message to the organizer; times by the executive's clock, the zone named."""
    greeting = f"Dear {organizer}," if organizer else "Hello,"
    return (
        f"{greeting}\n\n"
        f"{name} has a conflict with “{fix.block.title}” on {_spoken(fix.block.start, zone, clock)}.\n"
        f"Would {_spoken(fix.start, zone, clock)} ({duration(fix.end - fix.start)}) suit you instead? "
        f"Times are {city(zone.key)} time.\n\n"
        f"Thank you,\non behalf of {name}"
    )


def duration(length: timedelta) -> str:
    minutes = max(1, length // MINUTE)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} minute{'s' if rest != 1 else ''}"
    whole = f"{hours} hour{'s' if hours != 1 else ''}"
    return f"{whole} {rest} minutes" if rest else whole


def _spoken(moment: datetime, zone: ZoneInfo, clock: Clock) -> str:
    local = moment.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B} at {clock(local.time())}"


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _short(block: Block) -> str:
    return short_title(block.title)


def short_title(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:58].rstrip()}…"
