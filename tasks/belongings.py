"""Open tasks and delegations: a colleague goes on with them when a person goes."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from orgs.belongings import Belonging
from orgs.models import User
from tasks.models import Delegation, DelegationStatus, Task, TaskStatus

TO_DO = (TaskStatus.TODO, TaskStatus.IN_PROGRESS, TaskStatus.WAITING)
UNDER_WAY = (DelegationStatus.PENDING, DelegationStatus.ACCEPTED)


def _tasks(person: User) -> QuerySet[Task]:
    return Task.objects.filter(assigned_to=person, status__in=TO_DO, deleted_at=None)


def _task_names(person: User) -> list[str]:
    return list(_tasks(person).order_by("due_date", "title").values_list("title", flat=True))


def _hand_over_tasks(*, giver: User, taker: User) -> None:
    _tasks(giver).update(assigned_to=taker)


def _delegations(person: User) -> QuerySet[Delegation]:
    return Delegation.objects.filter(Q(delegated_by=person) | Q(delegated_to=person), status__in=UNDER_WAY)


def _delegation_names(person: User) -> list[str]:
    return list(_delegations(person).order_by("task__title").values_list("task__title", flat=True))


def _hand_over_delegations(*, giver: User, taker: User) -> None:
    """What the two had delegated to each other is nobody's to delegate any more."""
    between = Q(delegated_by=taker) | Q(delegated_to=taker)
    _delegations(giver).filter(between).update(status=DelegationStatus.CANCELLED)
    _delegations(giver).filter(delegated_by=giver).update(delegated_by=taker)
    _delegations(giver).filter(delegated_to=giver).update(delegated_to=taker)


TASKS = Belonging("tasks", gettext_noop("Open tasks"), "square-check-big", _task_names, _hand_over_tasks)
DELEGATIONS = Belonging(
    "delegations", gettext_noop("Delegations"), "arrow-left-right", _delegation_names, _hand_over_delegations
)
