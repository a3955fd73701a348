"""Telling people that a connection needs one of them."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from integrations.models import Integration
from orgs.models import NotificationCategory, NotificationType, User
from orgs.notifications.notify import notify
from orgs.selectors import active_members, admins


def tell_of_trouble(integration: Integration) -> None:
    """Its owner, who can mend it there, and the other admins, who learn whom to ask."""
    owner = active_members(integration.org_id).filter(pk=integration.user_id)
    others = admins(integration.org_id).exclude(pk=integration.user_id)
    whose = _("%(name)s connected them, and can mend it.") % {"name": integration.user}
    link = reverse("settings-calendar", args=[integration.pk])
    _tell(owner, integration, integration.last_error, url=link, label=_("See the connection"))
    _tell(others, integration, f"{integration.last_error}\n{whose}")


def _tell(
    people: QuerySet[User], integration: Integration, body: str, url: str = "", label: str = ""
) -> None:
    account = integration.provider_email or integration.get_provider_display()
    notify(
        to=people,
        category=NotificationCategory.SYNC,
        kind=NotificationType.ERROR,
        title=_("The calendars of %(account)s are not synced") % {"account": account},
        body=body,
        url=url,
        label=label,
    )
