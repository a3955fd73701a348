"""Who may do what for which executive: the one place that pages, API, jobs and search ask."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from jenifer.faces import hues
from orgs.models import User


class Area(StrEnum):
    CALENDAR = "calendar"
    TASKS = "tasks"
    APPROVALS = "approvals"
    CONTACTS = "contacts"
    SETTINGS = "settings"


class Right(StrEnum):
    READ = "read"
    WRITE = "write"


# Read with every page for everyone served: what is theirs alone stays in the table until it is asked for.
PERSONAL = (
    "home_address",
    "bio",
    "dietary_preferences",
    "travel_preferences",
    "dining_preferences",
    "gift_preferences",
)


@dataclass(frozen=True)
class Access:
    """The executives that a person serves, by name, and their rights for each; read in one query.

    An admin, and the organization's own worker, may everything for everyone.
    """

    user: User
    executives: tuple[ExecutiveProfile, ...]

    @classmethod
    def of(cls, user: User) -> Self:
        executives = tuple(_served_by(user))
        by_age = sorted(executives, key=lambda each: (each.created_at, each.pk))
        own_hue = hues(executive.pk for executive in by_age)
        for executive in executives:
            executive.hue = own_hue[executive.pk]
        return cls(user, executives)

    @cached_property
    def _by_id(self) -> dict[UUID, ExecutiveProfile]:
        return {executive.pk: executive for executive in self.executives}

    def allows(self, executive_id: UUID | None, area: Area, right: Right) -> bool:
        executive = self._by_id.get(executive_id) if executive_id else None
        if executive is None:
            return _is_unbounded(self.user) and executive_id is None
        if _is_unbounded(self.user):
            return True
        granted = getattr(executive, "rights", {}).get(area, ())
        return right in granted or (right is Right.READ and Right.WRITE in granted)

    def executives_for(self, area: Area, right: Right = Right.READ) -> list[ExecutiveProfile]:
        return [e for e in self.executives if self.allows(e.pk, area, right)]

    def ids_for(self, area: Area, right: Right = Right.READ) -> list[UUID]:
        return [executive.pk for executive in self.executives_for(area, right)]

    def require(self, executive_id: UUID | None, area: Area, right: Right = Right.READ) -> None:
        """A row one may not see is not there (404); one that one may only see is refused (403)."""
        if not self.allows(executive_id, area, Right.READ):
            raise Http404
        if not self.allows(executive_id, area, right):
            raise PermissionDenied(_("You may look at this, but not change it. Ask an admin for the right."))

    def executive(self, executive_id: UUID | None, area: Area, right: Right = Right.READ) -> ExecutiveProfile:
        self.require(executive_id, area, right)
        if executive_id is None:
            raise Http404
        return self._by_id[executive_id]


def _is_unbounded(user: User) -> bool:
    return user.is_admin or user.is_system


def _served_by(user: User) -> QuerySet[Any]:
    executives = ExecutiveProfile.objects.filter(deleted_at=None, is_active=True).defer(*PERSONAL)
    executives = executives.order_by("full_name", "id")
    if _is_unbounded(user):
        return executives
    today = timezone.localdate()
    is_current = (Q(assignments__starts_on=None) | Q(assignments__starts_on__lte=today)) & (
        Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=today)
    )
    mine = FilteredRelation("assignments", condition=Q(assignments__user=user) & is_current)
    return executives.annotate(mine=mine, rights=F("mine__permissions")).filter(mine__isnull=False)
