from collections.abc import Iterable
from uuid import UUID

from approvals.models import Approval

# Written out, as it is on Today: the ORM composes it for longer than PostgreSQL answers.
WAITING = """
    SELECT approvals.id, executive_id, title, approval_type, urgency, amount, currency, due_date,
           coalesce(nullif(users.full_name, ''), users.email) AS submitter
    FROM approvals JOIN users ON users.id = approvals.submitted_by
    WHERE executive_id = ANY(%(executives)s) AND status = 'pending'
    ORDER BY due_date NULLS LAST, approvals.created_at
    LIMIT 50
"""


def waiting_approvals(executive_ids: Iterable[UUID]) -> list[Approval]:
    """Pending decisions, each with its `submitter`'s name: the earliest due first, then the oldest."""
    return list(Approval.objects.raw(WAITING, {"executives": list(executive_ids)}))
