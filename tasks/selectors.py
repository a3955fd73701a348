from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from orgs.models import User
from tasks.models import Task, TaskStatus

OPEN = [TaskStatus.TODO, TaskStatus.IN_PROGRESS, TaskStatus.WAITING]
MOST = 50
SHOWN = ("executive_id", "title", "priority", "due_date", "due_time")


def tasks_due(executive_ids: Iterable[UUID], user: User, until: datetime) -> QuerySet[Task]:
    """Open tasks due before `until`, for these executives or assigned to this person; the earliest first."""
    mine = Q(executive_id__in=list(executive_ids)) | Q(executive=None, assigned_to=user)
    due = Task.objects.filter(mine, status__in=OPEN, due_date__lt=until, deleted_at=None)
    return due.only(*SHOWN).order_by("due_date", "id")[:MOST]
