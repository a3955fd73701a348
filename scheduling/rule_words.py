"""A recurrence rule in a few words, for a person."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from scheduling.recurrence.rule import Frequency, parse_rule

DAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)
UNITS = {
    Frequency.HOURLY: (gettext_noop("every hour"), gettext_noop("every {} hours")),
    Frequency.DAILY: (gettext_noop("daily"), gettext_noop("every {} days")),
    Frequency.WEEKLY: (gettext_noop("weekly"), gettext_noop("every {} weeks")),
    Frequency.MONTHLY: (gettext_noop("monthly"), gettext_noop("every {} months")),
    Frequency.YEARLY: (gettext_noop("yearly"), gettext_noop("every {} years")),
}


def rule_in_words(text: str) -> str:
    """Every 2 weeks on Mon, Wed · 10 times; of a rule as `check_rule` gives it."""
    rule = parse_rule(text)
    once, often = UNITS[rule.frequency]
    words = _(once) if rule.interval == 1 else _(often).format(rule.interval)
    days = [_(DAYS[weekday]) for ordinal, weekday in rule.weekdays if not ordinal]
    if days:
        words += _(" on %(days)s") % {"days": ", ".join(days)}
    if rule.count:
        words += " · " + ngettext("%(count)s time", "%(count)s times", rule.count) % {"count": rule.count}
    if rule.until:
        words += " · " + _("until %(date)s") % {"date": f"{rule.until:%Y-%m-%d}"}
    return words[:1].upper() + words[1:]
