import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone as clock
from django.utils.translation import gettext as _

from jenifer.digests import digest_of
from orgs.models import Invitation, Role, User
from orgs.permissions import Permission, admins_only
from orgs.plans import Limit, require_room
from orgs.selectors import admins
from orgs.services.joining import find_offer, make_member
from orgs.services.team_news import tell_of_role


class MemberRefused(Exception):
    """The message tells a person why, and what can be done."""


class LastAdmin(MemberRefused):
    """The organization would be left without anyone who can run it."""

    def __init__(self, person: User) -> None:
        super().__init__(_("%(name)s is the last admin. Make a colleague an admin first.") % {"name": person})


@transaction.atomic
def admit_member(
    *, by: User, email: str, full_name: str, password: str, role: Role = Role.USER, timezone: str = ""
) -> User:
    """Bring a person with a known address into the admin's organization, by an invitation taken at once."""
    admins_only(by)
    require_room(by.org, Limit.USERS)
    token = secrets.token_urlsafe()
    Invitation.objects.create(
        org_id=by.org_id,
        invited_by=by,
        email=email.lower(),
        role=role,
        token=digest_of(token),
        expires_at=clock.now() + timedelta(minutes=1),
    )
    offer = find_offer(token)
    if offer is None:
        raise MemberRefused(_("The invitation is gone."))
    return make_member(
        offer=offer,
        full_name=full_name,
        password=password,
        timezone=timezone or by.org.timezone,
        is_onboarded=True,
    )


@transaction.atomic
def change_member(
    *, by: User, member: User, role: Role | None = None, permissions: Iterable[Permission] | None = None
) -> User:
    """Role and permissions are an admin's to give; what is None stays."""
    person = lock_people(by, member)[member.pk]
    if role == Role.USER:
        check_not_last_admin(by, person)
    before = (person.role, person.permissions)
    person.role = person.role if role is None else role
    person.permissions = person.permissions if permissions is None else sorted({*permissions})
    person.save(update_fields=["role", "permissions"])
    if (person.role, person.permissions) != before:
        tell_of_role(by=by, member=person)
    return person


def lock_people(by: User, *people: User) -> dict[UUID, User]:
    """These and every admin, as they are now, until the transaction ends; who asks must be an admin still.

    Always in the same order: two who change each other take turns instead of waiting for each other.
    """
    named = Q(role=Role.ADMIN) | Q(pk__in=[by.pk, *(person.pk for person in people)])
    known = User.objects.filter(named, org_id=by.org_id, is_system=False)
    rows = {row.pk: row for row in known.select_for_update().order_by("pk")}
    actor = rows.get(by.pk, by)
    admins_only(actor)
    if not actor.is_active:
        raise PermissionDenied
    if missing := [person for person in people if person.pk not in rows]:
        raise MemberRefused(_("%(name)s is not in your organization.") % {"name": missing[0]})
    return rows


def check_not_last_admin(by: User, person: User) -> None:
    """With the admins locked (`lock_people`)."""
    if is_last_admin(by.org_id, person):
        raise LastAdmin(person)


def is_last_admin(org_id: UUID, person: User) -> bool:
    return person.is_admin and person.is_active and not admins(org_id).exclude(pk=person.pk).exists()


def note_seen(*, by: User, now: datetime) -> None:
    User.objects.filter(pk=by.pk).update(last_seen_at=now)
