"""How a person is shown where there is no picture: initials on a hue of their own."""

import zlib
from collections.abc import Iterable
from uuid import UUID

# Where each of the twelve stands on the colour wheel, in degrees: `.hue-1` and on in static/css/tokens.css.
ANGLES = (255, 310, 68, 205, 150, 350, 285, 115, 232, 48, 180, 330)
HUES = len(ANGLES)


def initials(name: str) -> str:
    """At most two capitals: of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue(identifier: UUID | str) -> int:
    """1 to 12, the same for the same id in every process."""
    return zlib.crc32(str(identifier).encode()) % HUES + 1


def hues(identifiers: Iterable[UUID]) -> dict[UUID, int]:
    """One each, twelve in a row all different; who comes first keeps theirs when others are added.

    Each takes what is farthest from those before, so that a few people are never near in colour.
    """
    found: dict[UUID, int] = {}
    taken: list[int] = []
    for identifier in identifiers:
        if len(taken) == HUES:
            taken = []
        found[identifier] = _farthest(taken, hue(identifier))
        taken.append(found[identifier])
    return found


def _farthest(taken: list[int], wanted: int) -> int:
    """Of equally far ones the next to the wanted."""
    free = sorted({*range(1, HUES + 1)} - {*taken}, key=lambda each: (each - wanted) % HUES)
    return max(free, key=lambda each: min((distance(each, other) for other in taken), default=0))


def distance(one: int, other: int) -> int:
    """Between two hues on the wheel: 0 to 180 degrees."""
    apart = abs(ANGLES[one - 1] - ANGLES[other - 1])
    return min(apart, 360 - apart)
