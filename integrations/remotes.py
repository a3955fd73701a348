"""The service behind a connection, opened with its stored secret."""

from integrations.caldav.remote import CalDavRemote
from integrations.models import Integration
from integrations.sync.bodies import Codec, ICalendar
from integrations.sync.remote import Remote
from jenifer.outbound import Limits, outbound_client

# A first listing of a large calendar is long, and comes as one answer.
CALENDARS = Limits(whole_seconds=600, most_bytes=256_000_000)


def open_remote(integration: Integration) -> tuple[Remote, Codec]:
    http = outbound_client(limits=CALENDARS, redirects=0)
    secret = integration.access_token.reveal()
    return CalDavRemote(http, integration.provider_user_id, integration.provider_email, secret), ICalendar()
