"""A person's own views of lists, and those shared with the organization."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Max, Q, QuerySet, Value, When
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from orgs.models import SavedView, User
from orgs.saved_lists import SavedList

MOST = 50  # of one person on one list
LONGEST_NAME = 80


@transaction.atomic
def save_view(
    *, by: User, of: SavedList, name: str, filters: Mapping[str, object], is_shared: bool = False
) -> SavedView:
    """Keep these filters under a name; one's own view of that name is replaced. Raises ValidationError."""
    own = _own(by).filter(list_name=of.name)
    row = own.filter(name=_checked(name)).first() or _new(by, of, _checked(name), own)
    row.filters, row.is_shared = of.kept(filters), is_shared
    row.save()
    return row


@transaction.atomic
def change_view(
    *, by: User, view_id: UUID, name: str | None = None, is_shared: bool | None = None
) -> SavedView:
    """Rename one's own view, share it, or keep it to oneself again. Raises ValidationError."""
    row = _owned(by, view_id)
    if name is not None and _checked(name) != row.name:
        if _own(by).filter(list_name=row.list_name, name=_checked(name)).exists():
            raise ValidationError({"name": _("You have a view of that name already.")})
        row.name = _checked(name)
    if is_shared is not None:
        row.is_shared = is_shared
    row.save()
    return row


@transaction.atomic
def order_views(*, by: User, list_name: str, view_ids: Sequence[UUID]) -> None:
    """One's own views of a list in this order; those not named come after, as they were."""
    rows = {row.pk: row for row in _own(by).filter(list_name=list_name).order_by("position", "created_at")}
    wanted = [rows[each] for each in dict.fromkeys(view_ids) if each in rows]
    rest = [row for row in rows.values() if row not in wanted]
    for position, row in enumerate([*wanted, *rest]):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@transaction.atomic
def delete_view(*, by: User, view_id: UUID) -> SavedView:
    """One's own; an admin also what a colleague shares."""
    row = visible_view(by, view_id)
    if row.user_id != by.pk and not by.is_admin:
        raise PermissionDenied(_("This view is a colleague’s. Only they or an admin can delete it."))
    row.deleted_at = timezone.now()
    row.save(update_fields=["deleted_at"])
    return row


@transaction.atomic
def restore_view(*, by: User, view_id: UUID) -> SavedView:
    """Raises ValidationError when there is another of that name by now."""
    row = get_object_or_404(_seen(by), pk=view_id)
    if row.user_id != by.pk and not by.is_admin:
        raise PermissionDenied(_("This view is a colleague’s."))
    same = SavedView.objects.filter(
        user=row.user_id, list_name=row.list_name, name=row.name, deleted_at=None
    ).exclude(pk=row.pk)
    if same.exists():
        raise ValidationError({"name": _("There is a view of that name again.")})
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    return row


def views_of(user: User, list_name: str | None = None) -> QuerySet[SavedView]:
    """One's own in their order, then what colleagues share."""
    rows = _seen(user).filter(deleted_at=None)
    if list_name is not None:
        rows = rows.filter(list_name=list_name)
    is_others = Case(When(user=user, then=Value(0)), default=Value(1))
    return rows.select_related("user").order_by(is_others, "position", "created_at", "id")


def visible_view(user: User, view_id: UUID, *, is_locked: bool = False) -> SavedView:
    rows = _seen(user).filter(pk=view_id, deleted_at=None)
    row = get_object_or_404(rows)
    # What a colleague shares cannot be locked; nor can it be changed.
    return (rows.select_for_update().first() or row) if is_locked else row


def _seen(user: User) -> QuerySet[SavedView]:
    return SavedView.objects.filter(Q(user=user) | Q(is_shared=True))


def _own(user: User) -> QuerySet[SavedView]:
    return SavedView.objects.filter(user=user, deleted_at=None)


def _owned(user: User, view_id: UUID) -> SavedView:
    row = visible_view(user, view_id)
    if row.user_id != user.pk:
        raise PermissionDenied(
            _("This view is a colleague’s. Save it under a name of your own to change it.")
        )
    return row


def _new(by: User, of: SavedList, name: str, own: QuerySet[SavedView]) -> SavedView:
    if own.count() >= MOST:
        raise ValidationError(
            {"name": _("You have %(most)s views of this list. Delete one first.") % {"most": MOST}}
        )
    last = own.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return SavedView(org_id=by.org_id, user=by, list_name=of.name, name=name, position=position)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError({"name": _("Give the view a name.")})
    if len(name) > LONGEST_NAME or "\0" in name:
        raise ValidationError({"name": _("A name has at most 80 characters.")})
    return name
