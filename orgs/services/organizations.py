from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from jenifer.principal import acting_as
from orgs.models import Organization, Role, Tier, User

TRIAL = timedelta(days=14)


def found_organization(*, user: User, name: str = "") -> Organization:
    """Create an organization on trial with this unsaved person as its admin.

    The founder's row comes first and the organization's key is checked at commit, so that at no time
    does an organization without an admin exist.
    """
    name = name.strip() or user.email.partition("@")[2]
    organization = Organization(
        name=name,
        slug=f"{slugify(name)[:80] or 'organization'}-{str(user.pk)[:8]}",
        subscription_tier=Tier.TRIAL,
        trial_ends_at=timezone.now() + TRIAL,
    )
    user.org_id, user.role = organization.pk, Role.ADMIN
    with acting_as(user), transaction.atomic():
        user.save(force_insert=True)
        organization.save(force_insert=True)
    return organization
