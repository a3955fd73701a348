from django.db import models

from jenifer.db.fields import ShapedJSONField, choice, flag, long_text, moment, text
from jenifer.db.models import TenantModel
from jenifer.db.wall import owner_alone_and_staff_to_read
from orgs import shapes
from orgs.models.related import EntityType


class NotificationType(models.TextChoices):
    INFO = "info"
    WARNING = "warning"
    SUCCESS = "success"
    ERROR = "error"
    AI_SUGGESTION = "ai_suggestion"


class NotificationCategory(models.TextChoices):
    MEETING = "meeting"
    TASK = "task"
    APPROVAL = "approval"
    SYSTEM = "system"
    AI = "ai"
    DELEGATION = "delegation"
    KEY_DATE = "key_date"
    SYNC = "sync"


class Notification(TenantModel):
    """Something one person should know. To others it goes through app.notify: nobody reads another's."""

    wall = owner_alone_and_staff_to_read() | {"definer": "SELECT, INSERT"}

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="notifications", db_index=False)
    title = models.CharField(max_length=255)
    body = long_text()
    notification_type = choice(NotificationType, None)
    category = choice(NotificationCategory)
    related_entity_type = choice(EntityType)
    related_entity_id = models.UUIDField(null=True, blank=True)
    action_url = text(500)
    action_label = text(100)
    is_read = flag()
    read_at = moment()
    channels = ShapedJSONField(shape=shapes.CHANNELS, default=["in_app"])
    delivered_channels = ShapedJSONField(shape=shapes.CHANNELS, default=[])
    expires_at = moment()

    class Meta:
        db_table = "notifications"
        indexes = [
            models.Index("user", models.F("created_at").desc(), name="idx_notifications_user"),
            models.Index(
                "user",
                "is_read",
                models.F("created_at").desc(),
                name="idx_notifications_unread",
                condition=models.Q(is_read=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title
