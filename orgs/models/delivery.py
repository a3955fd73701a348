from django.db import models

from jenifer.db.fields import choice
from orgs.models.notification import Notification
from orgs.models.sending import Sending, due_index


class DeliveryChannel(models.TextChoices):
    """Ways out of the house; the bell needs none, it shows the notification itself."""

    EMAIL = "email"
    PUSH = "push"
    SLACK = "slack"


class Delivery(Sending):
    """One notification on one channel."""

    notification = models.ForeignKey(Notification, models.DB_CASCADE, related_name="deliveries")
    channel = choice(DeliveryChannel, None)

    class Meta:
        db_table = "deliveries"
        verbose_name_plural = "deliveries"
        indexes = [
            due_index("idx_deliveries_due"),
            models.Index(fields=["user", "state"], name="idx_deliveries_user"),
        ]
        constraints = [models.UniqueConstraint(name="deliveries_once", fields=["notification", "channel"])]

    def __str__(self) -> str:
        return f"{self.channel}: {self.state}"
