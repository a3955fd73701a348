"""Asking people into the organization: by an e-mailed link that works once, for seven days."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jenifer.digests import digest_of
from orgs.mail import one_line, send_mail
from orgs.models import Invitation, InvitationStatus, Role, User
from orgs.people import user_by_email
from orgs.permissions import Permission, require
from orgs.plans import Limit, require_room

VALID_FOR = timedelta(days=7)
LONGEST_ADDRESS = 255
MOST_AT_ONCE = 20


class InvitationRefused(Exception):
    """The message tells a person why, and what can be done."""


class AddressesRefused(InvitationRefused):
    """`reasons` by address; nobody is invited unless everybody can be."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__(" ".join(reasons.values()))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Sent:
    """`unsent`: those among the invitations whose mail the server did not take; they can be sent again."""

    invitations: list[Invitation]
    unsent: list[Invitation] = field(default_factory=list)


def invite_people(*, by: User, addresses: Iterable[str], role: Role = Role.USER) -> Sent:
    """Invite all of the addresses, or none."""
    _check_right(by, role)
    asked = [address.strip().lower() for address in addresses]
    tokens = {address: secrets.token_urlsafe(32) for address in asked}
    with transaction.atomic():
        _check_addresses(by, asked)
        rows = [_create(by, address, role, token) for address, token in tokens.items()]
    return _send(by, {row: tokens[row.email] for row in rows})


def resend_invitation(*, by: User, invitation: Invitation) -> Sent:
    """A new link for seven more days; the one before leads nowhere."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = _changeable(by, invitation)
        if user_by_email(row.email):
            raise InvitationRefused(_has_account(by, row.email))
        if row.state(timezone.now()) == InvitationStatus.EXPIRED:  # it held no place any more
            require_room(by.org, Limit.USERS)
        row.token, row.status, row.expires_at = (
            digest_of(token),
            InvitationStatus.PENDING,
            timezone.now() + VALID_FOR,
        )
        _save_as_only_one(row, ["token", "status", "expires_at"])
    return _send(by, {row: token})


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation) -> None:
    row = _changeable(by, invitation)
    row.status = InvitationStatus.REVOKED
    row.save(update_fields=["status"])


def _check_right(by: User, role: str) -> None:
    require(by, Permission.TEAM_MANAGE)
    if role == Role.ADMIN and not by.is_admin:
        raise PermissionDenied(_("Only an admin brings in another admin."))


def _check_addresses(by: User, addresses: list[str]) -> None:
    if not addresses:
        raise InvitationRefused(_("Give the address of at least one person."))
    if len(addresses) > MOST_AT_ONCE:
        raise InvitationRefused(_("At most %(most)s people can be invited at once.") % {"most": MOST_AT_ONCE})
    waiting = set(_waiting(by).values_list("email", flat=True))
    reasons = {address: _reason(by, address, addresses, waiting) for address in addresses}
    if refused := {address: reason for address, reason in reasons.items() if reason}:
        raise AddressesRefused(refused)


def _reason(by: User, address: str, addresses: list[str], waiting: set[str]) -> str:
    """Why this address cannot be invited; '' when it can."""
    try:
        validate_email(address)
    except ValidationError:
        return _("“%(address)s” is not an e-mail address.") % {"address": address}
    if len(address) > LONGEST_ADDRESS:
        return _("“%(address)s…” is too long.") % {"address": address[:40]}
    if addresses.count(address) > 1:
        return _("%(address)s stands here twice.") % {"address": address}
    if address in waiting:
        return _("%(address)s is invited already: send that invitation again instead.") % {"address": address}
    return _has_account(by, address) if user_by_email(address) else ""


def _has_account(by: User, address: str) -> str:
    if address == by.email:
        return _("%(address)s is your own address.") % {"address": address}
    member = User.objects.filter(org_id=by.org_id, pk=user_by_email(address)).first()
    if member is None:
        return _(
            "%(address)s has an account in another organization, and an account belongs to one organization."
            " Invite another address of theirs, or they ask our support to close that account first."
        ) % {"address": address}
    if member.is_active:
        return _("%(address)s is a member already.") % {"address": address}
    return _("%(address)s is a deactivated member: an admin can reactivate them on this page.") % {
        "address": address
    }


def _waiting(by: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        org_id=by.org_id, status=InvitationStatus.PENDING, expires_at__gt=timezone.now()
    )


def _create(by: User, address: str, role: str, token: str) -> Invitation:
    Invitation.objects.filter(
        org_id=by.org_id, email=address, status=InvitationStatus.PENDING, expires_at__lte=timezone.now()
    ).update(status=InvitationStatus.EXPIRED)
    require_room(by.org, Limit.USERS)
    row = Invitation(org_id=by.org_id, invited_by=by, email=address, role=role, token=digest_of(token))
    row.expires_at = timezone.now() + VALID_FOR
    _save_as_only_one(row, None)
    return row


def _save_as_only_one(row: Invitation, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        reason = _("%(address)s is invited already: send that invitation again instead.")
        raise AddressesRefused({row.email: reason % {"address": row.email}}) from error


def _changeable(by: User, invitation: Invitation) -> Invitation:
    """The row as it is now, locked; one that was used or revoked stays so."""
    row = Invitation.objects.get(pk=invitation.pk)
    _check_right(by, row.role)
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.status == InvitationStatus.ACCEPTED:
        raise InvitationRefused(_("%(address)s has joined already.") % {"address": row.email})
    if row.status == InvitationStatus.REVOKED:
        raise InvitationRefused(
            _("This invitation was revoked. Invite %(address)s anew.") % {"address": row.email}
        )
    return row


def _send(by: User, tokens: dict[Invitation, str]) -> Sent:
    """After the rows are saved: a link that arrives is good, one that does not can be sent again."""
    sent = Sent(list(tokens))
    for row, token in tokens.items():
        path = reverse("invitation", args=[token])
        context = {
            "link": settings.PUBLIC_URL + path,
            "organization": one_line(by.org.name),
            "inviter": one_line(str(by)),
            "is_admin": row.role == Role.ADMIN,
            "days": VALID_FOR.days,
        }
        subject = _("%(inviter)s invites you to %(organization)s") % context
        try:
            send_mail("invitation", to=row.email, subject=subject, context=context, reply_to=by.email)
        except OSError:
            sent.unsent.append(row)
    return sent
