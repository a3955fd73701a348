from django.db import models
from django.db.models import Q

from jenifer.db.fields import ShapedJSONField, choice, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from tasks import shapes
from tasks.models import Priority, Task


class ApprovalType(models.TextChoices):
    EXPENSE = "expense"
    CALENDAR = "calendar"
    DOCUMENT = "document"
    TRAVEL = "travel"
    PURCHASE = "purchase"
    TIME_OFF = "time_off"
    OTHER = "other"


class ApprovalStatus(models.TextChoices):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    INFO_REQUESTED = "info_requested"
    CANCELLED = "cancelled"


class Recommendation(models.TextChoices):
    APPROVE = "approve"
    REVIEW = "review"
    REJECT = "reject"


class Approval(Touched, TenantModel):
    """A decision asked of an executive."""

    is_audited = True

    executive = models.ForeignKey("executives.ExecutiveProfile", models.DB_CASCADE, related_name="approvals")
    submitted_by = models.ForeignKey(
        "orgs.User", models.DB_CASCADE, related_name="+", db_column="submitted_by"
    )
    decided_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="decided_by"
    )
    title = models.CharField(max_length=500)
    description = long_text()
    approval_type = choice(ApprovalType, None)
    category = text(100)
    status = choice(ApprovalStatus, ApprovalStatus.PENDING)
    urgency = choice(Priority, Priority.MEDIUM, max_length=20)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    currency = text(3, default="USD")
    due_date = moment()
    decided_at = moment()
    decision_notes = long_text()
    attachments = ShapedJSONField(shape=shapes.ATTACHMENTS, default=[])
    related_task = models.ForeignKey(
        Task, models.DB_SET_NULL, null=True, blank=True, related_name="approvals"
    )
    ai_risk_score = models.IntegerField(null=True, blank=True)
    ai_recommendation = choice(Recommendation)
    ai_notes = long_text()

    class Meta:
        db_table = "approvals"
        indexes = [
            models.Index(fields=["org", "status"], name="idx_approvals_status"),
            models.Index(
                fields=["org", "executive", "status"],
                name="idx_approvals_pending",
                condition=Q(status="pending"),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="approvals_amount_range", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="approvals_currency_code", condition=Q(currency__regex="^[A-Z]{3}$")),
            models.CheckConstraint(name="approvals_risk_range", condition=Q(ai_risk_score__range=(0, 100))),
        ]

    def __str__(self) -> str:
        return self.title
