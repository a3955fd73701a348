"""What a person wishes to be told, how, and when. Pure: `users.preferences` in, moments and channels out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

DAILY_HOUR = 7
HOUR = timedelta(hours=1)
AGENDA = "agenda"  # beside the categories: the day's agenda by e-mail


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Civil times; `begins` after `ends` spans midnight, and the same twice is nothing."""

    begins: time
    ends: time

    def over_at(self, local: datetime) -> datetime:
        """When the quiet that `local` falls into is over; `local` itself outside of it."""
        clock = local.time().replace(tzinfo=None)
        if self.begins <= self.ends:
            is_quiet, is_tomorrow = self.begins <= clock < self.ends, False
        else:
            is_quiet, is_tomorrow = clock >= self.begins or clock < self.ends, clock >= self.begins
        if not is_quiet:
            return local
        return datetime.combine(local.date() + timedelta(days=is_tomorrow), self.ends, local.tzinfo)


@dataclass(frozen=True, slots=True)
class Wishes:
    """`notifications` has the shape orgs.shapes.NOTIFICATIONS; what it leaves out is wanted, and at once.

    `ai_frequency` is the organization's: it holds for insights where the person says nothing else.
    """

    notifications: Mapping[str, Any]
    zone: ZoneInfo
    ai_frequency: str = "realtime"

    @classmethod
    def of(cls, preferences: Mapping[str, Any], zone: ZoneInfo, ai_settings: Mapping[str, Any]) -> Self:
        return cls(
            preferences.get("notifications", {}), zone, ai_settings.get("notification_frequency", "realtime")
        )

    def wants(self, category: str, channel: str) -> bool:
        return self.is_open(channel) and self.asks(category, channel)

    def is_open(self, channel: str) -> bool:
        """The switch for all categories of in_app, email, push or slack; the bell has none."""
        return channel == "in_app" or bool(self.notifications.get(channel, channel != "slack"))

    def asks(self, category: str, channel: str) -> bool:
        """The switch of one category alone."""
        return bool(self._of(category).get(channel, True))

    def frequency(self, category: str) -> str:
        usual = self.ai_frequency if category == "ai" else "realtime"
        return self._of(category).get("frequency", usual)

    @property
    def quiet_hours(self) -> QuietHours | None:
        found = self.notifications.get("quiet_hours")
        return QuietHours(*(time.fromisoformat(found[end]) for end in ("from", "to"))) if found else None

    @property
    def daily_hour(self) -> int:
        return int(self.notifications.get("daily_hour", DAILY_HOUR))

    @property
    def wants_agenda(self) -> bool:
        return bool(self.notifications.get(AGENDA, True))

    def due_at(self, category: str, now: datetime) -> datetime:
        """When news of this category may go out, in UTC: never within quiet hours."""
        local = now.astimezone(self.zone)
        match self.frequency(category):
            case "hourly":
                local = local.replace(minute=0, second=0, microsecond=0) + HOUR
            case "daily":
                day = local.date() + timedelta(days=local.hour >= self.daily_hour)
                local = datetime.combine(day, time(self.daily_hour), self.zone)
        quiet = self.quiet_hours
        return (quiet.over_at(local) if quiet else local).astimezone(UTC)

    def _of(self, category: str) -> Mapping[str, Any]:
        return self.notifications.get("categories", {}).get(category, {})
