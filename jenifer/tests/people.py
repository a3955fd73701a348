"""Members with rights, and invitations, for tests of the team."""

import re
from typing import Any

from django.conf import settings
from django.core import mail

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_person
from orgs.models import Invitation, Role, User
from orgs.permissions import Permission
from orgs.services.invitations import invite_people
from orgs.services.members import change_member


def make_admin(tenant: Tenant) -> User:
    """A second admin."""
    return _changed(tenant, role=Role.ADMIN)


def make_manager(tenant: Tenant) -> User:
    """Someone who looks after the team without being an admin."""
    return _changed(tenant, permissions=[Permission.TEAM_MANAGE])


def _changed(tenant: Tenant, **changes: Any) -> User:
    with acting_as(tenant.admin):
        return change_member(by=tenant.admin, member=make_person(tenant.admin), **changes)


def invite(tenant: Tenant, email: str, role: Role = Role.USER) -> tuple[Invitation, str]:
    """The invitation, and where its link leads."""
    with acting_as(tenant.admin):
        sent = invite_people(by=tenant.admin, addresses=[email], role=role)
    return sent.invitations[0], link_in_mail()


def link_in_mail() -> str:
    """The path of the newest mail's link."""
    found = re.search(rf"{settings.PUBLIC_URL}(/invitations/[\w-]+/)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]
