"""One connection: its calendars and whose they are, when it is synced, mending and ending it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from executives.permissions import Area, Right
from executives.requests import access_of
from integrations.forms import CalendarsForm, ReconnectForm, ScheduleForm
from integrations.health import line, with_counts
from integrations.models import Integration, IntegrationStatus
from integrations.services import schedule
from integrations.services.calendars import ChoiceRefused, choose_calendars
from integrations.services.connecting import mend_connection
from integrations.services.connections import (
    ConnectionRefused,
    connections_of,
    disconnect,
    own_connection,
)
from integrations.services.subscriptions import rename_subscription
from integrations.services.troubles import unread_of
from orgs.formats import Formats
from orgs.reauthentication import asked_again, typed
from orgs.requests import PersonRequest

ACTS = {
    "pause": schedule.pause,
    "resume": schedule.resume,
    "sync": schedule.sync_now,
    "resync": schedule.resync,
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connection(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    """Which calendars, and whose."""
    row = _shown(request, connection_id)
    form = _calendars_form(request, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_calendars(by=request.user, integration=row, choices=form.choices())
        except ChoiceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("settings-calendar", row.pk)
    return _page(request, row, calendars=form)


@login_required
@require_POST
def set_schedule(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    row = _shown(request, connection_id)
    form = _schedule_form(row, request.POST)
    if not form.is_valid():
        return _page(request, row, schedule=form)
    asked = form.cleaned_data
    if "name" in asked:
        rename_subscription(by=request.user, integration_id=row.pk, name=asked["name"])
    direction = asked.get("direction", row.settings["sync_direction"])
    schedule.set_schedule(integration=row, direction=direction, interval_minutes=asked["interval"])
    messages.success(request, _("Saved."))
    return redirect("settings-calendar", row.pk)


@login_required
@require_POST
def act(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    """`do`: pause, resume, sync, resync."""
    row = own_connection(request.user, connection_id)
    done = ACTS.get(request.POST.get("do", ""))
    if done is None:
        raise Http404
    done(integration=row)
    return redirect("settings-calendar", row.pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mended(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    """GET is for who comes back from giving their password when what they had typed is gone."""
    row = _shown(request, connection_id)
    is_subscription = schedule.is_only_read(row)
    form = ReconnectForm(typed(request), is_subscription=is_subscription)
    carry_out = _mended if is_subscription else _connected_again
    if form.is_bound and not (form.is_valid() and carry_out(request, row, form)):
        return _page(request, row, reconnect=form)
    return redirect("settings-calendar", row.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    """`what`: keep or remove what came."""
    row = _shown(request, connection_id)
    if request.method == "POST" and request.POST.get("what") in ("keep", "remove"):
        disconnect(by=request.user, integration_id=row.pk, keep=request.POST["what"] == "keep")
        messages.success(request, _("Disconnected. The calendars there stay as they are."))
        return redirect("settings-calendars")
    return render(request, "integrations/disconnect.html", {"line": line(row, Formats.of(request.user))})


@asked_again(secret="password")
def _connected_again(request: PersonRequest, row: Integration, form: ReconnectForm) -> bool:
    return _mended(request, row, form)


def _mended(request: PersonRequest, row: Integration, form: ReconnectForm) -> bool:
    try:
        mend_connection(by=request.user, integration_id=row.pk, **form.cleaned_data)
    except ConnectionRefused as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    messages.success(request, _("Connected again."))
    return True


def _shown(request: PersonRequest, connection_id: UUID) -> Integration:
    return get_object_or_404(with_counts(connections_of(request.user)), pk=connection_id)


def _schedule_form(row: Integration, data: Any = None) -> ScheduleForm:
    now = {
        "name": row.provider_email,
        "direction": row.settings["sync_direction"],
        "interval": row.settings["sync_interval_minutes"],
    }
    return ScheduleForm(data, initial=now, is_subscription=schedule.is_only_read(row))


def _calendars_form(request: PersonRequest, row: Integration, data: Any) -> CalendarsForm:
    calendars = row.calendars.select_related("executive").order_by("-is_primary", "calendar_name", "id")
    executives = access_of(request).executives_for(Area.CALENDAR, Right.WRITE)
    return CalendarsForm(data, calendars=list(calendars), executives=executives)


def _page(request: PersonRequest, row: Integration, **given: forms.Form) -> HttpResponse:
    is_subscription = schedule.is_only_read(row)
    context: dict[str, Any] = {
        "line": line(row, Formats.of(request.user)),
        "troubled": row.calendars.exclude(trouble="").order_by("calendar_name", "id"),
        "unread": unread_of(row),
        "is_stopped": row.status == IntegrationStatus.EXPIRED,
        "calendars": given.get("calendars") or _calendars_form(request, row, None),
        "schedule": given.get("schedule") or _schedule_form(row),
        "reconnect": given.get("reconnect") or ReconnectForm(is_subscription=is_subscription),
    }
    return render(request, "integrations/connection.html", context)
