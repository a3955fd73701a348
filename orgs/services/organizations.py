from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from jenifer.principal import acting_as
from orgs.models import Organization, Role, Tier, User
from orgs.permissions import admins_only
from orgs.shapes import ORGANIZATION_SETTINGS_AT_FIRST
from orgs.signals import ai_settings_changed

TRIAL = timedelta(days=14)


def found_organization(*, user: User, name: str = "") -> Organization:
    """Create an organization, on trial, with this unsaved person as its admin.

    The founder's row comes first and the organization's key is checked at commit, so that at no time
    does an organization without an admin exist.
    """
    name = name.strip() or user.email.partition("@")[2]
    organization = Organization(
        name=name,
        slug=f"{slugify(name)[:80] or 'organization'}-{str(user.pk)[:8]}",
        subscription_tier=Tier.TRIAL,
        trial_ends_at=timezone.now() + TRIAL,
        settings=ORGANIZATION_SETTINGS_AT_FIRST | {"timezone": user.timezone},
    )
    user.org_id, user.role = organization.pk, Role.ADMIN
    with acting_as(user), transaction.atomic():
        user.save(force_insert=True)
        organization.save(force_insert=True)
    return organization


@transaction.atomic
def change_organization(*, by: User, settings: dict[str, Any] | None = None, **fields: Any) -> Organization:
    """Name, website and the like; `settings` are laid over the present ones."""
    organization = _lock(by)
    if settings is not None:
        fields["settings"] = organization.settings | settings
    return _save(organization, fields)


@transaction.atomic
def change_ai_settings(*, by: User, **changes: Any) -> Organization:
    """What Jenifer may do; every calendar is looked through again under the new rules."""
    organization = _lock(by)
    _save(organization, {"ai_settings": organization.ai_settings | changes})
    ai_settings_changed.send(Organization)
    return organization


def _lock(by: User) -> Organization:
    admins_only(by)
    return Organization.objects.select_for_update().get(pk=by.org_id)


def _save(organization: Organization, fields: dict[str, Any]) -> Organization:
    for name, value in fields.items():
        setattr(organization, name, value)
    others = {field.name for field in Organization._meta.fields} - fields.keys()
    organization.full_clean(exclude=others)
    organization.save(update_fields=list(fields))
    return organization
