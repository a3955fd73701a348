"""Whoever proves an address first owns the account that bears it."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from jenifer.principal import acting_as
from orgs.models import User


@transaction.atomic
def forget_ways_in(*, user: User) -> None:
    """Nothing opens the account that was set before its address was proven: it may be a stranger's.

    A sign-up with another's address waits until its owner comes, by a code of their own. The password or the
    account elsewhere that it was made with would let its maker in beside them.
    """
    with acting_as(user):
        SocialAccount.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        user.set_unusable_password()
        user.save(update_fields=["password"])
