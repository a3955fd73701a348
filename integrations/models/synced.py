from django.db import models
from django.db.models.functions import Now

from integrations.models.calendar import CalendarSyncToken
from jenifer.db.fields import count, flag, long_text, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import COMMANDS, TENANT

OF_OWN_CALENDARS = (
    f"{TENANT} AND calendar_id IN (SELECT c.id FROM calendar_sync_tokens c"
    " JOIN integrations i ON i.id = c.integration_id WHERE i.user_id = (SELECT app.user_id()))"
)


class SyncedSeries(Touched, TenantModel):
    """An event or series that a calendar outside holds, as it was when both sides last agreed.

    `body` is the provider's own text, opaque here. `sent_body` is what was last sent and is not known to have
    arrived; '' when nothing is under way.
    """

    wall = dict.fromkeys(COMMANDS, OF_OWN_CALENDARS) | {"definer": "SELECT"}

    calendar = models.ForeignKey(CalendarSyncToken, models.DB_CASCADE, related_name="series", db_index=False)
    object_id = models.CharField(max_length=2000)
    ical_uid = text(1000)
    etag = text(500)
    body = long_text()
    sent_body = long_text()
    # Looked at by itself since the cursor was taken. A server that compares two states names nothing that came
    # and went between them: what the next listing does not name has to be looked at again.
    is_unlisted = flag()
    problem = long_text()  # what of it could not be read or taken; a sentence, '' for none

    class Meta:
        db_table = "synced_series"
        constraints = [
            models.UniqueConstraint(name="synced_series_once", fields=["calendar", "object_id"]),
        ]
        indexes = [models.Index(fields=["calendar", "ical_uid"], name="idx_synced_series_uid")]

    def __str__(self) -> str:
        return self.ical_uid or self.object_id


class CalendarChange(TenantModel):
    """What was changed here and is to be sent: one row a series and calendar, however often it changes.

    The database writes it with the change itself (calendar_changes.sql). `revision` tells whether the series
    has changed again while it was being sent.
    """

    wall = dict.fromkeys(COMMANDS, OF_OWN_CALENDARS) | {"definer": "SELECT, INSERT, UPDATE"}

    calendar = models.ForeignKey(CalendarSyncToken, models.DB_CASCADE, related_name="changes", db_index=False)
    ical_uid = models.CharField(max_length=1000)
    revision = count()
    due_at = models.DateTimeField(db_default=Now())
    attempts = count()
    last_error = long_text()

    class Meta:
        db_table = "calendar_changes"
        constraints = [
            models.UniqueConstraint(name="calendar_changes_once", fields=["calendar", "ical_uid"]),
        ]
        indexes = [models.Index(fields=["due_at"], name="idx_calendar_changes_due")]

    def __str__(self) -> str:
        return self.ical_uid
