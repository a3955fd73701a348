"""Telling people that a connection needs one of them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from integrations.models import Integration
from orgs.models import NotificationCategory, NotificationType, Role, User
from orgs.notifications.notify import notify


def tell_of_trouble(integration: Integration) -> None:
    """Its owner, who can mend it, and the admins."""
    people = User.objects.filter(org_id=integration.org_id, is_active=True, is_system=False)
    account = integration.provider_email or integration.get_provider_display()
    notify(
        to=people.filter(Q(pk=integration.user_id) | Q(role=Role.ADMIN)),
        category=NotificationCategory.SYNC,
        kind=NotificationType.ERROR,
        title=_("The calendars of %(account)s are not synced") % {"account": account},
        body=integration.last_error,
        url=reverse("settings-calendars"),
        label=_("See the connection"),
    )
