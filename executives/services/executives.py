from typing import Any

from django.db import transaction

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from executives.signals import rules_changed
from orgs.models import User
from orgs.permissions import admins_only
from orgs.plans import Limit, require_room


@transaction.atomic
def add_executive(*, by: User, **fields: Any) -> ExecutiveProfile:
    """Only an admin adds executives; who serves them is decided by assignments."""
    admins_only(by)
    require_room(by.org, Limit.EXECUTIVES)
    executive = ExecutiveProfile(org_id=by.org_id, **fields)
    executive.full_clean()
    executive.save()
    return executive


@transaction.atomic
def change_executive(*, by: User, executive: ExecutiveProfile, **fields: Any) -> ExecutiveProfile:
    """Change profile or preferences; what is found in the calendar may change with them."""
    Access.of(by).require(executive.pk, Area.SETTINGS, Right.WRITE)
    for name, value in fields.items():
        setattr(executive, name, value)
    executive.full_clean()
    executive.save(update_fields=list(fields))
    rules_changed.send(ExecutiveProfile, executive_ids=[executive.pk])
    return executive
