"""Four weeks behind today and four ahead: what fills the calendars without getting in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from executives.models import ExecutiveProfile
from jenifer.desk.demo.people import House
from jenifer.desk.demo.today import Entry, meeting, working_day
from scheduling.models import Meeting
from scheduling.moments import write_moment

WEEKS = timedelta(weeks=4)
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an executive meets, working day by working day, and about what: in turn."""

    slots: tuple[tuple[str, int], ...]
    subjects: tuple[str, ...]
    weekly: Entry
    is_off_on_friday: bool = False


# The slots keep clear of each other, of focus time and of what recurs: the conflicts are those of `today`.
RHYTHMS = {
    "Ana Ferreira": Rhythm(
        (("10:00", 45), ("14:00", 60)),
        ("Investor update", "Hiring review", "Strategy, northern ports", "Kestrel, pricing", "Town hall preparation",
         "Remuneration committee", "Customer visit, Brightwater"),
        Entry("Ana Ferreira", 4, "16:15", 30, "Week ahead with Maya", "Room 4"),
    ),
    "David Okafor": Rhythm(
        (("09:00", 45), ("11:15", 45), ("14:00", 60)),
        ("Cash forecast", "Tax adviser", "Audit fieldwork", "Banking group call", "Budget, fleet", "Controllers",
         "Covenant report", "Pension trustees"),
        Entry("David Okafor", 4, "15:30", 30, "1:1 Ingrid Solberg", "Teams"),
        is_off_on_friday=True,
    ),
    "Lukas Weber": Rhythm(
        (("11:30", 45), ("14:00", 60)),
        ("Architecture board", "Hiring: platform lead", "Data centre exit", "Telemetry review", "Vendor day, Cobalt",
         "Security council", "Design review, routing"),
        Entry("Lukas Weber", 4, "15:30", 45, "Engineering all-hands", "Room Ada"),
    ),
    "Priya Raman": Rhythm(
        (("09:30", 45), ("11:00", 45), ("15:00", 45)),
        ("Depot performance", "Fleet renewal", "Winter readiness", "Supplier scorecard", "Safety committee",
         "Network planning", "Automation steering", "Customs working group"),
        Entry("Priya Raman", 4, "13:00", 30, "1:1 Tomas Hale", "Room 2"),
    ),
}  # fmt: skip


def add_weeks(house: House) -> None:
    Meeting.objects.bulk_create([each for name in RHYTHMS for each in _singles(house, name)])
    series = {name: _series(house, rhythm) for name, rhythm in RHYTHMS.items()}
    Meeting.objects.bulk_create(series.values())
    ana = series["Ana Ferreira"]
    Meeting.objects.bulk_create([_moved(ana), _whole_day(house), *_known_conflicts(house)])


def _singles(house: House, name: str) -> Iterator[Meeting]:
    rhythm, executive = RHYTHMS[name], house.executives[name]
    reserved = {working_day(house.today, days) for days in range(4)}
    days = [house.today - WEEKS + timedelta(days=number) for number in range(2 * WEEKS.days + 1)]
    number = 0
    for day in days:
        if day.weekday() > FRIDAY or day in reserved or (rhythm.is_off_on_friday and day.weekday() == FRIDAY):
            continue
        for start, minutes in rhythm.slots:
            number += 1
            title = rhythm.subjects[number % len(rhythm.subjects)]
            yield _on(day, executive, house, Entry(name, 0, start, minutes, title, "Teams"))


def _on(day: date, executive: ExecutiveProfile, house: House, entry: Entry) -> Meeting:
    """An entry on a day of its own, whatever its number of days from today."""
    return meeting(entry, executive, house.admin, day)


def _series(house: House, rhythm: Rhythm) -> Meeting:
    """Weekly since four weeks ago, on a day that neither today nor the next three are."""
    first = working_day(house.today, rhythm.weekly.days)
    if rhythm.is_off_on_friday and first.weekday() == FRIDAY:
        first -= timedelta(days=1)
    entry = Entry(*_fields(rhythm.weekly))
    row = _on(first - WEEKS, house.executives[entry.whose], house, entry)
    row.is_recurring, row.recurrence_rule = True, "FREQ=WEEKLY"
    row.excluded_dates = [write_moment(_later(row, 1))]
    return row


def _fields(entry: Entry) -> tuple[Any, ...]:
    return (entry.whose, 0, entry.start, entry.minutes, entry.title, entry.where)


def _later(series: Meeting, weeks: int) -> datetime:
    """When the instance of so many weeks later begins, by the wall clock of the series."""
    zone = ZoneInfo(series.timezone)
    local = series.start_time.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _moved(series: Meeting) -> Meeting:
    """One instance of the past took place half an hour earlier."""
    original, length = _later(series, 2), series.end_time - series.start_time
    earlier = original - timedelta(minutes=30)
    return Meeting(
        org_id=series.org_id,
        executive=series.executive,
        created_by=series.created_by,
        title=series.title,
        recurrence_parent=series,
        recurrence_id=original,
        start_time=earlier,
        end_time=earlier + length,
        timezone=series.timezone,
        location=series.location,
        attendees=series.attendees,
        sequence=1,
    )


def _whole_day(house: House) -> Meeting:
    """Civil time labelled UTC, as whole days are kept."""
    start = datetime.combine(house.days(18), time(), UTC)
    return Meeting(
        org_id=house.org_id,
        executive=house.executives["Priya Raman"],
        created_by=house.maya,
        title="Depot opening, Gdańsk",
        is_all_day=True,
        start_time=start,
        end_time=start + timedelta(days=1),
        timezone="",
        transparency="transparent",
        meeting_type="travel",
        location="Gdańsk",
    )


def _known_conflicts(house: House) -> list[Meeting]:
    """Two for the days after: one meeting over another, one before the working day begins."""
    clashes = (
        Entry("Priya Raman", 6, "15:15", 45, "Insurance walk-through", "Unit 9, Park Royal"),
        Entry("Lukas Weber", 8, "07:30", 30, "Call with Singapore", "Zoom"),
    )
    return [meeting(entry, house.executives[entry.whose], house.admin, house.today) for entry in clashes]
