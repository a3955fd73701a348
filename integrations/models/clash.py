from django.db import models

from integrations import shapes
from integrations.models.calendar import CalendarSyncToken
from jenifer.db.fields import ShapedJSONField, long_text, moment
from jenifer.db.models import TenantModel


class CalendarClash(TenantModel):
    """An edit made here that gave way to another of the same thing on the calendar outside.

    `ours` is the series as it stood here, `displaced` what stood where a person has put ours back since; both
    iCalendar, '' where there was none. `points` says what of it gave way.
    """

    executive = models.ForeignKey("executives.ExecutiveProfile", models.DB_CASCADE, related_name="+")
    calendar = models.ForeignKey(CalendarSyncToken, models.DB_SET_NULL, null=True, related_name="+")
    ical_uid = models.CharField(max_length=1000)
    points = ShapedJSONField(shape=shapes.POINTS, default=[])
    ours = long_text()
    displaced = long_text()
    restored_at = moment()

    class Meta:
        db_table = "calendar_clashes"
        verbose_name_plural = "calendar clashes"
        indexes = [models.Index(fields=["executive", "created_at"], name="idx_calendar_clashes")]

    def __str__(self) -> str:
        return self.ical_uid
