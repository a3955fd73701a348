"""From the time zone names that calendars use to IANA names. Pure; works on the machine's zone database."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from scheduling.recurrence.clock import to_utc
from scheduling.recurrence.rule import Frequency, RecurrenceError, parse_rule
from scheduling.recurrence.rule_check import check_rule
from scheduling.recurrence.starts import starts

_NOT_PLACES = {"localtime", "Factory", "posixrules"}
_SAMPLE_YEAR = 2024
_FIRST_YEAR, _LAST_YEAR = 1970, 2037


type _Offsets = tuple[timedelta | None, ...]
"""Of each week of a year."""


class UnknownZone(LookupError):
    """No IANA zone stands for the name. The message is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Observance:
    """One STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545 §3.6.5). Its onsets are naive local times."""

    start: datetime
    offset_from: timedelta
    offset_to: timedelta
    rule: str = ""
    extra: tuple[datetime, ...] = ()


def known_zone(tzid: str) -> str | None:
    """The IANA name for a TZID that needs no VTIMEZONE: IANA's, Windows' or one behind a vendor's prefix."""
    folded = _folded(tzid)
    zone = _named(folded)
    is_misspelt = zone is not None and zone.casefold() == folded and zone not in tzid
    return None if is_misspelt else zone


def resolve(tzid: str, observances: Sequence[Observance] = (), *, year: int = _SAMPLE_YEAR) -> str:
    """The IANA name for any TZID.

    One that is not known, or only but for its letter case, is what the file's own VTIMEZONE says it is
    (RFC 5545 §3.2.19): the zone whose offsets are the same all through `year`, or through the nearest year
    that zone databases know well. Raises UnknownZone.
    """
    known = known_zone(tzid)
    if known:
        return known
    guess = _named(_folded(tzid))
    if observances:
        year = min(max(year, _FIRST_YEAR), _LAST_YEAR)
        offsets = _offsets_observed(observances, year)
        if guess and _offsets(guess, year) == offsets:
            return guess
        alike = _zones_by_offsets(year).get(offsets)
        if alike:
            near = {other: _offsets_observed(observances, other) for other in range(year - 5, year + 6)}
            return min(alike, key=lambda zone: (_differences(zone, near), _strangeness(zone, _folded(tzid))))
    if guess:
        return guess
    raise UnknownZone(f"The time zone “{tzid.strip()[:100]}” is not known.")


def _folded(tzid: str) -> str:
    return tzid.strip(' "/').casefold()


@cache
def _names() -> dict[str, str]:
    """IANA and Windows names, folded, to IANA names."""
    names = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return names | {name.casefold(): name for name in sorted(available_timezones() - _NOT_PLACES)}


def _named(folded: str) -> str | None:
    """By the whole name, else by its last parts: /freeassociation.sourceforge.net/Europe/Berlin."""
    parts = folded.split("/")[-8:]
    suffixes = ["/".join(parts[start:]) for start in range(len(parts) - 1)]
    return next((_names()[suffix] for suffix in [folded, *suffixes] if suffix in _names()), None)


def _strangeness(zone: str, folded: str) -> tuple[bool, bool]:
    """How little a zone's name has to do with a TZID such as "(UTC+01:00) Belgrade, Budapest"."""
    region, _, place = zone.casefold().rpartition("/")
    return place.replace("_", " ") not in folded, not region or region not in folded


def _differences(zone: str, observed: Mapping[int, _Offsets]) -> int:
    """In how many years a zone was not what is observed."""
    return sum(_offsets(zone, year) != offsets for year, offsets in observed.items())


@lru_cache(maxsize=128)
def _samples(year: int) -> tuple[datetime, ...]:
    """A moment of each week: changes of the clock lie at least that far apart."""
    return tuple(datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(weeks=week) for week in range(53))


@lru_cache(maxsize=8192)
def _offsets(zone: str, year: int) -> _Offsets:
    clock = ZoneInfo(zone)
    return tuple(moment.astimezone(clock).utcoffset() for moment in _samples(year))


@lru_cache(maxsize=64)
def _zones_by_offsets(year: int) -> dict[_Offsets, list[str]]:
    """Zones by the offsets they had in a year, the best known first."""
    known: Iterable[str] = ["UTC", *WINDOWS_TO_OLSON.values(), *sorted(_names().values())]
    zones: dict[_Offsets, list[str]] = {}
    for zone in dict.fromkeys(known):
        zones.setdefault(_offsets(zone, year), []).append(zone)
    return zones


def _offsets_observed(observances: Sequence[Observance], year: int) -> _Offsets:
    onsets = sorted(onset for observance in observances for onset in _onsets(observance, year))
    before = min(observances, key=lambda observance: observance.start).offset_from
    moments = [moment for moment, _ in onsets]
    return tuple(
        onsets[index - 1][1] if (index := bisect_right(moments, sample)) else before
        for sample in _samples(year)
    )


def _onsets(observance: Observance, year: int) -> list[tuple[datetime, timedelta]]:
    """When it comes into force, with its offset: at its start, on its own dates, by its rule near `year`."""
    walls = [observance.start, *observance.extra, *_repeated(observance, year)]
    return [(to_utc(wall, None) - observance.offset_from, observance.offset_to) for wall in walls]


def _repeated(observance: Observance, year: int) -> list[datetime]:
    """By its rule, from the year before; or from the last year in which the rule was in force."""
    if not observance.rule:
        return []
    try:
        text = check_rule(observance.rule, to_utc(observance.start, None), zone="")
    except RecurrenceError:
        return []
    rule = parse_rule(text).anchored(observance.start)
    if rule.frequency > Frequency.MONTHLY:
        return []
    last = rule.until if isinstance(rule.until, datetime) else datetime.max  # noqa: DTZ901 a wall time
    low = datetime(min(year, last.year) - 1, 1, 1)  # noqa: DTZ001 a wall time
    high = min(last, datetime(year + 1, 1, 1))  # noqa: DTZ001 a wall time
    return list(starts(rule, observance.start, low, high))
