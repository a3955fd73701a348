from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(name: str) -> None:
    """Raise a ValidationError for a name that is no IANA time zone."""
    if name not in known_zones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Choose one like Europe/London."), params={"name": name}
        )


def zone_or_utc(name: str) -> ZoneInfo:
    """For showing times: a zone that has gone from the tz database must not take the page down."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def city(zone: str) -> str:
    """London, for Europe/London."""
    return zone.rpartition("/")[2].replace("_", " ")
