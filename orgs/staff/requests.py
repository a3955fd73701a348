from orgs.models import StaffEntry
from orgs.requests import PersonRequest


class StaffRequest(PersonRequest):
    """A request behind the staff site's door."""

    staff_entry: StaffEntry | None
