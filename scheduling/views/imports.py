from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.formats import Formats
from orgs.requests import PersonRequest
from scheduling.forms import ImportForm
from scheduling.jobs import start_import
from scheduling.models import CalendarImport, ImportStatus
from scheduling.moments import read_moment
from scheduling.services.imports import progress_of

PER_PAGE = 50
READ = 99  # percent; what follows the reading has no measure of its own
TABS = ("refused", "created", "changed", "unchanged")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: PersonRequest) -> HttpResponse:
    executives = access_of(request).executives_for(Area.CALENDAR, Right.WRITE)
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        executives=executives,
        initial={"executive": request.GET.get("executive")},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        row = start_import(
            by=request.user,
            executive_id=form.cleaned_data["executive"].pk,
            name=file.name,
            size=file.size,
            content=file,
        )
        return redirect("calendar-import-job", row.pk)
    return render(request, "scheduling/import.html", {"form": form, "has_executives": bool(executives)})


@login_required
@require_safe
def import_job(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Progress while it runs (asked for again by the page itself), then the report.

    The report names private events: it is for whoever may change the calendar.
    """
    row = get_object_or_404(CalendarImport.objects.select_related("executive"), pk=import_id)
    access_of(request).require(row.executive_id, Area.CALENDAR, Right.WRITE)
    is_done = row.status == ImportStatus.DONE
    context = {"report": _report(request, row)} if is_done else {"job": _job(row)}
    partial = ("#report" if is_done else "#progress") if request.htmx else ""
    return render(request, f"scheduling/import.html{partial}", context)


def _job(row: CalendarImport) -> dict[str, Any]:
    percent = 100 * progress_of(row) // max(row.size, 1)
    return {
        "id": row.pk,
        "file_name": row.file_name,
        "executive": row.executive.full_name,
        "step": _("Reading the events") if percent < READ else _("Joining series and saving"),
        "percent": min(READ, percent),
        "is_running": row.status in (ImportStatus.WAITING, ImportStatus.RUNNING),
        "error": row.error,
    }


def _report(request: PersonRequest, row: CalendarImport) -> dict[str, Any]:
    counts = {
        "created": row.created_count,
        "changed": row.changed_count,
        "unchanged": row.unchanged_count,
        "refused": row.refused_count,
    }
    tab = request.GET.get("tab") or next((name for name in TABS if counts[name]), "created")
    lines = sorted((line for line in row.report if line["outcome"] == tab), key=itemgetter("line"))
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    formats = Formats.of(request.user)
    return {
        "url": reverse("calendar-import-job", args=[row.pk]),
        "executive": row.executive.full_name,
        "file_name": row.file_name,
        "finished_at": formats.moment(row.finished_at),
        "today_url": f"{reverse('today')}?executive={row.executive_id}",
        "again_url": f"{reverse('calendar-import')}?executive={row.executive_id}",
        "is_empty": not any(counts.values()),
        **counts,
        "tab": tab,
        "rows": [_row(line, formats) for line in page],
        "page": page,
        "query": f"tab={tab}&",
        "hidden": counts.get(tab, 0) - len(lines),
    }


def _row(line: dict[str, Any], formats: Formats) -> tuple[int, str, str, str, str]:
    starts_at = line.get("starts_at", "")
    when = ""
    if starts_at:
        moment = read_moment(starts_at)
        is_civil = not starts_at.endswith("Z")
        when = (
            formats.date(moment.date())
            if is_civil
            else f"{formats.date(formats.local(moment))} {formats.time(moment)}"
        )
    return line["line"], line.get("uid", ""), line.get("title", ""), when, line.get("reason", "")
