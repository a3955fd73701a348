from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from jenifer.db.fields import moment, now
from jenifer.db.models import Base

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=8)
OWN = "user_id = (SELECT app.user_id()) AND (SELECT app.member_org()) IS NOT NULL"


class StaffEntry(Base):
    """A member of staff in a customer's organization: why, and from when to when.

    Written by app.enter_org and app.leave_org alone. `staff_name` is there because the customer, who
    reads it, cannot see the row of the staff's user.
    """

    wall = {
        "select": f"({OWN}) OR org_id = (SELECT app.audit_org())",
        "definer": "SELECT, INSERT, UPDATE",
    }

    org = models.ForeignKey("orgs.Organization", models.DB_CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+")
    staff_name = models.CharField(max_length=255)
    reason = models.TextField()
    entered_at = now()
    expires_at = models.DateTimeField()
    ended_at = moment()

    class Meta:
        db_table = "staff_entries"
        verbose_name_plural = "staff entries"
        indexes = [models.Index("org", F("entered_at").desc(), name="idx_staff_entries_org")]
        constraints = [
            models.CheckConstraint(name="staff_entries_reason_given", condition=Q(reason__regex=r"\S")),
            models.CheckConstraint(
                name="staff_entries_time_limit",
                condition=Q(
                    expires_at__gte=F("entered_at") + SHORTEST, expires_at__lte=F("entered_at") + LONGEST
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_name}: {self.reason}"
