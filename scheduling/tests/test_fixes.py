from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduling.blocks import Block, BlockKey
from scheduling.conflicts import Conflict, ConflictKind, find_conflicts
from scheduling.fixes import Fix, FixKind, suggest_fixes
from scheduling.rules import Rules
from scheduling.slots import Calendar
from scheduling.tests.calendars import FIRST_DAYS, calendars, rules

LISBON = ZoneInfo("Europe/Lisbon")
NAMES = ("ana", "ben", "eva")


def lisbon(hour: int, minute: int = 0, day: int = 5) -> datetime:
    return datetime(2024, 6, day, hour, minute, tzinfo=LISBON).astimezone(UTC)


NOW = lisbon(8)


def meeting(name: str, start: datetime, minutes: int = 60, **flags: bool) -> Block:
    return Block(name, None, start, start + timedelta(minutes=minutes), name, **flags)


def moved(calendar: Calendar, fix: Fix) -> Calendar:
    rest = tuple(block for block in calendar.blocks if block.key != fix.block.key)
    return replace(calendar, blocks=(*rest, replace(fix.block, start=fix.start, end=fix.end)))


def by_key(calendar: Calendar) -> dict[object, Conflict]:
    return {conflict.key: conflict for conflict in find_conflicts(calendar.blocks, calendar.rules)}


@st.composite
def offices(draw: st.DrawFn) -> tuple[dict[str, Calendar], dict[BlockKey, tuple[str, ...]]]:
    """The calendars of Ana and up to two others, and who attends Ana's meetings: some of them, and Zoe."""
    first_day = draw(st.sampled_from(FIRST_DAYS))
    office: dict[str, Calendar] = {}
    for name in NAMES[: draw(st.integers(1, 3))]:
        preferences = draw(rules())
        blocks = draw(calendars(preferences.zone, first_day, most=8))
        renamed = tuple(replace(block, meeting_id=f"{name} {block.meeting_id}") for block in blocks)
        office[name] = Calendar(renamed, preferences)
    attending = st.lists(st.sampled_from((*NAMES, "zoe")), unique=True).map(tuple)
    return office, {block.key: draw(attending) for block in office["ana"].blocks}


@given(st.data(), offices())
def test_a_fix_ends_its_conflict_and_brings_no_new_one_to_anyone(
    data: st.DataObject, drawn: tuple[dict[str, Calendar], dict[BlockKey, tuple[str, ...]]]
) -> None:
    office, attendees = drawn
    before = {name: by_key(calendar) for name, calendar in office.items()}
    now = datetime.combine(data.draw(st.sampled_from(FIRST_DAYS)), time(7), UTC)
    for conflict in list(before["ana"].values())[:6]:
        fixes = suggest_fixes(
            conflict,
            owner="ana",
            calendars=office,
            attendees=attendees,
            is_movable=lambda block: True,
            now=now,
        )
        for fix in fixes:
            involved = {"ana", *attendees[fix.block.key]} & office.keys()
            after = {name: by_key(moved(office[name], fix)) for name in involved}
            check_fix(fix, now, len(involved))
            check_conflicts(conflict, fix, {name: before[name] for name in involved}, after)


def check_fix(fix: Fix, now: datetime, people: int) -> None:
    assert fix.start >= now
    assert fix.start.minute % 15 == fix.start.second == 0
    assert fix.end - fix.start == fix.block.end - fix.block.start
    assert fix.people_free == people


def check_conflicts(
    conflict: Conflict,
    fix: Fix,
    before: dict[str, dict[object, Conflict]],
    after: dict[str, dict[object, Conflict]],
) -> None:
    for name in after:
        assert after[name].keys() <= before[name].keys()
        assert not [found for found in after[name].values() if names(found.blocks) & {fix.block.key}]
    assert {found.key for found in fix.resolves} == before["ana"].keys() - after["ana"].keys()
    if conflict.key in after["ana"]:
        assert conflict.kind is ConflictKind.OVER_MAXIMUM
        assert len(after["ana"][conflict.key].blocks) == len(conflict.blocks) - 1


def names(blocks: Iterable[Block]) -> set[BlockKey]:
    return {block.key for block in blocks}


def fixes_of(
    blocks: Iterable[Block],
    *others: Calendar,
    attendees: dict[BlockKey, tuple[str, ...]] | None = None,
    fixed: Iterable[str] = (),
    now: datetime = NOW,
) -> list[Fix]:
    """The fixes of Ana's first conflict; the others are Ben and Eva."""
    calendar = Calendar(tuple(blocks), Rules(LISBON))
    return suggest_fixes(
        find_conflicts(calendar.blocks, calendar.rules)[0],
        owner="ana",
        calendars=dict(zip(NAMES, (calendar, *others), strict=False)),
        attendees=attendees or {},
        is_movable=lambda block: block.meeting_id not in fixed,
        now=now,
    )


