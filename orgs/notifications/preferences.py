"""Writing what a person wishes to be told."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jenifer.db.shapes import check_shape
from orgs.models import Delivery, NotificationCategory, SendingState, User
from orgs.notifications.notify import wishes_of
from orgs.notifications.wishes import AGENDA
from orgs.shapes import NOTIFICATIONS, USER_PREFERENCES

NOT_WANTED = "Your settings no longer ask for it."


@transaction.atomic
def set_notification_preferences(*, by: User, changes: Mapping[str, Any]) -> User:
    """Change what `changes` names (categories one by one), and hold back what waits and is no longer wanted.

    Raises ValidationError for what does not have the shape.
    """
    check_shape(changes, NOTIFICATIONS)
    user = User.objects.select_for_update(of=("self",)).select_related("org").get(pk=by.pk)
    known = user.preferences.get("notifications", {})
    categories = dict(known.get("categories", {}))
    for category, wishes in changes.get("categories", {}).items():
        categories[category] = categories.get(category, {}) | wishes
    notifications = known | changes | ({"categories": categories} if categories else {})
    user.preferences = user.preferences | {"notifications": notifications}
    check_shape(user.preferences, USER_PREFERENCES)
    user.save(update_fields=["preferences"])
    _hold_back(user)
    return user


def unsubscribe(*, user: User, what: tuple[str, ...]) -> None:
    """No more mail of these categories, or no agenda."""
    categories = {each: {"email": False} for each in what if each in NotificationCategory}
    changes: dict[str, Any] = {"categories": categories} if categories else {}
    if AGENDA in what:
        changes[AGENDA] = False
    set_notification_preferences(by=user, changes=changes)


def _hold_back(user: User) -> None:
    wishes = wishes_of(user)
    waiting = Delivery.objects.filter(user=user, state=SendingState.WAITING).select_related("notification")
    unwanted = [each.pk for each in waiting if not wishes.wants(each.notification.category, each.channel)]
    Delivery.objects.filter(pk__in=unwanted, state=SendingState.WAITING).update(
        state=SendingState.SUPPRESSED, error=NOT_WANTED
    )
