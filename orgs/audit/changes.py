"""What an entry of the log changed: the fields that differ, those inside JSON too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BOOKKEEPING = ("id", "org_id")
type Values = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Change:
    """`path` is a column, and below it the keys of a JSON object; None stands for what is not there."""

    path: tuple[str, ...]
    old: Any
    new: Any


def changes(old: Values, new: Values) -> list[Change]:
    """In the order of the row's columns; what was empty and is empty is no change."""
    before, after = dict(_leaves(old or {})), dict(_leaves(new or {}))
    paths = dict.fromkeys([*before, *after])
    found = [Change(path, before.get(path), after.get(path)) for path in paths]
    return [each for each in found if not _is_same(each.old, each.new)]


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    return old == new or (not old and not new and 0 not in (old, new))


def _leaves(values: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in values.items():
        if not above and key in BOOKKEEPING:
            continue
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value
