from django.db.models import Q, QuerySet
from django.utils import timezone

from orgs.models import Notification, User

LATEST = 8


def notifications_of(user: User) -> QuerySet[Notification]:
    """What the bell and the list show, the newest first: not what the person wants by other ways alone."""
    is_current = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    rows = Notification.objects.filter(is_current, user=user, channels__contains=["in_app"])
    return rows.order_by("-created_at", "id")


def unread_count(user: User) -> int:
    return notifications_of(user).filter(is_read=False).count()
