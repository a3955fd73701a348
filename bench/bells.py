"""300 open bells on the real server: database connections, memory, and what a page beside them costs."""

import http.client
import socket
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from statistics import median
from typing import Any

from bench.ground import scratch_database, show

BELLS, PEOPLE, PAGES = 300, 30, 80
MEGABYTE = 1_000_000


def main() -> None:
    with scratch_database():
        from jenifer.tests.factories import make_person, make_tenant
        from jenifer.tests.served import served

        tenant = make_tenant()
        people = [make_person(tenant.admin) for _ in range(PEOPLE)]
        sessions = [_session(person) for person in people]
        own = _session(tenant.admin)
        with served() as (port, pid):
            alone = _page_seconds(port, own)
            memory, connections = _memory(pid), _connections()
            with ExitStack() as open_bells:
                bells = [_ring_up(port, sessions[n % PEOPLE], open_bells) for n in range(BELLS)]
                time.sleep(2)
                more_memory, more_connections = _memory(pid), _connections()
                beside = _page_seconds(port, own)
                heard = _seconds_until_heard(people[0], bells[0::PEOPLE])
        print(f"{BELLS} bells: {more_connections - connections:+d} database connections (aim 0)")
        print(
            f"   memory {(more_memory - memory) / MEGABYTE:+.1f} MB (aim ≤ 100), of {memory / MEGABYTE:.0f} MB before"
        )
        print(f"   one person's {BELLS // PEOPLE} bells heard of news in {heard * 1000:.0f} ms (aim ≤ 2,000)")
        show("Today beside them, median", beside, alone, 1.5)


def _session(person: Any) -> str:
    from jenifer.tests.clients import client_of

    return client_of(person).session.session_key or ""


def _get(port: int, path: str, session: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Cookie": f"jenifer_session={session}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _page_seconds(port: int, session: str) -> float:
    """The median, after the workers have warmed up."""
    for _ in range(20):
        assert _get(port, "/", session) == 200
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        _get(port, "/", session)
        times.append(time.perf_counter() - began)
    return median(times)


def _ring_up(port: int, session: str, stack: ExitStack) -> socket.socket:
    """An open stream that has said how things stand."""
    bell = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
    request = (
        f"GET /notifications/stream/ HTTP/1.1\r\nHost: localhost\r\nCookie: jenifer_session={session}\r\n\r\n"
    )
    bell.sendall(request.encode())
    heard = b""
    while b"data: " not in heard:
        heard += bell.recv(65536)
    return bell


def _memory(pid: int) -> int:
    """Bytes of the server and its workers, what they share counted once (proportional set size)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_proportional(int(each)) for each in [str(pid), *children])


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _connections() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def _seconds_until_heard(person: Any, bells: list[socket.socket]) -> float:
    from jenifer.principal import acting_as
    from orgs.models import NotificationCategory, User
    from orgs.notifications.notify import notify

    for bell in bells:
        bell.setblocking(False)
        with suppress(BlockingIOError):
            bell.recv(65536)
        bell.setblocking(True)
    with acting_as(person):
        told = User.objects.select_related("org").get(pk=person.pk)
        began = time.perf_counter()
        notify(to=[told], category=NotificationCategory.TASK, title="Ring")
    for bell in bells:
        while b"Ring" not in bell.recv(65536):
            continue
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
