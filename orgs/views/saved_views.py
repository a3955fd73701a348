from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orgs.models.saved_view import MOST_NAME
from orgs.requests import PersonRequest
from orgs.saved_lists import SavedList, saved_list
from orgs.services.saved_views import (
    change_view,
    delete_view,
    order_views,
    restore_view,
    save_view,
    views_of,
    visible_view,
)
from orgs.toasts import answer, came_from, go_to


class ViewForm(forms.Form):
    name = forms.CharField(max_length=MOST_NAME)
    is_shared = forms.BooleanField(required=False)


@login_required
@require_POST
def save(request: PersonRequest) -> HttpResponse:
    """Saves the filters that the form carries along; leads to the view."""
    of, form = _list(request.POST.get("list", "")), ViewForm(request.POST)
    if not form.is_valid():
        return _refused(request, _sentence(form.errors.as_data()), of)
    try:
        row = save_view(by=request.user, of=of, filters=request.POST.dict(), **form.cleaned_data)
    except ValidationError as error:
        return _refused(request, " ".join(error.messages), of)
    messages.success(request, _("“%(name)s” is saved.") % {"name": row.name})
    return redirect(of.url(row.filters))


@login_required
@require_POST
def change(request: PersonRequest, view_id: UUID) -> HttpResponse:
    row, form = visible_view(request.user, view_id), ViewForm(request.POST)
    of = _list(row.list_name)
    if not form.is_valid():
        return _refused(request, _sentence(form.errors.as_data()), of)
    try:
        row = change_view(by=request.user, view_id=view_id, **form.cleaned_data)
    except ValidationError as error:
        return _refused(request, " ".join(error.messages), of)
    messages.success(request, _("Saved."))
    return redirect(of.url(row.filters))


@login_required
@require_POST
def move(request: PersonRequest, view_id: UUID) -> HttpResponse:
    """One place to the left, or with do=later to the right."""
    row = visible_view(request.user, view_id)
    ids = [each.pk for each in views_of(request.user, row.list_name) if each.user_id == request.user.pk]
    if view_id not in ids:
        raise Http404
    at = ids.index(view_id)
    to = min(max(at + (1 if request.POST.get("do") == "later" else -1), 0), len(ids) - 1)
    ids.insert(to, ids.pop(at))
    order_views(by=request.user, list_name=row.list_name, view_ids=ids)
    return redirect(came_from(request, _list(row.list_name).url(row.filters)))


@login_required
@require_POST
def delete(request: PersonRequest, view_id: UUID) -> HttpResponse:
    row = delete_view(by=request.user, view_id=view_id)
    text = _("The view “%(name)s” is deleted.") % {"name": row.name}
    return answer(
        request,
        text,
        back=_list(row.list_name).url({}),
        undo_url=reverse("saved-view-restore", args=[row.pk]),
    )


@login_required
@require_POST
def restore(request: PersonRequest, view_id: UUID) -> HttpResponse:
    try:
        row = restore_view(by=request.user, view_id=view_id)
    except ValidationError as error:
        return answer(request, " ".join(error.messages), back=reverse("today"), level="warning")
    messages.info(request, _("The view “%(name)s” is back.") % {"name": row.name})
    return go_to(request, _list(row.list_name).url(row.filters))


def _list(name: str) -> SavedList:
    found = saved_list(name)
    if found is None:
        raise Http404
    return found


def _refused(request: PersonRequest, text: str, of: SavedList) -> HttpResponse:
    messages.warning(request, text)
    return redirect(came_from(request, of.url({})))


def _sentence(errors: dict[str, list[ValidationError]]) -> str:
    return " ".join(message for each in errors.values() for error in each for message in error.messages)
