from django.db import models

from executives import shapes
from executives.models.executive import ExecutiveProfile
from jenifer.db.fields import ShapedJSONField, choice, flag, now
from jenifer.db.models import TenantModel
from jenifer.db.wall import ADMIN, TENANT


class AssignmentRole(models.TextChoices):
    ASSISTANT = "assistant"
    BACKUP = "backup"
    DELEGATE = "delegate"


class UserExecutiveAssignment(TenantModel):
    """Which EA serves which executive, with which rights, and for a cover from when to when."""

    wall = {"select": TENANT, "insert": ADMIN, "update": ADMIN, "delete": ADMIN}
    is_audited = True

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="assignments")
    executive = models.ForeignKey(ExecutiveProfile, models.DB_CASCADE, related_name="assignments")
    is_primary = flag()
    role = choice(AssignmentRole, AssignmentRole.ASSISTANT)
    permissions = ShapedJSONField(shape=shapes.ASSIGNMENT, default=shapes.ASSIGNMENT_DEFAULT)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    assigned_at = now()

    class Meta:
        db_table = "user_executive_assignments"
        indexes = [models.Index(fields=["executive", "is_primary"], name="idx_user_exec_assign_primary")]
        constraints = [
            models.UniqueConstraint(name="user_executive_assignments_once", fields=["user", "executive"]),
            models.UniqueConstraint(
                name="user_executive_assignments_one_primary",
                fields=["executive"],
                condition=models.Q(is_primary=True),
            ),
            models.CheckConstraint(
                name="user_executive_assignments_dates",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} of {self.executive_id}"
