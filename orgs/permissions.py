from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from orgs.models import User


class Permission(TextChoices):
    """What an admin may grant to a colleague beyond their role (`users.permissions`)."""

    BILLING_MANAGE = "billing.manage"
    TEAM_MANAGE = "team.manage"
    AUDIT_VIEW = "audit.view"


def may(user: User, permission: Permission) -> bool:
    """An admin may everything."""
    return user.is_admin or permission in user.permissions


def require(user: User, permission: Permission) -> None:
    if not may(user, permission):
        raise PermissionDenied(_("This is for admins, and for colleagues whom an admin has given the right."))


def admins_only(user: User) -> None:
    if not user.is_admin:
        raise PermissionDenied(_("Only an admin of your organization can do this."))
