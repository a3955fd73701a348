"""Telling people what concerns their account and their team."""

from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.models import NotificationCategory, NotificationType, StaffEntry, User
from orgs.notifications.notify import notify
from orgs.permissions import Permission
from orgs.selectors import admins, whoever_may


def tell_of_joining(member: User) -> None:
    """Those who look after the team, by the new member themself."""
    notify(
        to=whoever_may(Permission.TEAM_MANAGE, member.org_id)
        .exclude(pk=member.pk)
        .select_related("org")
        .order_by("email"),
        category=NotificationCategory.SYSTEM,
        kind=NotificationType.SUCCESS,
        title=_("%(name)s has joined") % {"name": member},
        body=_("The invitation to %(address)s is accepted.") % {"address": member.email},
        url=reverse("settings-team"),
        label=_("See the team"),
    )


def tell_of_role(*, by: User, member: User) -> None:
    """`member` as they are now."""
    if member.pk == by.pk:
        return
    title = _("You are an admin now") if member.is_admin else _("What you may do in the team has changed")
    notify(
        to=[member],
        category=NotificationCategory.SYSTEM,
        title=title,
        body=_("Changed by %(name)s.") % {"name": by},
    )


def tell_of_entry(entry: StaffEntry) -> None:
    """The customer's admins, by staff who are in already."""
    notify(
        to=admins(entry.org_id).select_related("org").order_by("email"),
        category=NotificationCategory.SYSTEM,
        kind=NotificationType.WARNING,
        title=_("%(name)s of JeniferAI’s staff is in your organization") % {"name": entry.staff_name},
        body=entry.reason,
        url=f"{reverse('settings-audit')}?happening=staff",
        label=_("See what they do"),
    )
