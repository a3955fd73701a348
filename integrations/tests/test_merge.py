"""Merging two sides of a series: what each edit means for the other, and that none is lost in silence."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from integrations.sync.aspects import aspects_of
from integrations.sync.merge import MISSING, REPETITION, WHOLE, Merge, believed, is_same, merge
from integrations.sync.series import InstanceKey, Series, canonical
from integrations.tests.series import INSTANCES, START, UID, edits, series
from scheduling.ical import CalendarEvent
from scheduling.recurrence import Component

TIMING = Component((UID, None), START, START + timedelta(minutes=30), rule="FREQ=DAILY;COUNT=9")
EVENT = CalendarEvent(UID, 0, TIMING, "Standup", location="Room 1")
SIDES = st.shared(series(), key="base").flatmap(
    lambda base: st.tuples(st.just(base), edits(base), edits(base))
)


def of(*events: CalendarEvent) -> Series:
    return Series(UID, MappingProxyType({event.timing.recurrence_id: event for event in events}))


def instance(key: datetime, **changes: Any) -> CalendarEvent:
    timing = replace(
        TIMING, id=(UID, key), rule="", recurrence_id=key, start=key, end=key + timedelta(minutes=30)
    )
    return replace(EVENT, timing=timing, **changes)


def moved(event: CalendarEvent, hours: int) -> CalendarEvent:
    by = timedelta(hours=hours)
    return replace(
        event, timing=replace(event.timing, start=event.timing.start + by, end=event.timing.end + by)
    )


def told(result: Merge) -> dict[Any, Any] | None:
    if result.series is None:
        return None
    return {key: aspects_of(event) for key, event in result.series.events.items()}


def test_edits_of_different_fields_are_both_taken() -> None:
    result = merge(of(EVENT), of(moved(EVENT, 1)), of(replace(EVENT, title="Daily", location="")))
    assert told(result) == told(Merge(of(moved(replace(EVENT, title="Daily", location=""), 1))))
    assert result.clash is None


def test_true_clash_keeps_theirs_and_names_the_field() -> None:
    ours, theirs = of(replace(EVENT, title="Daily")), of(replace(EVENT, title="Planning"))
    result = merge(of(EVENT), ours, theirs)
    assert result.series == theirs
    assert result.clash is not None
    assert [(point.instance, point.name) for point in result.clash.points] == [(None, "title")]
    assert (result.clash.ours, result.clash.theirs) == (ours, theirs)


def test_same_edit_on_both_sides_is_no_clash() -> None:
    edited = of(replace(EVENT, title="Daily"))
    assert merge(of(EVENT), edited, edited) == Merge(edited)


def test_deletion_against_an_edit_keeps_theirs_and_is_a_clash() -> None:
    edited = of(replace(EVENT, title="Daily"))
    gone = merge(of(EVENT), edited, None)
    back = merge(of(EVENT), None, edited)
    assert (gone.series, back.series) == (None, edited)
    for each in (gone, back):
        assert each.clash is not None
        assert [point.name for point in each.clash.points] == [WHOLE]


def test_excluded_dates_of_both_sides_add_up() -> None:
    ours = of(replace(EVENT, timing=replace(TIMING, excluded=frozenset({INSTANCES[0]}))))
    theirs = of(replace(EVENT, timing=replace(TIMING, excluded=frozenset({INSTANCES[1]}))))
    result = merge(of(EVENT), ours, theirs)
    assert result.series is not None
    assert result.series.events[None].timing.excluded == frozenset(INSTANCES[:2])
    assert result.clash is None


def test_series_moved_here_and_an_instance_changed_there_is_a_clash_of_times() -> None:
    theirs = of(EVENT, instance(INSTANCES[0], title="Planning"))
    result = merge(of(EVENT), of(moved(replace(EVENT, location="Room 2"), 1)), theirs)
    assert told(result) == told(Merge(of(replace(EVENT, location="Room 2"), theirs.events[INSTANCES[0]])))
    assert result.clash is not None
    assert [point.name for point in result.clash.points] == [REPETITION]


def test_answers_of_two_people_are_both_taken() -> None:
    def answered(ana: str, ben: str) -> Series:
        people = {"ana@example.com": ana, "ben@example.com": ben}
        each: Any = [
            {"email": email, "name": "", "status": s, "is_organizer": False} for email, s in people.items()
        ]
        return of(replace(EVENT, attendees=tuple(each)))

    before = answered("needs_action", "needs_action")
    ours, theirs = answered("accepted", "needs_action"), answered("needs_action", "declined")
    assert told(merge(before, ours, theirs)) == told(Merge(answered("accepted", "declined")))


def test_never_known_to_be_one_the_newer_counts() -> None:
    old, new = of(EVENT), of(replace(EVENT, sequence=1, title="Daily"))
    assert [merge(None, old, new), merge(None, new, old)] == [Merge(new), Merge(new)]
    assert merge(None, old, of(replace(EVENT, title="Planning"))).series == of(
        replace(EVENT, title="Planning")
    )


@given(SIDES)
def test_what_one_side_leaves_alone_is_the_others(sides: tuple[Series, Series | None, Series | None]) -> None:
    base, ours, theirs = sides
    assert merge(base, base, theirs) == Merge(theirs)
    assert is_same(merge(base, ours, base).series, ours)


@given(SIDES)
def test_no_edit_is_lost_but_as_a_clash(sides: tuple[Series, Series | None, Series | None]) -> None:
    base, ours, theirs = sides
    result = merge(base, ours, theirs)
    clashing = {(point.instance, point.name) for point in result.clash.points} if result.clash else set()
    if (None, WHOLE) in clashing or (None, REPETITION) in clashing:
        return
    for key in {*base.events, *(ours.events if ours else ()), *(theirs.events if theirs else ())}:
        old, own, new, now = (_aspects(each, key) for each in (base, ours, theirs, result.series))
        for name in {*old, *own, *new}:
            was, here, there = (each.get(name, MISSING) for each in (old, own, new))
            if there != was:
                assert now.get(name, MISSING) == there, "theirs always stays"
            elif here != was and not clashing & {(key, name), (key, WHOLE)}:
                assert now.get(name, MISSING) == here, "ours gives way only as a clash"


def _aspects(side: Series | None, key: InstanceKey) -> dict[Any, Any]:
    return aspects_of(side.events[key]) if side is not None and key in side.events else {}


@given(SIDES)
def test_merging_again_changes_nothing(sides: tuple[Series, Series | None, Series | None]) -> None:
    base, ours, theirs = sides
    once = merge(base, ours, theirs)
    again = merge(theirs, once.series, theirs)
    assert is_same(again.series, once.series)
    assert again.clash is None


@given(SIDES)
def test_what_arrived_unknown_to_us_is_no_edit_of_theirs(
    sides: tuple[Series, Series | None, Series | None],
) -> None:
    """Sent, committed there, the answer lost; then they edit, and here nothing more happens."""
    base, sent, _ = sides
    if sent is None:
        return
    assert merge(believed(base, sent, sent), sent, sent) == Merge(sent)


@given(series(), st.data())
def test_edits_after_an_unknown_arrival_are_theirs_alone(base: Series, data: st.DataObject) -> None:
    """Committed there, the answer lost, and then they change whatever else."""
    sent = _with_master(base, description="Sent from here")
    edited = data.draw(edits(sent)) or sent
    theirs = _with_master(edited, description="Sent from here")
    assert is_same(merge(believed(base, sent, theirs), sent, theirs).series, theirs)


@given(series(), st.data())
def test_what_never_arrived_is_sent_again(base: Series, data: st.DataObject) -> None:
    sent = _with_master(base, description="Sent from here")
    theirs = data.draw(edits(base)) or base
    assert believed(base, sent, theirs) == base


def _with_master(of: Series, **changes: Any) -> Series:
    return Series(UID, MappingProxyType({**of.events, None: replace(of.events[None], **changes)}))


@given(series())
def test_canonical_form_is_its_own(each: Series) -> None:
    for event in each.events.values():
        once = canonical(event)
        assert canonical(once) == once
