"""How a person is shown where there is no picture: initials on a hue of their own."""

import zlib
from uuid import UUID

HUES = 12


def initials(name: str) -> str:
    """At most two capitals: of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def hue(identifier: UUID | str) -> int:
    """1 to 12, the same for the same id in every process."""
    return zlib.crc32(str(identifier).encode()) % HUES + 1
