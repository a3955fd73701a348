"""The service behind a connection, opened with its stored secret."""

from integrations.caldav.remote import CalDavRemote
from integrations.ics.addresses import read_address
from integrations.ics.remote import IcsRemote
from integrations.models import Integration, Provider
from integrations.sync.bodies import Codec, ICalendar
from integrations.sync.remote import Remote
from jenifer.outbound import Limits, outbound_client

# A first listing of a large calendar is long, and comes as one answer.
CALENDARS = Limits(whole_seconds=600, most_bytes=256_000_000)


def open_remote(integration: Integration) -> tuple[Remote, Codec]:
    secret = integration.access_token.reveal()
    if integration.provider == Provider.ICS:
        http = outbound_client(limits=CALENDARS, takes_gzip=True)
        return IcsRemote(http, read_address(secret), fills=_filled(integration)), ICalendar()
    http = outbound_client(limits=CALENDARS, redirects=0)
    return CalDavRemote(http, integration.provider_user_id, integration.provider_email, secret), ICalendar()


def _filled(integration: Integration) -> frozenset[str]:
    """Executives whose calendars it fills."""
    rows = integration.calendars.filter(is_enabled=True, executive__isnull=False)
    return frozenset(str(pk) for pk in rows.values_list("executive_id", flat=True))
