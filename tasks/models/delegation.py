from django.db import models

from jenifer.db.fields import choice, long_text, moment
from jenifer.db.models import TenantModel, Touched
from tasks.models.task import Task


class DelegationStatus(models.TextChoices):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Delegation(Touched, TenantModel):
    """A task offered by one person to another."""

    is_audited = True

    task = models.ForeignKey(Task, models.DB_CASCADE, related_name="delegations")
    delegated_by = models.ForeignKey(
        "orgs.User", models.DB_CASCADE, related_name="delegations_sent", db_column="delegated_by"
    )
    delegated_to = models.ForeignKey(
        "orgs.User", models.DB_CASCADE, related_name="delegations_received", db_column="delegated_to"
    )
    status = choice(DelegationStatus, DelegationStatus.PENDING)
    delegation_notes = long_text()
    completion_notes = long_text()
    due_date = moment()
    accepted_at = moment()
    completed_at = moment()

    class Meta:
        db_table = "delegations"
        indexes = [models.Index(fields=["org", "status"], name="idx_delegations_status")]

    def __str__(self) -> str:
        return f"{self.status} {self.task_id}"
