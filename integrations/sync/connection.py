"""One turn of a connection: each of its calendars is read, merged and written to."""

from integrations.models import Integration
from integrations.sync.apply import Tally, desk_of
from integrations.sync.bodies import Codec
from integrations.sync.pull import pull
from integrations.sync.push import push
from integrations.sync.remote import Remote


def sync_calendars(*, integration: Integration, remote: Remote, codec: Codec) -> Tally:
    """Raises RemoteError where the connection as a whole does not work; what was done until then stays done."""
    tally = Tally()
    calendars = integration.calendars.filter(is_enabled=True, executive__isnull=False)
    for calendar in calendars.select_related("executive").order_by("created_at", "id"):
        desk = desk_of(integration, calendar, codec)
        if desk.direction != "push":
            pull(remote, desk, tally)
        if desk.direction != "pull":
            push(remote, desk, tally)
    return tally
