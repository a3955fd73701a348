from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from executives.forms import ExecutiveForm
from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from executives.requests import access_of
from executives.services.executives import add_executive, change_executive
from jenifer.faces import initials
from orgs.formats import Formats
from orgs.permissions import admins_only
from orgs.plans import PlanLimitReached
from orgs.requests import PersonRequest
from orgs.saved_lists import SavedList
from orgs.saved_view_tabs import saved_view_tabs
from orgs.zones import city, zone_or_utc

PER_PAGE = 30
SAVED = SavedList("executives", "executives", ("q",))


@login_required
@require_safe
def executives(request: PersonRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    access = access_of(request)
    found = [each for each in access.executives if _matches(each, search)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    context = {
        "lines": [_line(each, formats, access) for each in page.object_list],
        "page": page,
        "search": search,
        "query": f"q={search}&" if search else "",
        "can_add": request.user.is_admin,
        "saved_views": saved_view_tabs(request, SAVED, {"q": search}),
    }
    return render(request, "executives/executives.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    admins_only(request.user)
    organization = request.user.org
    first = {"timezone": organization.timezone}
    form = ExecutiveForm(request.POST or None, organization=organization, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            executive = add_executive(by=request.user, **form.values())
        except PlanLimitReached as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("%(name)s is added. Bring in their calendar next.") % {"name": executive}
            )
            return redirect(f"{reverse('calendar-import')}?executive={executive.pk}")
    return render(request, "executives/form.html", _form_context(form, None, can_change=True))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def executive(request: PersonRequest, executive_id: UUID) -> HttpResponse:
    """Profile and scheduling rules; to be looked at with the right to read settings, to be changed with write."""
    access = access_of(request)
    right = Right.WRITE if request.method == "POST" else Right.READ
    row = access.executive(executive_id, Area.SETTINGS, right)
    form = ExecutiveForm(request.POST or None, organization=request.user.org, instance=row)
    if request.method == "POST" and form.is_valid():
        change_executive(by=request.user, executive=ExecutiveProfile.objects.get(pk=row.pk), **form.values())
        messages.success(request, _("Saved. The calendar is being looked through again."))
        return redirect("executive", row.pk)
    can_change = access.allows(row.pk, Area.SETTINGS, Right.WRITE)
    context = _form_context(form, row, can_change=can_change)
    context["has_feeds"] = access.allows(row.pk, Area.CALENDAR, Right.WRITE)
    return render(request, "executives/form.html", context)


def _form_context(form: ExecutiveForm, row: ExecutiveProfile | None, *, can_change: bool) -> dict[str, Any]:
    if not can_change:
        for field in form.fields.values():
            field.disabled = True
    return {
        "form": form,
        "executive": row and {"id": row.pk, "name": row.full_name},
        "can_change": can_change,
        "cancel_url": reverse("executives"),
    }


def _matches(executive: ExecutiveProfile, search: str) -> bool:
    return search.casefold() in f"{executive.full_name} {executive.title}".casefold()


def _line(executive: ExecutiveProfile, formats: Formats, access: Access) -> dict[str, Any]:
    zone = zone_or_utc(executive.timezone)
    may_give_out = access.allows(executive.pk, Area.CALENDAR, Right.WRITE)
    return {
        "id": executive.pk,
        "name": executive.full_name,
        "title": executive.title,
        "initials": initials(executive.full_name),
        "hue": executive.hue,
        "url": reverse("executive", args=[executive.pk]),
        "day_url": f"{reverse('today')}?executive={executive.pk}",
        "export_url": reverse("calendar-export", args=[executive.pk]),
        "feeds_url": reverse("calendar-feeds", args=[executive.pk]) if may_give_out else "",
        "import_url": f"{reverse('calendar-import')}?executive={executive.pk}",
        "zone": executive.timezone,
        "zone_label": city(zone.key),
        "local_time": formats.in_zone(zone).time(timezone.now()),
    }
