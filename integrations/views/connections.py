"""Settings, Calendars: one's connections, how they do, and new ones."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from executives.permissions import Area, Right
from executives.requests import access_of
from integrations.forms import ConnectForm, SubscribeForm
from integrations.health import line, with_counts
from integrations.models import Integration, Provider
from integrations.services.connecting import connect_source, find_source
from integrations.services.connections import ConnectionRefused, connections_of
from orgs.formats import Formats
from orgs.plans import PlanLimitReached
from orgs.reauthentication import asked_again, typed
from orgs.requests import PersonRequest

PER_PAGE = 20


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: PersonRequest) -> HttpResponse:
    """The form connects a CalDAV account."""
    form = ConnectForm(typed(request))
    if request.method == "POST" and form.is_valid():
        made = _connected(request, form)
        if made is not None:
            messages.success(request, _("Connected. Now say which calendars to sync, and whose they are."))
            return redirect("settings-calendar", made.pk)
    return _page(request, account=form)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: PersonRequest) -> HttpResponse:
    """The same page; the form subscribes to a calendar file."""
    form = _subscribe_form(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form, Provider.ICS)
        if made is not None:
            text = _("Subscribed to “%(name)s”. Its events come in a moment.")
            messages.success(request, text % {"name": made.provider_email})
            return redirect("settings-calendar", made.pk)
    return _page(request, subscription=form)


@asked_again(secret="password")
def _connected(request: PersonRequest, form: ConnectForm) -> Integration | None:
    """An account carries calendars out long after the session: who sits at an open browser is asked first."""
    return _made(request, form, Provider.CALDAV)


def _made(request: PersonRequest, form: forms.Form, provider: Provider) -> Integration | None:
    try:
        found = find_source(by=request.user, provider=provider, **form.cleaned_data)
        return connect_source(by=request.user, found=found)
    except ConnectionRefused as refusal:
        form.add_error(refusal.field, str(refusal))
    except PlanLimitReached as refusal:
        form.add_error(None, str(refusal))
    return None


def _subscribe_form(request: PersonRequest, data: Any) -> SubscribeForm:
    executives = access_of(request).executives_for(Area.CALENDAR, Right.WRITE)
    return SubscribeForm(
        data, executives=executives, auto_id="id_subscribe_%s"
    )  # not those of the other form


def _page(
    request: PersonRequest,
    *,
    account: ConnectForm | None = None,
    subscription: SubscribeForm | None = None,
) -> HttpResponse:
    rows = with_counts(connections_of(request.user)).order_by("created_at", "id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    served = access_of(request).executives_for(Area.CALENDAR, Right.WRITE)
    context = {
        "account": account or ConnectForm(),
        "subscription": subscription or _subscribe_form(request, None),
        "page": page,
        "lines": [line(each, Formats.of(request.user)) for each in page.object_list],
        "executives": [{"id": each.pk, "name": each.full_name} for each in served],
        "query": "",
    }
    return render(request, "integrations/connections.html", context)
