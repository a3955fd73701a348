"""What a browser says of itself, in words."""

from dataclasses import dataclass
from functools import lru_cache

import ua_parser
from django.utils.translation import gettext as _

PHONES = ("iOS", "Android")
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Browser:
    name: str
    icon: str


@dataclass(frozen=True, slots=True)
class _Agent:
    """'' for what cannot be told."""

    program: str
    version: str
    system: str


@lru_cache(maxsize=1000)
def _read(agent: str) -> _Agent:
    found = ua_parser.parse(agent)
    program, system = found.user_agent, found.os
    return _Agent(
        program=program.family if program else "",
        version=(program.major or "") if program else "",
        system=system.family if system else "",
    )


def browser(agent: str) -> Browser:
    """Firefox on Windows; what cannot be told is said to be unknown."""
    read = _read(agent)
    icon = "smartphone" if read.system in PHONES else "monitor"
    return Browser(_on_system(read.program, read) if read.program else _("An unknown browser"), icon)


def program_of(agent: str) -> str:
    """Firefox 128 on Linux, for a log; an unknown program by the name it gives itself, '' for nothing."""
    read = _read(agent)
    if not read.program:
        return agent.partition("/")[0][:LONGEST_NAME]
    return _on_system(f"{read.program} {read.version}".rstrip(), read)


def _on_system(program: str, read: _Agent) -> str:
    if not read.system:
        return program
    return _("%(program)s on %(system)s") % {"program": program, "system": read.system}
