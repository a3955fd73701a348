"""Celery workers as in production, each a group of processes that can be killed at once; and a calendar for them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from integrations.jobs import sync_connection, sync_due
from integrations.tests.caldav_servers import PASSWORD, USER
from integrations.tests.desks import Desk, body
from integrations.tests.faults import BadLine
from integrations.tests.sides import Here, There
from integrations.tests.turns import environment
from jenifer.principal import acting_as
from jenifer.tests.factories import make_meeting

SECONDS = 60  # on a machine that is busy with other tests too
CELERY = [sys.executable, "-m", "celery", "-q", "-A", "jenifer", "worker", "-c", "1", "-l", "ERROR"]


@contextmanager
def celery_worker() -> Iterator["subprocess.Popen[bytes]"]:
    """The process id is its group's: what is killed by it leaves nothing behind."""
    process = subprocess.Popen(
        CELERY,
        env=environment(),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


class Watched:
    """Three events there and one made here, on a connection that goes by the bad line."""

    def __init__(self, desk: Desk, line: BadLine) -> None:
        self.desk, self.line = desk, line
        for name in ("one", "two", "three"):
            desk.put(name, body(uid=name, title=name))
        row = make_meeting(desk.admin, desk.executive, title="ours")
        self.uids = {"one", "two", "three", f"{row.pk}@jenifer"}
        with acting_as(desk.admin):
            desk.integration.provider_user_id = line.server.url + line.server.home
            desk.integration.provider_email = USER
            desk.integration.access_token = PASSWORD
            desk.integration.save()

    def ask(self) -> None:
        with acting_as(self.desk.admin):
            sync_connection.delay(integration_id=str(self.desk.integration.pk))

    def check_converges(self) -> None:
        """By the sweep alone: the four are on both sides, once; another turn writes nothing."""
        until(lambda: self._sweep() and self.desk.row().last_synced_at is not None)
        here, there = Here(self.desk.tenant).shown(), There(self.desk.server, self.desk.path).shown()
        assert {uid for uid, _day in here} == self.uids
        assert here == there
        written, last = self.line.counts()["writes"], self.desk.row().last_synced_at
        self.ask()
        until(lambda: self.desk.row().last_synced_at != last)
        assert (self.line.counts()["writes"], Here(self.desk.tenant).shown()) == (written, here)

    def _sweep(self) -> bool:
        """As beat does every half a minute."""
        with acting_as(None):
            sync_due.delay()
        time.sleep(0.5)
        return True


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it does not come to that"
        time.sleep(0.05)
