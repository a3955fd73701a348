from django.db.models import BooleanField, IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from orgs.models import Notification, User

LATEST = 8
# Written out, as every page counts them: the ORM composes it for longer than PostgreSQL answers.
SHOWN = "notifications.channels @> '\"in_app\"' AND coalesce(notifications.expires_at > %s, true)"
UNREAD = f"(SELECT count(*) FROM notifications WHERE user_id = users.id AND NOT is_read AND {SHOWN})"


def notifications_of(user: User) -> QuerySet[Notification]:
    """What the bell and the list show, the newest first: not what the person wants by other ways alone."""
    return _shown().filter(user=user).order_by("-created_at", "id")


def unread_count(user: User) -> int:
    return _shown().filter(user=user, is_read=False).count()


def with_unread_count(people: QuerySet[User]) -> QuerySet[User]:
    """Each with their `unread`, in the same query: every page asks who is there, and shows it."""
    return people.annotate(unread=RawSQL(UNREAD, [timezone.now()], IntegerField()))


def _shown() -> QuerySet[Notification]:
    return Notification.objects.filter(RawSQL(SHOWN, [timezone.now()], BooleanField()))
