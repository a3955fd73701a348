"""A member goes, what they own goes to colleagues; or they come back."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from orgs.belongings import belongings_of
from orgs.models import User
from orgs.plans import Limit, require_room
from orgs.services.hand_over_news import tell_takers
from orgs.services.members import (
    MemberRefused,
    check_not_last_admin,
    lock_people,
)


class TakerNeeded(MemberRefused):
    """`owned` is what nobody was named for: the kind, and the names of the things."""

    def __init__(self, person: User, owned: dict[str, list[str]]) -> None:
        super().__init__(_("Choose who takes over what %(name)s owns.") % {"name": person})
        self.owned = owned


@transaction.atomic
def deactivate_member(*, by: User, member: User, takers: Mapping[str, User]) -> None:
    """Give everything the member owns to the taker of its kind, and keep them out. Takers are told.

    Their sessions, tokens, pushes and invitations of admins end with the row's change (app.close_doors).
    """
    rows = lock_people(by, member, *takers.values())
    person = rows[member.pk]
    if not person.is_active:
        raise MemberRefused(_("%(name)s is deactivated already.") % {"name": person})
    check_not_last_admin(by, person)
    owned = belongings_of(person)
    if missing := {each.kind: each.names for each in owned if each.kind not in takers}:
        raise TakerNeeded(person, missing)
    taken = [(rows[takers[each.kind].pk], each) for each in owned]
    for taker, each in taken:
        _check_taker(person, taker)
        each.belonging.hand_over(giver=person, taker=taker)
    tell_takers(by=by, giver=person, taken=taken)
    person.is_active = False
    person.save(update_fields=["is_active"])


@transaction.atomic
def reactivate_member(*, by: User, member: User) -> None:
    """They sign in as before; what was handed over stays where it is, and tokens stay revoked (app.close_doors)."""
    person = lock_people(by, member)[member.pk]
    if person.is_active:
        raise MemberRefused(_("%(name)s is active already.") % {"name": person})
    require_room(by.org, Limit.USERS)
    person.is_active = True
    person.save(update_fields=["is_active"])


def _check_taker(person: User, taker: User) -> None:
    if taker.pk == person.pk or not taker.is_active:
        raise MemberRefused(
            _("%(name)s cannot take over: choose another active colleague.") % {"name": taker}
        )
