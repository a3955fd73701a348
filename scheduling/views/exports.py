from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from executives.permissions import Area
from executives.requests import access_of
from orgs.requests import PersonRequest
from scheduling.services.exporting import export_calendar


@login_required
@require_safe
def export(request: PersonRequest, executive_id: UUID) -> StreamingHttpResponse:
    executive = access_of(request).executive(executive_id, Area.CALENDAR)
    name = slugify(executive.full_name) or "calendar"
    return StreamingHttpResponse(
        export_calendar(executive=executive),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
