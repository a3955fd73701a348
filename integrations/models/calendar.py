from django.db import models

from integrations.models.integration import Integration
from jenifer.db.fields import count, flag, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import COMMANDS, TENANT

SEEN = f"{TENANT} AND integration_id IN (SELECT id FROM integrations)"
OF_OWN = (
    f"{TENANT} AND integration_id IN (SELECT id FROM integrations WHERE user_id = (SELECT app.user_id()))"
)


class CalendarSyncToken(Touched, TenantModel):
    """One calendar of a connection, whose it is, and how far it has been read."""

    wall = dict.fromkeys(COMMANDS, OF_OWN) | {"select": SEEN}

    integration = models.ForeignKey(Integration, models.DB_CASCADE, related_name="calendars")
    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="+"
    )
    calendar_id = models.CharField(max_length=255)
    calendar_name = text()
    sync_token = long_text()
    page_token = long_text()
    is_primary = flag()
    is_enabled = flag(default=True)
    is_write_target = flag()
    is_writable = flag(default=True)
    trouble = long_text()  # why it is not synced while its connection works; a sentence, '' for none
    # How many events would go from here at once, which a person has to confirm, and how many they have confirmed.
    removals_asked = count()
    removals_allowed = count()
    color = text(20)
    last_synced_at = moment()

    class Meta:
        db_table = "calendar_sync_tokens"
        constraints = [
            models.UniqueConstraint(name="calendar_sync_tokens_once", fields=["integration", "calendar_id"])
        ]

    def __str__(self) -> str:
        return self.calendar_name or self.calendar_id
