"""A recurrence rule in a few words, for a person."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAYS = {"MO": "Mon", "TU": "Tue", "WE": "Wed", "TH": "Thu", "FR": "Fri", "SA": "Sat", "SU": "Sun"}
UNITS = {
    "HOURLY": ("every hour", "every {} hours"),
    "DAILY": ("daily", "every {} days"),
    "WEEKLY": ("weekly", "every {} weeks"),
    "MONTHLY": ("monthly", "every {} months"),
    "YEARLY": ("yearly", "every {} years"),
}


def rule_in_words(rule: str) -> str:
    """Every 2 weeks on Mon, Wed · 10 times"""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    interval = int(parts.get("INTERVAL", "1"))
    once, often = UNITS.get(parts.get("FREQ", ""), ("repeats", "repeats"))
    words = _(once) if interval == 1 else _(often).format(interval)
    days = [DAYS[day] for day in parts.get("BYDAY", "").split(",") if day in DAYS]
    if days:
        words += _(" on %(days)s") % {"days": ", ".join(_(day) for day in days)}
    if count := parts.get("COUNT"):
        words += " · " + ngettext("%(count)s time", "%(count)s times", int(count)) % {"count": count}
    if until := parts.get("UNTIL"):
        words += " · " + _("until %(date)s") % {"date": f"{until[:4]}-{until[4:6]}-{until[6:8]}"}
    return words[:1].upper() + words[1:]
