from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from executives.permissions import Area, Right
from executives.requests import access_of
from orgs.requests import PersonApiRequest, PersonRequest
from scheduling.services.exporting import export_calendar


@login_required
@require_safe
def export(request: PersonRequest, executive_id: UUID) -> StreamingHttpResponse:
    return calendar_file(request, executive_id)


def calendar_file(request: PersonRequest | PersonApiRequest, executive_id: UUID) -> StreamingHttpResponse:
    """The download, for page and API alike; what is private in it is as the person may see it."""
    access = access_of(request)
    executive = access.executive(executive_id, Area.CALENDAR)
    shows_private = access.allows(executive_id, Area.CALENDAR, Right.WRITE)
    name = slugify(executive.full_name) or "calendar"
    return StreamingHttpResponse(
        export_calendar(executive=executive, shows_private=shows_private),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
