"""gunicorn as `make run` starts it, on the database that the tests or the bench have made."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from psycopg.conninfo import make_conninfo

from jenifer.up import commands
from orgs.tests.telling import free_port

LONGEST_START = 60  # seconds


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Its port, and the id of its process."""
    port = free_port()
    database = connections["default"].settings_dict["NAME"]
    own = {"DATABASE_URL": make_conninfo(os.environ["DATABASE_URL"], dbname=database)}
    process = subprocess.Popen(commands("127.0.0.1", port)["web"], env=os.environ | own)
    try:
        _wait_for(f"http://localhost:{port}/healthz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + LONGEST_START
    while True:
        try:
            return urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
