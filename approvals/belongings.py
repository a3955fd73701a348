"""Decisions that a person has asked for: whoever takes them over answers questions about them."""

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from approvals.models import Approval, ApprovalStatus
from orgs.belongings import Belonging
from orgs.models import User

UNDECIDED = (ApprovalStatus.PENDING, ApprovalStatus.INFO_REQUESTED)


def _undecided(person: User) -> QuerySet[Approval]:
    return Approval.objects.filter(submitted_by=person, status__in=UNDECIDED)


def _names(person: User) -> list[str]:
    return list(_undecided(person).order_by("title").values_list("title", flat=True))


def _hand_over(*, giver: User, taker: User) -> None:
    _undecided(giver).update(submitted_by=taker)


APPROVALS = Belonging("approvals", gettext_noop("Approvals asked for"), "stamp", _names, _hand_over)
