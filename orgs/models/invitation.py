from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

from jenifer.db.fields import choice, moment
from jenifer.db.models import TenantModel
from jenifer.db.wall import ADMIN
from orgs.models.user import Role

TEAM = "org_id = (SELECT app.team_org())"
# Who looks after the team without being an admin brings in no admins.
BELOW_ONESELF = f"{TEAM} AND (role = 'user' OR {ADMIN})"


class InvitationStatus(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Invitation(TenantModel):
    """A place in the organization, waiting for one address. `token` is a hash of what was e-mailed."""

    wall = {
        "select": TEAM,
        "insert": BELOW_ONESELF,
        "update": BELOW_ONESELF,
        "definer": "SELECT, UPDATE",
    }
    is_audited = True

    invited_by = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_column="invited_by")
    email = models.CharField(max_length=255)
    role = choice(Role, Role.USER)
    token = models.CharField(max_length=255, unique=True)
    status = choice(InvitationStatus, InvitationStatus.PENDING)
    expires_at = models.DateTimeField(db_default=Now() + timedelta(days=7))
    accepted_at = moment()

    class Meta:
        db_table = "invitations"
        indexes = [
            models.Index(
                fields=["token"], name="idx_invitations_token", condition=models.Q(status="pending")
            ),
            models.Index(fields=["email"], name="idx_invitations_email"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="invitations_one_pending",
                fields=["org", "email"],
                condition=models.Q(status="pending"),
            )
        ]

    def __str__(self) -> str:
        return self.email

    def state(self, now: datetime) -> InvitationStatus:
        """The status; a pending one whose days are over is expired, whether or not a row says so."""
        is_late = self.status == InvitationStatus.PENDING and self.expires_at <= now
        return InvitationStatus.EXPIRED if is_late else InvitationStatus(self.status)
