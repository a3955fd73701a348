from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from integrations.services.troubles import allow_removals
from orgs.requests import PersonRequest


class RemovalsForm(forms.Form):
    calendar = forms.UUIDField()
    count = forms.IntegerField(min_value=1)


@login_required
@require_POST
def removals(request: PersonRequest, connection_id: UUID) -> HttpResponse:
    """`calendar`, and the `count` of events that the person was asked about."""
    form = RemovalsForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    asked = form.cleaned_data
    allow_removals(
        by=request.user, connection_id=connection_id, calendar_id=asked["calendar"], count=asked["count"]
    )
    messages.success(request, _("They go with the next sync, within the minute."))
    return redirect("settings-calendar", connection_id)
