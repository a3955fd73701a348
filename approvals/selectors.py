from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from approvals.models import Approval, ApprovalStatus

MOST = 50
SHOWN = ("executive_id", "title", "approval_type", "urgency", "amount", "currency", "due_date", "created_at")


def waiting_approvals(executive_ids: Iterable[UUID]) -> QuerySet[Approval]:
    """Pending decisions, the earliest due first, then the oldest."""
    return (
        Approval.objects.filter(executive_id__in=list(executive_ids), status=ApprovalStatus.PENDING)
        .select_related("submitted_by")
        .only(*SHOWN, "submitted_by__full_name", "submitted_by__email")
        .order_by(F("due_date").asc(nulls_last=True), "created_at")[:MOST]
    )
