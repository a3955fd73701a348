from django.db import models
from django.utils import timezone

from integrations import shapes
from jenifer.db.fields import ShapedJSONField, choice, count, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.secrets import SecretField
from jenifer.db.wall import owner_alone_and_staff_to_read


class Provider(models.TextChoices):
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    SLACK = "slack"
    ZOOM = "zoom"
    CALDAV = "caldav"
    ICS = "ics"


class IntegrationType(models.TextChoices):
    CALENDAR = "calendar"
    EMAIL = "email"
    MESSAGING = "messaging"
    VIDEO = "video"


class IntegrationStatus(models.TextChoices):
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ERROR = "error"


class Integration(Touched, TenantModel):
    """One person's connection to a service outside."""

    wall = owner_alone_and_staff_to_read() | {"definer": "SELECT, UPDATE"}
    is_audited = True

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="integrations")
    provider = choice(Provider, None)
    integration_type = choice(IntegrationType, None)
    access_token = SecretField()
    refresh_token = SecretField()
    token_expires_at = moment()
    scopes = ShapedJSONField(shape=shapes.SCOPES, default=[])
    provider_user_id = text()
    provider_email = text()
    status = choice(IntegrationStatus, IntegrationStatus.ACTIVE)
    last_error = long_text()
    last_synced_at = moment()
    sync_cursor = long_text()
    next_sync_at = moment()
    failures = count()
    settings = ShapedJSONField(shape=shapes.SETTINGS, default=shapes.SETTINGS_DEFAULT)

    class Meta:
        db_table = "integrations"
        indexes = [
            models.Index(fields=["provider", "integration_type"], name="idx_integrations_provider"),
            models.Index(
                fields=["status", "last_synced_at"],
                name="idx_integrations_sync",
                condition=models.Q(status="active"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="integrations_one_per_account",
                fields=["user", "provider", "integration_type", "provider_user_id"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.integration_type}"

    def open_with(self, secret: str) -> None:
        """It works again, as far as anybody knows, and its turn comes at once. Not saved."""
        self.status, self.access_token = IntegrationStatus.ACTIVE, secret
        self.last_error, self.failures, self.next_sync_at = "", 0, timezone.now()
