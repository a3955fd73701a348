"""Where a meeting's pages are."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from scheduling.moments import write_moment


def meeting_url(series_id: UUID | str, recurrence_id: datetime | None = None, page: str = "meeting") -> str:
    """`page` is the address's name; with `recurrence_id` it is about one instance of the series."""
    url = reverse(page, args=[series_id])
    if recurrence_id is None:
        return url
    return f"{url}?{urlencode({'instance': write_moment(recurrence_id)})}"
