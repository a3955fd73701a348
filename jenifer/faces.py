"""How a person is shown where there is no picture: initials on a hue of their own."""

import zlib
from collections.abc import Iterable
from uuid import UUID

HUES = 12


def initials(name: str) -> str:
    """At most two capitals: of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue(identifier: UUID | str) -> int:
    """1 to 12, the same for the same id in every process."""
    return zlib.crc32(str(identifier).encode()) % HUES + 1


def hues(identifiers: Iterable[UUID]) -> dict[UUID, int]:
    """One each, twelve in a row all different; who comes first keeps theirs when others are added."""
    found: dict[UUID, int] = {}
    free: set[int] = set()
    for identifier in identifiers:
        free = free or set(range(1, HUES + 1))
        wanted = hue(identifier)
        found[identifier] = min(free, key=lambda each: (each - wanted) % HUES)
        free.remove(found[identifier])
    return found
