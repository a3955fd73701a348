"""Coming into an organization by an invitation: the token that only its e-mail carried."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege, UniqueViolation

from jenifer.digests import digest_of
from jenifer.principal import acting_as
from orgs.models import Invitation, InvitationStatus, Role, User
from orgs.people import invitation_by_token, user_by_email
from orgs.services.team_news import tell_of_joining


class InvitationOver(Exception):
    """It was used, revoked, or its days are over; or its address has an account by now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the holder of an invitation is shown of it."""

    id: UUID
    org_id: UUID
    organization: str
    invited_by: str
    email: str
    role: Role
    state: InvitationStatus
    expires_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state == InvitationStatus.PENDING


def find_offer(token: str) -> Offer | None:
    """By what stood in the link; None for a token that no invitation has (any more)."""
    invitation_id = invitation_by_token(digest_of(token))
    if not invitation_id:
        return None
    with acting_as(None, claim=invitation_id), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.claimed_invitation()")
        row: Any = cursor.fetchone()
    key, org_id, organization, invited_by, email, role, status, expires_at = row
    state = Invitation(status=status, expires_at=expires_at).state(timezone.now())
    return Offer(key, org_id, organization, invited_by, email, Role(role), state, expires_at)


def has_account(offer: Offer) -> bool:
    """Someone has come to the address another way since it was invited."""
    return bool(user_by_email(offer.email))


@transaction.atomic
def accept_invitation(*, offer: Offer, full_name: str, password: str, timezone: str = "") -> User:
    """Make the account; the link has proven the address. Raises InvitationOver."""
    user = make_member(offer=offer, full_name=full_name, password=password, timezone=timezone)
    with acting_as(user):
        tell_of_joining(user)
    return user


@transaction.atomic
def make_member(
    *, offer: Offer, full_name: str, password: str, timezone: str = "", is_onboarded: bool = False
) -> User:
    """The account alone, for whoever is brought in and needs not be told. Raises InvitationOver."""
    user = User(full_name=full_name, onboarding_completed=is_onboarded)
    user.timezone = timezone or user.timezone
    user.set_password(password)
    join_organization(user=user, offer=offer)
    with acting_as(user):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def join_organization(*, user: User, offer: Offer) -> None:
    """Save this new person as a member, with the address and role they were invited with; uses the invitation up."""
    user.org_id, user.email, user.role = offer.org_id, offer.email, offer.role
    user.onboarding_data = {"is_invited": True}
    try:
        with acting_as(user, claim=str(offer.id)), transaction.atomic():
            user.save(force_insert=True)
            _use_up()
    except DatabaseError as error:
        if isinstance(error.__cause__, UniqueViolation | InsufficientPrivilege):
            raise InvitationOver from error
        raise


def _use_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.accept_invitation()")
        if cursor.fetchone() == (None,):
            raise InvitationOver
