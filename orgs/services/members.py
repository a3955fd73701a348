import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.db import transaction

from jenifer.principal import acting_as
from orgs.models import Invitation, InvitationStatus, Role, User
from orgs.permissions import admins_only
from orgs.plans import Limit, require_room


@transaction.atomic
def admit_member(
    *, by: User, email: str, full_name: str, password: str, role: Role = Role.USER, timezone: str = "UTC"
) -> User:
    """Bring a person with a known address into the admin's organization, by an invitation taken at once."""
    admins_only(by)
    require_room(by.org, Limit.USERS)
    token = hashlib.sha256(secrets.token_bytes()).hexdigest()
    invitation = Invitation.objects.create(
        org_id=by.org_id, invited_by=by, email=email.lower(), role=role, token=token
    )
    user = User(org_id=by.org_id, email=email.lower(), full_name=full_name, role=role, timezone=timezone)
    user.set_password(password)
    with acting_as(user, claim=str(invitation.pk)):
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    invitation.status, invitation.accepted_at = InvitationStatus.ACCEPTED, user.created_at
    invitation.save(update_fields=["status", "accepted_at"])
    return user
