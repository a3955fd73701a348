from functools import lru_cache

from django.utils.translation import gettext as _
from ua_parser import parse


@lru_cache(maxsize=1000)
def browser_of(agent: str) -> str:
    """Chrome 139, Linux; a program by the name it gives itself; '' for nothing."""
    found = parse(agent)
    if found.user_agent is None:
        return agent.partition("/")[0][:40]
    version = f" {found.user_agent.major}" if found.user_agent.major else ""
    browser = f"{found.user_agent.family}{version}"
    if found.os is None:
        return browser
    return _("%(browser)s, %(system)s") % {"browser": browser, "system": found.os.family}
