from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, QuerySet

from approvals.models import Approval, ApprovalStatus

MOST = 50


def waiting_approvals(executive_ids: Iterable[UUID]) -> QuerySet[Approval]:
    """Pending decisions, the earliest due first, then the oldest."""
    return (
        Approval.objects.filter(executive_id__in=list(executive_ids), status=ApprovalStatus.PENDING)
        .select_related("submitted_by")
        .order_by(F("due_date").asc(nulls_last=True), "created_at")[:MOST]
    )
