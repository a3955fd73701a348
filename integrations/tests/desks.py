"""An admin's calendar here, and the same on a server."""

import itertools
from datetime import UTC, datetime

from integrations.caldav.remote import CalDavRemote
from integrations.models import CalendarSyncToken, Integration
from integrations.remotes import open_remote
from integrations.sync.apply import Tally
from integrations.sync.bodies import ICalendar
from integrations.sync.connection import sync_calendars
from integrations.sync.turn import take_turn
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from integrations.tests.connected import make_connection
from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from scheduling.models import Meeting

names = (f"desk-{number}" for number in itertools.count())
NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Desk:
    def __init__(self, server: Server) -> None:
        self.server, self.tenant = server, make_tenant()
        self.path = server.make_calendar(next(names))
        self.admin, self.executive = self.tenant.admin, self.tenant.executive
        self.integration = make_connection(self.tenant, self.path)

    def remote(self) -> CalDavRemote:
        return CalDavRemote(self.server.client(), self.server.url + self.server.home, USER, PASSWORD)

    def sync(self, integration: Integration | None = None) -> Tally:
        wanted = integration or self.integration
        with acting_as(wanted.user), self.remote() as remote:
            return sync_calendars(integration=wanted, remote=remote, codec=ICalendar())

    def keep_secret(self, password: str) -> None:
        with acting_as(self.admin):
            self.integration.provider_user_id = self.server.url + self.server.home
            self.integration.provider_email = USER
            self.integration.access_token = password
            self.integration.save()

    def turn(self, now: datetime) -> Tally | None:
        with acting_as(self.admin):
            return take_turn(integration_id=self.integration.pk, open_remote=open_remote, now=now)

    def row(self) -> Integration:
        with acting_as(self.admin):
            return Integration.objects.get(pk=self.integration.pk)

    def there(self) -> dict[str, str]:
        with self.remote() as remote:
            return {each.id: each.body for page in remote.changes(self.path, "") for each in page.changed}

    def put(self, name: str, body: str) -> None:
        with self.remote() as remote:
            known = remote.read(self.path, name)
            if known is None:
                remote.insert(self.path, name, body)
            else:
                remote.update(self.path, known.id, known.etag, body)

    def here(self) -> list[tuple[str, datetime]]:
        with acting_as(self.admin):
            rows = Meeting.objects.filter(executive=self.executive, deleted_at=None)
            return sorted((row.title, row.start_time) for row in rows)

    def calendar(self) -> CalendarSyncToken:
        with acting_as(self.admin):
            return CalendarSyncToken.objects.get(integration=self.integration)

    def remove(self, name: str) -> None:
        with self.remote() as remote:
            [found] = [each for each in self.there() if name in each]
            known = remote.read(self.path, found)
            assert known is not None
            remote.delete(self.path, known.id, known.etag)


def body(uid: str = "board", title: str = "Board", start: str = "20261124T090000Z", extra: str = "") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{uid}\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:{start}\r\nDURATION:PT1H\r\n"
        f"SUMMARY:{title}\r\n{extra}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
