"""The views above a list, as templates/components/saved_views.html draws them."""

from collections.abc import Mapping
from typing import Any

from orgs.models import SavedView
from orgs.requests import PersonRequest
from orgs.saved_lists import SavedList
from orgs.services.saved_views import views_of


def saved_view_tabs(request: PersonRequest, of: SavedList, filters: Mapping[str, str]) -> dict[str, Any]:
    """`filters`: those in force on the page, without what is the list's default."""
    kept = of.kept(filters)
    rows = list(views_of(request.user, of.name))
    own = [row for row in rows if row.user_id == request.user.pk]
    lines = [_line(row, request, of, kept, own) for row in rows]
    return {
        "list": of.name,
        "all_url": of.url({}),
        "is_all": not kept,
        "lines": lines,
        "current": next((line for line in lines if line["is_current"]), None),
        "filters": list(kept.items()),
        "can_save": bool(kept) and not any(line["is_current"] for line in lines),
    }


def _line(
    row: SavedView, request: PersonRequest, of: SavedList, kept: dict[str, str], own: list[SavedView]
) -> dict[str, Any]:
    is_mine = row.user_id == request.user.pk
    return {
        "id": row.pk,
        "name": row.name,
        "url": of.url(row.filters),
        "is_current": of.kept(row.filters) == kept and bool(kept),
        "is_shared": row.is_shared,
        "is_mine": is_mine,
        "may_delete": is_mine or request.user.is_admin,
        "owner": "" if is_mine else str(row.user),
        "is_first": is_mine and row is own[0],
        "is_last": is_mine and row is own[-1],
    }
