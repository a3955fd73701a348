"""Outside of an organization: choose one, with the numbers of all; enter it, leave it."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orgs.models import FeatureFlag
from orgs.services.staff_entries import enter_organization, has_second_factor, leave_organization
from orgs.staff.figures import PAGE_SIZE, find_customers, read_figures
from orgs.staff.forms import EntryForm, FindForm
from orgs.staff.reach import changes_of, find_holders, flag_lines
from orgs.staff.requests import StaffRequest

ENTRY_KEY = "staff_entry"


@require_GET
def index(request: StaffRequest) -> HttpResponse:
    """In an organization what is in it; outside, all of them by name, and the numbers."""
    if request.staff_entry is not None:
        context: dict[str, Any] = {
            "title": request.staff_entry.org.name,
            "app_list": admin.site.get_app_list(request),
        }
        return _page(request, "inside", context)
    asked = FindForm(request.GET).values()
    customers, found = find_customers(**asked)
    context = {
        "title": _("Organizations"),
        "customers": customers,
        "figures": read_figures(),
    }
    return _page(request, "customers", context | _paged(asked, found))


@require_http_methods(["GET", "POST"])
def enter(request: StaffRequest, organization_id: UUID) -> HttpResponse:
    customers, _found = find_customers(looked_for=str(organization_id))
    if not customers:
        raise Http404
    form = EntryForm(request.POST or None)
    if form.is_valid():
        entry_id = enter_organization(by=request.user, organization_id=organization_id, **form.cleaned_data)
        request.session[ENTRY_KEY] = str(entry_id)
        return redirect("admin:index")
    context = {
        "title": _("Enter %(organization)s") % {"organization": customers[0].name},
        "customer": customers[0],
        "form": form,
        "has_second_factor": has_second_factor(request.user),
    }
    return _page(request, "enter", context)


@require_POST
def leave(request: StaffRequest) -> HttpResponse:
    leave_organization(by=request.user)
    request.session.pop(ENTRY_KEY, None)
    messages.success(request, _("You have left the organization."))
    return redirect("admin:index")


@require_GET
def flags(request: StaffRequest) -> HttpResponse:
    """Every feature flag: how many organizations have it, and by what."""
    lines = flag_lines(FeatureFlag.objects.order_by("key"))
    return _page(request, "flags", {"title": _("Who has which feature"), "lines": lines})


@require_GET
def flag(request: StaffRequest, flag_id: UUID) -> HttpResponse:
    """One feature flag: who has it, who has not, each with the reason; and who changed it."""
    row = get_object_or_404(FeatureFlag, pk=flag_id)
    asked = FindForm(request.GET).values()
    holders, found = find_holders(row, **asked)
    context = {
        "title": _("Who has %(feature)s") % {"feature": row.name},
        "line": flag_lines([row])[0],
        "holders": holders,
        "changes": changes_of(row),
    }
    return _page(request, "flag", context | _paged(asked, found))


def _paged(asked: dict[str, Any], found: int) -> dict[str, Any]:
    page, pages = asked["page"], -(-found // PAGE_SIZE)
    return {
        "found": found,
        "looked_for": asked["looked_for"],
        "previous_page": page - 1 if page > 1 else None,
        "next_page": page + 1 if page < pages else None,
    }


def _page(request: StaffRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    request.current_app = admin.site.name
    return TemplateResponse(request, f"staff/{name}.html", admin.site.each_context(request) | context)
