from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from orgs.models import Notification, User

LATEST = 8


def notifications_of(user: User) -> QuerySet[Notification]:
    """What the bell and the list show, the newest first: not what the person wants by other ways alone."""
    return _shown().filter(user=user).order_by("-created_at", "id")


def unread_count(user: User) -> int:
    return _shown().filter(user=user, is_read=False).count()


def with_unread_count(people: QuerySet[User]) -> QuerySet[User]:
    """Each with their `unread`, in the same query: every page asks who is there, and shows it."""
    mine = _shown().filter(user=OuterRef("pk"), is_read=False).order_by().values("user")
    return people.annotate(unread=Coalesce(Subquery(mine.annotate(count=Count("*")).values("count")), 0))


def _shown() -> QuerySet[Notification]:
    is_current = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    return Notification.objects.filter(is_current, channels__contains=["in_app"])
