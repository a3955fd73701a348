from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs.audit.download import csv_lines
from orgs.audit.filters import Filters, Place
from orgs.audit.forms import AuditForm
from orgs.audit.lines import Line, lines_of
from orgs.formats import Formats
from orgs.models import AuditLog
from orgs.permissions import Permission, require
from orgs.requests import PersonApiRequest, PersonRequest
from orgs.services.events import log_event

PER_PAGE = 50


@login_required
@require_safe
@transaction.atomic
def audit(request: PersonRequest) -> HttpResponse:
    """Who changed what, newest first; a page begins after the entry that `after` names."""
    require(request.user, Permission.AUDIT_VIEW)
    formats = Formats.of(request.user)
    form = AuditForm(request.GET)
    entries, has_older = _entries(form, request.GET.get("after", ""), formats)
    lines = lines_of(entries, formats)
    context = {
        "form": form,
        "days": _days(lines, formats),
        "older": Place.of(entries[-1]).write() if has_older else "",
        "is_newest": "after" not in request.GET,
        "is_filtered": any(form.data.get(name) for name in form.fields),
        "row_name": next((line.name for line in lines), "") if form.data.get("row") else "",
        "query": _query(request),
    }
    return render(request, "orgs/audit.html", context)


@login_required
@require_safe
def download(request: PersonRequest) -> HttpResponseBase:
    """The entries that the page's filters choose, all of them."""
    require(request.user, Permission.AUDIT_VIEW)
    form = AuditForm(request.GET)
    if not form.is_valid():
        return HttpResponse(status=400)
    return csv_file(request, form.filters(Formats.of(request.user).zone))


def csv_file(request: PersonRequest | PersonApiRequest, filters: Filters) -> StreamingHttpResponse:
    """The download, for page and API alike; that the log was taken away stands in the log."""
    log_event("export", "audit_log", request.user.org_id)
    return StreamingHttpResponse(
        csv_lines(filters, Formats.of(request.user)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit-log.csv"'},
    )


def _entries(form: AuditForm, after: str, formats: Formats) -> tuple[list[AuditLog], bool]:
    """One page, and whether there are older ones; nothing for filters that make no sense."""
    if not form.is_valid():
        return [], False
    entries = form.filters(formats.zone).entries()
    if place := Place.read(after):
        entries = place.after(entries)
    found = list(entries[: PER_PAGE + 1])
    return found[:PER_PAGE], len(found) > PER_PAGE


def _days(lines: list[Line], formats: Formats) -> list[dict[str, Any]]:
    by_day = groupby(lines, key=lambda line: formats.local(line.entry.created_at).date())
    return [
        {
            "label": formats.short_day(day) if (formats.today() - day).days < 2 else formats.long_day(day),
            "entries": [{"line": line, "time": formats.time(line.entry.created_at)} for line in group],
        }
        for day, group in by_day
    ]


def _query(request: PersonRequest) -> str:
    """The filters, to be carried into other addresses."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return f"{kept.urlencode()}&" if kept else ""
