"""What a browser says of itself, in words."""

from dataclasses import dataclass
from functools import lru_cache

import ua_parser
from django.utils.translation import gettext as _

PHONES = ("iOS", "Android")


@dataclass(frozen=True, slots=True)
class Browser:
    name: str
    icon: str


@lru_cache(maxsize=1000)
def _parsed(agent: str) -> tuple[str, str]:
    found = ua_parser.parse(agent)
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    return browser, system


def browser(agent: str) -> Browser:
    """Firefox on Windows; what cannot be told is said to be unknown."""
    program, system = _parsed(agent)
    icon = "smartphone" if system in PHONES else "monitor"
    if not program:
        return Browser(_("An unknown browser"), icon)
    return Browser(
        _("%(program)s on %(system)s") % {"program": program, "system": system} if system else program, icon
    )
