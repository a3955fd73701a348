"""Dates, times, numbers and money as the organization writes them."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Self
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from orgs.models import Organization, User
from orgs.zones import zone_or_utc

DATE_FORMATS = {
    "MM/DD/YYYY": ("m/d/Y", "l, F j", "D, M j"),
    "DD/MM/YYYY": ("d/m/Y", "l j F", "D j M"),
    "DD.MM.YYYY": ("d.m.Y", "l j F", "D j M"),
    "YYYY-MM-DD": ("Y-m-d", "l j F", "D j M"),
}
# What groups thousands, and what begins the decimals; spaces do not break.
NUMBER_FORMATS = {
    "1,234.56": (",", "."),
    "1.234,56": (".", ","),
    "1 234,56": ("\u202f", ","),
    "1’234.56": ("’", "."),
}
FIRST_DAYS = {"monday": 0, "saturday": 5, "sunday": 6}


@dataclass(frozen=True, slots=True)
class Formats:
    """Everything is shown by the clock of `zone`."""

    zone: ZoneInfo
    is_12h: bool
    date_format: str
    week_starts_on: str
    number_format: str = "1,234.56"

    @classmethod
    def of(cls, user: User) -> Self:
        return cls.for_zone(user.org, zone_or_utc(user.timezone))

    @classmethod
    def for_zone(cls, organization: Organization, zone: ZoneInfo) -> Self:
        settings = organization.settings
        return cls(
            zone=zone,
            is_12h=settings.get("time_format") == "12h",
            date_format=settings.get("date_format", "YYYY-MM-DD"),
            week_starts_on=settings.get("week_starts_on", "monday"),
            number_format=settings.get("number_format", "1,234.56"),
        )

    def in_zone(self, zone: ZoneInfo) -> Self:
        """The same formats by another clock."""
        return replace(self, zone=zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        return moment.astimezone(self.zone)

    def today(self) -> dt.date:
        return self.local(timezone.now()).date()

    def time(self, moment: dt.datetime) -> str:
        """09:30, or 9:30 am."""
        return self.clock(self.local(moment).time())

    def clock(self, time: dt.time) -> str:
        if not self.is_12h:
            return f"{time:%H:%M}"
        return f"{time.hour % 12 or 12}:{time:%M} {_('am') if time.hour < 12 else _('pm')}"

    def hour(self, hour: int) -> str:
        if not self.is_12h:
            return f"{hour % 24:02d}:00"
        return f"{hour % 12 or 12} {_('am') if hour % 24 < 12 else _('pm')}"

    def date(self, day: dt.date) -> str:
        return format_date(day, DATE_FORMATS[self.date_format][0])

    def long_day(self, day: dt.date) -> str:
        """Monday 23 November, with the year when it is not this one."""
        text = format_date(day, DATE_FORMATS[self.date_format][1])
        return text if day.year == self.today().year else f"{text} {day.year}"

    def short_day(self, day: dt.date) -> str:
        """Today, Tomorrow, Yesterday, or Fri 27 Nov."""
        near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
        distance = (day - self.today()).days
        return near.get(distance) or format_date(day, DATE_FORMATS[self.date_format][2])

    def moment(self, moment: dt.datetime) -> str:
        """Today 14:00; Fri 27 Nov 14:00."""
        return f"{self.short_day(self.local(moment).date())} {self.time(moment)}"

    def moment_in_sentence(self, moment: dt.datetime) -> str:
        """tomorrow 14:00; Fri 27 Nov 14:00: as it stands inside a sentence."""
        text = self.moment(moment)
        is_near = abs((self.local(moment).date() - self.today()).days) <= 1
        return text[:1].lower() + text[1:] if is_near else text

    def week_number(self, day: dt.date) -> int:
        """ISO 8601's where weeks begin on Monday; elsewhere week 1 is the one that holds 1 January."""
        if self.week_starts_on == "monday":
            return day.isocalendar().week
        starts = self.week_start(day)
        new_year = dt.date((starts + dt.timedelta(days=6)).year, 1, 1)
        return (starts - self.week_start(new_year)).days // 7 + 1

    def week_start(self, day: dt.date) -> dt.date:
        return day - dt.timedelta(days=(day.weekday() - FIRST_DAYS[self.week_starts_on]) % 7)

    def money(self, amount: Decimal, currency: str) -> str:
        places = 0 if amount == amount.to_integral_value() else 2
        return f"{currency} {self.number(amount, places)}"

    def number(self, value: Decimal | int, places: int = 0) -> str:
        """1,234.56 with two places."""
        group, point = NUMBER_FORMATS[self.number_format]
        return f"{value:,.{places}f}".translate({ord(","): group, ord("."): point})
