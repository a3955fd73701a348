from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from orgs.formats import Formats
from orgs.models import Notification, NotificationCategory
from orgs.notifications.lines import CATEGORY_LABELS, lines_of
from orgs.notifications.reading import mark_all_read, mark_read
from orgs.notifications.selectors import notifications_of, unread_count
from orgs.requests import PersonRequest

PER_PAGE = 30


@login_required
@require_safe
@transaction.atomic
def notifications(request: PersonRequest) -> HttpResponse:
    """`?show=unread`, `?category=ai`."""
    rows = _filtered(notifications_of(request.user), request).prefetch_related("deliveries")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "lines": lines_of(page.object_list, Formats.of(request.user), deliveries=True),
        "page": page,
        "show": "unread" if request.GET.get("show") == "unread" else "all",
        "category": request.GET.get("category", ""),
        "categories": CATEGORY_LABELS.items(),
        "unread": unread_count(request.user),
        "query": f"{query.urlencode()}&" if query else "",
        "back": request.get_full_path(),
    }
    return render(request, "orgs/notifications.html", context)


@login_required
@require_safe
def open_notification(request: PersonRequest, notification_id: UUID) -> HttpResponse:
    """Lead to what it is about. That it is read then is a note of the person's own, not a change to guard."""
    notification = mark_read(by=request.user, notification_id=notification_id)
    url = notification.action_url
    is_ours = url_has_allowed_host_and_scheme(url, allowed_hosts=None) and url.startswith("/")
    return redirect(url if is_ours else reverse("notifications"))


@login_required
@require_POST
def read(request: PersonRequest, notification_id: UUID) -> HttpResponse:
    mark_read(by=request.user, notification_id=notification_id)
    return _back(request)


@login_required
@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = mark_all_read(by=request.user)
    text = ngettext("%(count)s notification marked read.", "%(count)s notifications marked read.", count)
    messages.success(request, text % {"count": count} if count else _("Everything was read already."))
    return _back(request)


def _filtered(rows: QuerySet[Notification], request: PersonRequest) -> QuerySet[Notification]:
    if request.GET.get("show") == "unread":
        rows = rows.filter(is_read=False)
    if category := request.GET.get("category"):
        rows = rows.filter(category=category) if category in NotificationCategory else rows.none()
    return rows


def _back(request: PersonRequest) -> HttpResponse:
    """To the page that was looked at, with its filter."""
    back = request.POST.get("back", "")
    is_ours = back.startswith(reverse("notifications")) and url_has_allowed_host_and_scheme(
        back, allowed_hosts=None
    )
    return redirect(back if is_ours else reverse("notifications"))
