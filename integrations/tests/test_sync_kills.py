"""Workers killed outright in the middle of a sync: what they leave is whole, and another one ends it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction

from integrations.tests.at_work import Watched, celery_worker, until
from integrations.tests.caldav_servers import Server
from integrations.tests.desks import Desk
from integrations.tests.faults import BadLine, Fault, bad_line
from integrations.tests.sides import Here
from jenifer import embedded

WAITING = "SELECT count(*) FROM pg_locks WHERE relation = 'synced_series'::regclass AND NOT granted"


@pytest.fixture
def line(server: Server) -> Iterator[BadLine]:
    with bad_line(server) as line:
        yield line


@pytest.fixture
def watched(server: Server, line: BadLine, transactional_db: None) -> Watched:
    return Watched(Desk(server), line)


@pytest.mark.parametrize(
    "moment", [Fault.KILLED_BEFORE, Fault.KILLED_AFTER, Fault.KILLED_AFTER_WRITE], ids=lambda each: each.name
)
def test_what_a_killed_worker_began_another_one_ends(watched: Watched, moment: Fault) -> None:
    """Before anything is read, after the first answer was sent, and after a write that is not noted here yet."""
    with celery_worker() as worker:
        watched.line.deal([moment], victim=-worker.pid)
        watched.ask()
        assert worker.wait(60) == -signal.SIGKILL
    assert watched.line.counts()["kills"] == 1
    assert watched.desk.row().last_synced_at is None
    watched.line.deal()
    with celery_worker():
        watched.check_converges()


def test_a_worker_killed_in_the_middle_of_storing_leaves_nothing_of_it(watched: Watched) -> None:
    """The meetings are written; what was agreed on waits for a lock, in the same transaction."""
    owner = connections["owner"]
    with celery_worker() as worker:
        with transaction.atomic("owner"), owner.cursor() as cursor:
            cursor.execute("LOCK TABLE synced_series IN SHARE ROW EXCLUSIVE MODE")
            watched.ask()
            until(lambda: _count(cursor) > 0)
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)
        until(lambda: _idle(watched))
    assert {row.title for row in Here(watched.desk.tenant).rows()} == {"ours"}
    with celery_worker():
        watched.check_converges()


def _count(cursor: object) -> int:
    cursor.execute(WAITING)  # type: ignore[attr-defined]
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _idle(watched: Watched) -> bool:
    """The dead worker's backend has seen that nobody is there."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        return int(cursor.fetchone()[0]) == 0


@pytest.mark.parametrize("which", ["postgres", "valkey"])
def test_a_sync_survives_a_restart_of_what_it_stands_on(which: str, tmp_path: Path) -> None:
    """After a write that was carried out and before its answer; on servers of its own."""
    with embedded.running(tmp_path / "home", is_test=True) as addresses:
        done = subprocess.run(
            [sys.executable, "-m", "integrations.tests.restarts", str(tmp_path / "home"), which],
            env=os.environ | addresses | {"DJANGO_SETTINGS_MODULE": "jenifer.settings"},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    assert (done.returncode, done.stderr[-2_000:]) == (0, "")
