"""Which entries of the log somebody wants to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_noop

from orgs.models import AuditLog

NEWEST_FIRST = ("-created_at", "-id")
RIGHTS = ["role", "permissions", "is_active"]


class Happening(TextChoices):
    CREATE = "create", gettext_noop("Added")
    UPDATE = "update", gettext_noop("Changed")
    DELETE = "delete", gettext_noop("Deleted")
    SIGN_IN = "sign_in", gettext_noop("Signed in")
    RIGHTS = "rights", gettext_noop("Rights changed")
    EXPORT = "export", gettext_noop("Exported")
    REVEAL = "reveal", gettext_noop("Revealed")
    STAFF = "staff", gettext_noop("By our staff")


WHICH = {
    Happening.CREATE: Q(action="create"),
    Happening.UPDATE: Q(action="update"),
    Happening.DELETE: Q(action="delete"),
    Happening.SIGN_IN: Q(action__startswith="login"),
    Happening.RIGHTS: Q(entity_type="assignment")
    | Q(entity_type="user", action="update", new_values__has_any_keys=RIGHTS),
    Happening.EXPORT: Q(action__startswith="export"),
    Happening.REVEAL: Q(action__startswith="reveal"),
    Happening.STAFF: Q(staff_entry__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """`since` is in, `until` is not; `row` is one row's id."""

    person: UUID | None = None
    happening: Happening | None = None
    kind: str = ""
    row: UUID | None = None
    acting_for: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def entries(self) -> QuerySet[AuditLog]:
        """Newest first; of the acting person's organization, which the database sees to."""
        named = {
            "user_id": self.person,
            "entity_type": self.kind,
            "entity_id": self.row,
            "acting_for_id": self.acting_for,
            "created_at__gte": self.since,
            "created_at__lt": self.until,
        }
        wanted = Q(**{name: value for name, value in named.items() if value})
        if self.happening:
            wanted &= WHICH[self.happening]
        return AuditLog.objects.select_related("staff_entry").filter(wanted).order_by(*NEWEST_FIRST)


@dataclass(frozen=True, slots=True)
class Place:
    """Between two entries: a page begins after one, by when it was written and then by its id."""

    created_at: datetime
    id: UUID

    @classmethod
    def of(cls, entry: AuditLog) -> Self:
        return cls(entry.created_at, entry.pk)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what we have not written."""
        moment, _, entry_id = text.partition("_")
        try:
            place = cls(datetime.fromisoformat(moment), UUID(entry_id))
        except ValueError:
            return None
        return place if place.created_at.tzinfo else None

    def write(self) -> str:
        return f"{self.created_at.isoformat()}_{self.id}"

    def after(self, entries: QuerySet[AuditLog]) -> QuerySet[AuditLog]:
        older: Any = Q(created_at__lt=self.created_at) | Q(id__lt=self.id)
        return entries.filter(older, created_at__lte=self.created_at)
