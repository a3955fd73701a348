"""Telling people that a connection needs one of them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from integrations.models import Integration
from orgs.models import NotificationCategory, NotificationType
from orgs.notifications.notify import notify
from orgs.selectors import active_members, admins


def tell_of_trouble(integration: Integration) -> None:
    """Its owner, who can mend it, and the admins."""
    owner = active_members(integration.org_id).filter(pk=integration.user_id)
    account = integration.provider_email or integration.get_provider_display()
    notify(
        to=owner | admins(integration.org_id),
        category=NotificationCategory.SYNC,
        kind=NotificationType.ERROR,
        title=_("The calendars of %(account)s are not synced") % {"account": account},
        body=integration.last_error,
        url=reverse("settings-calendars"),
        label=_("See the connection"),
    )
