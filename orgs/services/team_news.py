"""Telling people what concerns their account and their team."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from orgs.models import NotificationCategory, NotificationType, Role, StaffEntry, User
from orgs.notifications.notify import notify
from orgs.permissions import Permission


def tell_of_joining(member: User) -> None:
    """Those who look after the team, by the new member themself."""
    manages = Q(role=Role.ADMIN) | Q(permissions__contains=[Permission.TEAM_MANAGE])
    colleagues = User.objects.filter(manages, org_id=member.org_id, is_active=True, is_system=False)
    notify(
        to=colleagues.exclude(pk=member.pk).select_related("org").order_by("email"),
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
    admins = User.objects.filter(org_id=entry.org_id, role=Role.ADMIN, is_active=True, is_system=False)
    notify(
        to=admins.select_related("org").order_by("email"),
        category=NotificationCategory.SYSTEM,
        kind=NotificationType.WARNING,
        title=_("%(name)s of JeniferAI’s staff is in your organization") % {"name": entry.staff_name},
        body=entry.reason,
        url=f"{reverse('settings-audit')}?happening=staff",
        label=_("See what they do"),
    )
