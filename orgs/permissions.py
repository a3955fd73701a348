from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from orgs.models import User


def admins_only(user: User) -> None:
    if not user.is_admin:
        raise PermissionDenied(_("Only an admin of your organization can do this."))