def times(fixes: Iterable[Fix]) -> list[tuple[str, datetime]]:
    return [(fix.block.meeting_id, fix.start) for fix in fixes]


def test_fixes_move_least_on_the_same_day_first() -> None:
    found = fixes_of([meeting("a", lisbon(10)), meeting("b", lisbon(10, 30))], fixed={"a"})
    assert times(found) == [("b", lisbon(11, 15)), ("b", lisbon(12, 15)), ("b", lisbon(13, 15))]
    assert (found[0].kind, found[0].minutes_moved) == (FixKind.LATER_THAT_DAY, 45)
    assert summary(found[0].resolves) == ["overlap"]


def summary(found: Iterable[Conflict]) -> list[str]:
    return [conflict.kind.value for conflict in found]


def test_fixes_turn_to_another_day_when_the_day_is_full() -> None:
    all_day_long = [meeting("a", lisbon(9), 9 * 60), meeting("b", lisbon(10))]
    found = fixes_of(all_day_long, fixed={"a"})
    assert [fix.kind for fix in found] == [FixKind.ANOTHER_DAY] * 3
    assert found[0].start == lisbon(9, day=6)


def test_fixes_are_free_for_attendees_in_their_own_zone() -> None:
    blocks = [meeting("a", lisbon(10)), meeting("b", lisbon(10, 30))]
    in_new_york = Calendar((), Rules(ZoneInfo("America/New_York")))
    found = fixes_of(blocks, in_new_york, attendees={("b", None): ("ana", "ben", "zoe")}, fixed={"a"})
    assert times(found)[0] == ("b", lisbon(14))
    assert (found[0].people_free, found[0].people_unknown) == (2, 1)


def test_the_cheapest_meeting_moves() -> None:
    hold = [meeting("firm", lisbon(10)), meeting("hold", lisbon(10), is_hold=True)]
    assert times(fixes_of(hold))[0][0] == "hold"
    short = [meeting("long", lisbon(10), 120), meeting("short", lisbon(11), 30)]
    assert times(fixes_of(short))[0][0] == "short"
    few = [meeting("crowd", lisbon(10)), meeting("pair", lisbon(10))]
    attendees: dict[BlockKey, tuple[str, ...]] = {
        ("crowd", None): ("ana", "x", "y", "z"),
        ("pair", None): ("ana", "x"),
    }
    assert times(fixes_of(few, attendees=attendees))[0][0] == "pair"


def test_nothing_moves_into_the_past_or_out_of_it() -> None:
    blocks = [meeting("a", lisbon(10)), meeting("b", lisbon(10, 30))]
    late = fixes_of(blocks, fixed={"a"}, now=lisbon(10, 20))
    assert min(fix.start for fix in late) >= lisbon(11, 15)
    assert fixes_of(blocks, fixed={"a"}, now=lisbon(10, 31)) == []


def test_what_may_not_be_moved_has_no_fixes() -> None:
    blocks = [meeting("a", lisbon(10)), meeting("b", lisbon(10, 30))]
    assert fixes_of(blocks, fixed={"a", "b"}) == []
    all_day = meeting("a", lisbon(0), 24 * 60, is_all_day=True)
    assert fixes_of([all_day, meeting("b", lisbon(10))], fixed={"b"}) == []


def test_a_meeting_stays_whose_absence_would_lay_bare_another_conflict() -> None:
    blocks = [meeting("a", lisbon(9), 55), meeting("b", lisbon(9, 30), 30), meeting("c", lisbon(10, 5))]
    assert summary(find_conflicts(blocks, Rules(LISBON))) == ["overlap", "no_buffer"]
    assert {fix.block.meeting_id for fix in fixes_of(blocks)} == {"a"}
    assert fixes_of(blocks, fixed={"a"}) == []


def test_a_conflict_no_longer_true_has_no_fixes() -> None:
    blocks = (meeting("a", lisbon(10)), meeting("b", lisbon(10, 30)))
    gone = Conflict(ConflictKind.OVERLAP, blocks, lisbon(10, 30), lisbon(11), date(2024, 6, 5))
    only_one = {"ana": Calendar(blocks[:1], Rules(LISBON))}
    assert (
        suggest_fixes(
            gone, owner="ana", calendars=only_one, attendees={}, is_movable=lambda block: True, now=NOW
        )
        == []
    )


def test_preferred_times_win_over_a_little_less_moving() -> None:
    blocks = (meeting("a", lisbon(12)), meeting("b", lisbon(12, 30), 30))
    mornings = Rules(LISBON, preferred=((time(6), time(12)),))
    found = suggest_fixes(
        find_conflicts(blocks, mornings)[0],
        owner="ana",
        calendars={"ana": Calendar(blocks, mornings)},
        attendees={},
        is_movable=lambda block: block.meeting_id == "b",
        now=NOW,
    )
    assert [(fix.start, fix.is_preferred_time) for fix in found[:2]] == [
        (lisbon(11, 15), True),
        (lisbon(10, 45), True),
    ]
