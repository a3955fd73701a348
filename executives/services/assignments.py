from datetime import date
from typing import Any

from django.db import transaction

from executives.models import AssignmentRole, ExecutiveProfile, UserExecutiveAssignment
from orgs.models import User
from orgs.permissions import admins_only


@transaction.atomic
def assign_executive(
    *,
    by: User,
    user: User,
    executive: ExecutiveProfile,
    is_primary: bool = False,
    role: AssignmentRole = AssignmentRole.ASSISTANT,
    permissions: dict[str, Any] | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> UserExecutiveAssignment:
    """Let a person serve an executive; `permissions` are the rights per area, the usual ones when not given."""
    admins_only(by)
    assignment = UserExecutiveAssignment(
        org_id=by.org_id,
        user=user,
        executive=executive,
        is_primary=is_primary,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        **({} if permissions is None else {"permissions": permissions}),
    )
    assignment.full_clean()
    assignment.save(force_insert=True)
    return assignment
