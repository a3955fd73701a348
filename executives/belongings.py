"""The executives whom a person serves: a colleague serves them when the person goes."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from executives.models import UserExecutiveAssignment
from orgs.belongings import Belonging
from orgs.models import User


def _open(person: User) -> QuerySet[UserExecutiveAssignment]:
    """Present and future ones: a cover that is over stays as history."""
    is_open = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    rows = UserExecutiveAssignment.objects.filter(is_open, user=person, executive__deleted_at=None)
    return rows.select_related("executive").order_by("executive__full_name", "pk")


def _names(person: User) -> list[str]:
    return [
        _("%(name)s, as primary") % {"name": row.executive} if row.is_primary else str(row.executive)
        for row in _open(person)
    ]


def _hand_over(*, giver: User, taker: User) -> None:
    served = {row.executive_id: row for row in UserExecutiveAssignment.objects.filter(user=taker)}
    for row in _open(giver):
        known = served.get(row.executive_id)
        if known is None:
            row.user = taker
            row.save(update_fields=["user"])
        else:
            row.delete()  # first: an executive has one primary
            _widen(known, row)


def _widen(row: UserExecutiveAssignment, by: UserExecutiveAssignment) -> None:
    """Someone who serves the executive already gets what the other had besides: rights, days, the first place."""
    areas = row.permissions.keys() | by.permissions.keys()
    row.permissions = {
        area: sorted({*row.permissions.get(area, []), *by.permissions.get(area, [])}) for area in areas
    }
    if by.is_primary:
        row.is_primary, row.role = True, by.role
    row.starts_on = min(row.starts_on, by.starts_on) if row.starts_on and by.starts_on else None
    row.ends_on = max(row.ends_on, by.ends_on) if row.ends_on and by.ends_on else None
    row.save(update_fields=["permissions", "is_primary", "role", "starts_on", "ends_on"])


ASSIGNMENTS = Belonging("assignments", gettext_noop("Executives"), "users", _names, _hand_over)
