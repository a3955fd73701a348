from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from orgs.models import User
from tasks.models import Task

# Written out, as it is on Today: the ORM composes it for longer than PostgreSQL answers.
DUE = """
    SELECT id, executive_id, title, priority, due_date, due_time FROM tasks
    WHERE (executive_id = ANY(%(executives)s) OR (executive_id IS NULL AND assigned_to = %(user)s))
      AND status IN ('todo', 'in_progress', 'waiting') AND due_date < %(until)s AND deleted_at IS NULL
    ORDER BY due_date, id
    LIMIT 50
"""


def tasks_due(executive_ids: Iterable[UUID], user: User, until: datetime) -> list[Task]:
    """Open tasks due before `until`, for these executives or assigned to this person; the earliest first."""
    wanted = {"executives": list(executive_ids), "user": user.pk, "until": until}
    return list(Task.objects.raw(DUE, wanted))
