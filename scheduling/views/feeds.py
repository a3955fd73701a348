"""An executive's private feeds: which there are, a new one, changing and revoking one."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.formats import Formats
from orgs.requests import PersonRequest
from scheduling.feed_form import FeedForm, in_days
from scheduling.models import CalendarFeed
from scheduling.services.feeds import (
    CHANGEABLE,
    TooManyFeeds,
    change_feed,
    feed_for,
    feeds_of,
    make_feed,
    revoke_feed,
)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: PersonRequest, executive_id: UUID) -> HttpResponse:
    """The answer to the form shows the new address, this once."""
    executive = access_of(request).executive(executive_id, Area.CALENDAR, Right.WRITE)
    form = FeedForm(request.POST or None)
    made = _made(request, executive_id, form) if request.method == "POST" and form.is_valid() else None
    if made is not None:
        form = FeedForm()
    rows = feeds_of(request.user, executive_id).select_related("created_by").order_by("-created_at", "id")
    formats = Formats.of(request.user)
    context = {
        "executive": {"id": executive.pk, "name": executive.full_name},
        "form": form,
        "new": made,
        "lines": [_line(row, formats) for row in rows],
    }
    return render(request, "scheduling/feeds.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: PersonRequest, executive_id: UUID, feed_id: UUID) -> HttpResponse:
    row = feed_for(request.user, executive_id, feed_id)
    form = FeedForm(request.POST or None, initial={name: getattr(row, name) for name in CHANGEABLE})
    if request.method == "POST" and form.is_valid():
        change_feed(by=request.user, executive_id=executive_id, feed_id=feed_id, **form.cleaned_data)
        messages.success(request, _("Saved. The address is the same as before."))
        return redirect("calendar-feeds", executive_id)
    executive = access_of(request).executive(executive_id, Area.CALENDAR, Right.WRITE)
    context = {
        "executive": {"id": executive.pk, "name": executive.full_name},
        "form": form,
        "line": _line(row, Formats.of(request.user)),
    }
    return render(request, "scheduling/feed.html", context)


@login_required
@require_POST
def revoke(request: PersonRequest, executive_id: UUID, feed_id: UUID) -> HttpResponse:
    row = revoke_feed(by=request.user, executive_id=executive_id, feed_id=feed_id)
    messages.success(request, _("“%(name)s” is revoked. Its address leads nowhere now.") % {"name": row.name})
    return redirect("calendar-feeds", executive_id)


@reauthentication_required
def _made(request: PersonRequest, executive_id: UUID, form: FeedForm) -> dict[str, str] | None:
    """The address opens long after the session, so whoever sits at an open browser is asked for the password first."""
    try:
        row, address = make_feed(by=request.user, executive_id=executive_id, **form.cleaned_data)
    except TooManyFeeds as refusal:
        form.add_error(None, str(refusal))
        return None
    return {
        "name": row.name,
        "address": address,
        "webcal": f"webcal:{address.removeprefix(urlsplit(address).scheme + ':')}",
    }


def _line(row: CalendarFeed, formats: Formats) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "level": row.get_level_display(),
        "days_back": in_days(row.days_back),
        "days_ahead": in_days(row.days_ahead),
        "created": formats.date(formats.local(row.created_at).date()),
        "by": row.created_by.full_name if row.created_by else "",
        "used": formats.moment_in_sentence(row.last_used_at) if row.last_used_at else "",
    }
