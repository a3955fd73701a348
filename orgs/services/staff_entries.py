"""Staff go into a customer's organization and out again. The database decides who may, and logs it there."""

from datetime import timedelta
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jenifer.principal import acting_as
from orgs.models import StaffEntry, User
from orgs.services.team_news import tell_of_entry

LIMITS = {
    15: gettext_noop("15 minutes"),
    30: gettext_noop("30 minutes"),
    60: gettext_noop("1 hour"),
    120: gettext_noop("2 hours"),
    240: gettext_noop("4 hours"),
    480: gettext_noop("8 hours"),
}
# For a page the entry ends a little before it does for the database, so that no page ends half-way.
MARGIN = timedelta(seconds=5)


def has_second_factor(user: User) -> bool:
    return not settings.STAFF_SECOND_FACTOR or is_mfa_enabled(user)


@transaction.atomic
def enter_organization(*, by: User, organization_id: UUID, reason: str, minutes: int) -> UUID:
    """Returns the entry's id, for the session. Whoever is in another organization leaves it; admins are told."""
    if not has_second_factor(by):
        raise PermissionDenied(_("Set up two-factor authentication first."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.enter_org(%s, %s, %s)", [organization_id, reason, minutes])
        (found,) = cursor.fetchone() or (None,)
    entry_id = UUID(str(found))
    with acting_as(by, entry_id=str(entry_id)):
        tell_of_entry(StaffEntry.objects.get(pk=entry_id))
    return entry_id


def leave_organization(*, by: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.leave_org()")


def open_entry(*, by: User, entry_id: str) -> StaffEntry | None:
    """This person's entry while it lasts. Asked outside of it, since an entry that is over sees nothing."""
    if not entry_id or not by.is_staff:
        return None
    lasting = StaffEntry.objects.filter(user=by, ended_at=None, expires_at__gt=timezone.now() + MARGIN)
    return lasting.filter(pk=entry_id).first()
