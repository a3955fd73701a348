"""Turns of connections in processes of their own (turner.py), and what became of them."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connections
from psycopg.conninfo import make_conninfo

from integrations.models import Integration


class Turner:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._answers = process.stdin, process.stdout

    def wait_at_the_gate(self, integration: Integration, owner_id: UUID) -> int:
        """The id of the process that will take the turn."""
        self._say(f"{integration.pk} {owner_id}")
        return int(self._answers.readline())

    def go(self) -> None:
        self._say("go")

    def has_ended(self) -> bool:
        return bool(select.select([self._answers], [], [], 0)[0])

    def ended(self) -> int:
        """turner.SYNCED, turner.NOT_SYNCED, or the signal, negated."""
        return int(self._answers.readline())

    def _say(self, line: str) -> None:
        self._orders.write(line + "\n")
        self._orders.flush()


@contextmanager
def turner() -> Iterator[Turner]:
    with subprocess.Popen(
        [sys.executable, "-m", "integrations.tests.turner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        yield Turner(process)


def environment() -> dict[str, str]:
    """For processes of the product beside a test: its database, and calendar servers on this machine."""
    database = connections["default"].settings_dict["NAME"]
    own = {
        "DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=database),
        "DJANGO_SETTINGS_MODULE": "jenifer.settings",
        "OUTBOUND_ALLOWED": "127.0.0.1/32",
    }
    return os.environ | own
