"""Shapes of the JSON columns of connections."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from jenifer.db.shapes import BOOLEAN, MOMENT, list_of, nullable, number, one_of, record, text


class SyncDirection(TextChoices):
    BIDIRECTIONAL = "bidirectional", gettext_lazy("Both ways")
    PULL = "pull", gettext_lazy("Only from there to here: nothing is ever written there")
    PUSH = "push", gettext_lazy("Only from here to there: nothing there changes what is here")


SCOPES = list_of(text(500), most=100)
SETTINGS = record(
    sync_enabled=BOOLEAN,
    sync_direction=one_of(*SyncDirection.values),
    sync_interval_minutes=number(1, 1440),
)
# What of a series gave way: its instance (RECURRENCE-ID, null the master), and the aspect of integrations.sync.aspects.
POINTS = list_of(record({"instance": nullable(MOMENT), "aspect": text(100), "of": text(300)}), most=1000)
SETTINGS_DEFAULT = {"sync_enabled": True, "sync_direction": "bidirectional", "sync_interval_minutes": 5}
