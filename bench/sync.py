"""First sync of a large calendar ÷ the `caldav` library downloading and parsing it; the second; memory; idleness."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ground import scratch_database, show
from bench.large_calendar import HOME, PATH, made_up

EVENTS = 10_000
FEW, MANY = 1_000, 50_000
CONNECTIONS = 1_000
WARM_UP = (
    b'<d:sync-collection xmlns:d="DAV:"><d:sync-token/><d:sync-level>1</d:sync-level>'
    b"<d:prop><d:getetag/></d:prop></d:sync-collection>"
)


def main() -> None:
    with scratch_database():
        time_syncs()
        count_idle_requests()
    measure_memory()


def time_syncs() -> None:
    from integrations.tests.caldav_servers import running
    from integrations.tests.connected import make_connection
    from jenifer.tests.factories import make_tenant

    with TemporaryDirectory() as folder, running("radicale", Path(folder)) as server:
        path = fill(server)
        floor = seconds(lambda: download(server, path))
        tenant = make_tenant()
        integration = make_connection(tenant, path)
        first = seconds(lambda: sync(tenant.admin, integration, server.url, []))
        asked: list[str] = []
        second = seconds(lambda: sync(tenant.admin, integration, server.url, asked))
        show(f"first sync of {EVENTS:,} events ÷ the caldav library alone", first, floor, 1.5)
        show("second sync ÷ first", second, first, 0.02)
        print(f"   requests of the second: {len(asked)}, writes: {len({'PUT', 'DELETE'} & set(asked))}")


def fill(server: Any) -> str:
    """Written where Radicale keeps them; it has looked at them all once before anybody is timed."""
    from integrations.tests.caldav_servers import PASSWORD, USER

    path: str = server.make_calendar("large")
    folder = server.data / "collection-root" / path.strip("/")
    for name, body in map(made_up, range(EVENTS)):
        (folder / f"{name}.ics").write_text(body, newline="")
    with server.client() as http:
        http.timeout = 1_200
        http.request(
            "REPORT", server.url + path, headers={"depth": "1"}, auth=(USER, PASSWORD), content=WARM_UP
        )
    return path


def download(server: Any, path: str) -> None:
    from caldav.davclient import DAVClient

    from integrations.tests.caldav_servers import PASSWORD, USER

    client: Any = DAVClient(server.url, username=USER, password=PASSWORD)
    with client:
        events = client.calendar(url=server.url + path).events()
        assert len([event.icalendar_instance for event in events]) == EVENTS


def seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def sync(admin: Any, integration: Any, url: str, asked: list[str]) -> None:
    from integrations.sync.bodies import ICalendar
    from integrations.sync.connection import sync_calendars
    from jenifer.principal import acting_as

    with acting_as(admin), remote_of(url, asked) as remote:
        sync_calendars(integration=integration, remote=remote, codec=ICalendar())


def remote_of(url: str, asked: list[str]) -> Any:
    """The server as the engine's remote; `asked` gets the methods of what is asked."""
    import httpx

    from integrations.caldav.remote import CalDavRemote
    from integrations.tests.caldav_servers import PASSWORD, USER

    hooks: Any = {"request": [lambda request: asked.append(request.method)]}
    http = httpx.Client(trust_env=False, verify=False, timeout=600, event_hooks=hooks)
    return CalDavRemote(http, url + HOME, USER, PASSWORD)


@contextmanager
def large_calendar(count: int) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "bench.large_calendar", str(count)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def count_idle_requests() -> None:
    """Connections that nobody touches, each taking its turn when it has come, by a clock moved on by the minute."""
    from integrations.models import Integration
    from integrations.sync.bodies import ICalendar
    from integrations.sync.turn import take_turn
    from jenifer.principal import acting_as
    from jenifer.tests.factories import make_tenant

    tenant = make_tenant()
    began = datetime(2026, 11, 24, 9, tzinfo=UTC)
    asked: list[str] = []

    def open_remote(_row: Integration) -> tuple[Any, ICalendar]:
        return remote_of(url, asked), ICalendar()

    with large_calendar(3) as url, acting_as(tenant.admin):
        connect_many(tenant)
        for minute in range(61):
            now = began + timedelta(minutes=minute)
            due = Integration.objects.exclude(next_sync_at__gt=now)
            for integration_id in list(due.values_list("pk", flat=True)):
                take_turn(integration_id=integration_id, open_remote=open_remote, now=now)
            if not minute:
                asked.clear()  # the first sync is not idle
    print(
        f"an idle connection of {CONNECTIONS:,}: {len(asked) / CONNECTIONS:.1f} requests an hour (aim ≤ 12)"
    )


def connect_many(tenant: Any) -> None:
    from integrations.models import CalendarSyncToken, Integration

    for number in range(CONNECTIONS):
        row = Integration.objects.create(
            org_id=tenant.admin.org_id,
            user=tenant.admin,
            provider="caldav",
            integration_type="calendar",
            provider_user_id=str(number),
        )
        CalendarSyncToken.objects.create(
            org_id=row.org_id, integration=row, executive=tenant.executive, calendar_id=PATH
        )


def measure_memory() -> None:
    few, many = (peak(count) for count in (FEW, MANY))
    print(f"memory at its peak: {FEW:,} events {few:.0f} MB, {MANY:,} events {many:.0f} MB")
    print(f"   {many / few:.2f} (aim ≤ 1.20)")


def peak(count: int) -> float:
    """Megabytes of a process that syncs so many for the first time."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.sync", str(count)], stdout=subprocess.PIPE, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def sync_and_say_peak(count: int) -> None:
    with scratch_database(), large_calendar(count) as url:
        from integrations.tests.connected import make_connection
        from jenifer.principal import acting_as
        from jenifer.tests.factories import make_tenant
        from scheduling.models import Meeting

        tenant = make_tenant()
        integration = make_connection(tenant, PATH)
        sync(tenant.admin, integration, url, [])
        with acting_as(tenant.admin):
            assert Meeting.objects.count() == count
    status = Path("/proc/self/status").read_text()  # getrusage would count what started this process too
    print(next(int(line.split()[1]) / 1_000 for line in status.splitlines() if line.startswith("VmHWM:")))


if __name__ == "__main__":
    sync_and_say_peak(int(sys.argv[1])) if sys.argv[1:] else main()
