"""Who is in an organization, and who is asked to come."""

from uuid import UUID

from django.db.models import F, Q, QuerySet

from orgs.models import Invitation, Role, User
from orgs.permissions import Permission


def active_members(org_id: UUID) -> QuerySet[User]:
    """Whoever can sign in."""
    return User.objects.filter(org_id=org_id, is_active=True, is_system=False)


def admins(org_id: UUID) -> QuerySet[User]:
    return active_members(org_id).filter(role=Role.ADMIN)


def whoever_may(permission: Permission, org_id: UUID) -> QuerySet[User]:
    """Admins, and whom they have given the right."""
    return admins(org_id) | active_members(org_id).filter(permissions__contains=[permission])


def members(
    org_id: UUID | None, *, search: str = "", role: str = "", is_active: bool | None = None
) -> QuerySet[User]:
    """People, not the organization's own worker: the active first, by name."""
    found = User.objects.filter(org_id=org_id, is_system=False)
    if search:
        found = found.filter(Q(full_name__icontains=search) | Q(email__icontains=search))
    if role in Role.values:
        found = found.filter(role=role)
    if is_active is not None:
        found = found.filter(is_active=is_active)
    return found.defer("password").order_by("-is_active", "full_name", "email", "id")


def invitations(org_id: UUID | None, *, search: str = "") -> QuerySet[Invitation]:
    """The newest first."""
    found = Invitation.objects.filter(org_id=org_id, email__icontains=search).select_related("invited_by")
    return found.order_by(F("created_at").desc(), "id")
