"""First sync of a large calendar ÷ the `caldav` library downloading and parsing the same one; the second sync."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ground import scratch_database, show

EVENTS = int(os.environ.get("N", 10000))


def main() -> None:
    with scratch_database(), TemporaryDirectory() as folder:
        from integrations.tests.caldav_servers import PASSWORD, USER, running
        from integrations.tests.connected import make_connection
        from jenifer.tests.factories import make_tenant

        with running("radicale", Path(folder)) as server:
            path = server.make_calendar("large")
            began = time.perf_counter()
            folder_ = server.data / "collection-root" / path.strip("/")
            for number in range(EVENTS):
                name, body = made_up(number)
                (folder_ / f"{name}.ics").write_text(body, newline="")
            with server.client() as http:
                http.timeout = 600
                http.request(
                    "PROPFIND",
                    server.url + path,
                    headers={"depth": "1"},
                    auth=(USER, PASSWORD),
                    content=b'<d:propfind xmlns:d="DAV:"><d:prop><d:getetag/></d:prop></d:propfind>',
                )
                http.request(
                    "REPORT",
                    server.url + path,
                    headers={"depth": "1"},
                    auth=(USER, PASSWORD),
                    content=b'<d:sync-collection xmlns:d="DAV:"><d:sync-token/><d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>',
                )
            print("filled in", time.perf_counter() - began)
            tenant = make_tenant()
            integration = make_connection(tenant, path)
            began = time.perf_counter()
            with counted(server) as (remote, requests):
                sync(tenant, integration, remote)
            first = time.perf_counter() - began
            print("first", first, len(requests))
            floor = download(server, path)
            show("first sync", first, floor, 1.5)
            began = time.perf_counter()
            with counted(server) as (remote, requests):
                print(sync(tenant, integration, remote))
            second = time.perf_counter() - began
            show("second", second, first, 0.02)
            print(requests)


def download(server: Any, path: str) -> float:
    import sys

    sys.path.append("/tmp/chaos-caldav")
    import caldav

    from integrations.tests.caldav_servers import PASSWORD, USER

    began = time.perf_counter()
    with caldav.DAVClient(server.url, username=USER, password=PASSWORD) as client:
        events = client.calendar(url=server.url + path).events()
        titles = [str(e.icalendar_instance.walk("VEVENT")[0]["SUMMARY"]) for e in events]
        assert len(titles) == EVENTS
    return time.perf_counter() - began


def sync(tenant: Any, integration: Any, remote: Any) -> Any:
    from integrations.sync.bodies import ICalendar
    from integrations.sync.connection import sync_calendars
    from jenifer.principal import acting_as

    with acting_as(tenant.admin):
        import os

        if os.environ.get("PROFILE"):
            import cProfile

            p = cProfile.Profile()
            p.enable()
        t = sync_calendars(integration=integration, remote=remote, codec=ICalendar())
        if os.environ.get("PROFILE"):
            p.disable()
            p.dump_stats("/tmp/sync.prof")
            os.environ["PROFILE"] = ""
        return t


@contextmanager
def counted(server: Any) -> Iterator[Any]:
    import httpx

    from integrations.caldav.remote import CalDavRemote
    from integrations.tests.caldav_servers import PASSWORD, USER

    asked: list[str] = []
    http = httpx.Client(
        trust_env=False, timeout=600, event_hooks={"request": [lambda request: asked.append(request.method)]}
    )
    with CalDavRemote(http, server.url + server.home, USER, PASSWORD) as remote:
        yield remote, asked


def made_up(number: int) -> tuple[str, str]:
    name = f"event-{number}"
    return name, (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{name}@bench\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Meeting {number}\r\n"
        f"DTSTART:2026{number % 12 + 1:02}{number % 28 + 1:02}T{number % 24:02}0000Z\r\n"
        f"DURATION:PT1H\r\nDESCRIPTION:Notes\\, {number}\r\nLOCATION:Room {number % 9}\r\n"
        "ORGANIZER;CN=Jonas:mailto:jonas@example.com\r\n"
        "ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:ana@example.com\r\n"
        "ATTENDEE;CN=Ben;PARTSTAT=NEEDS-ACTION:mailto:ben@example.org\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


if __name__ == "__main__":
    main()
