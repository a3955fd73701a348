"""A local PostgreSQL and Valkey from wheels, for a machine that has neither.

Nothing here reads Django's settings: they are made from what this module puts into the environment.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from jenifer.embedded import postgres, valkey
from jenifer.embedded.home import EmbeddedError, Home

__all__ = [
    "ADDRESSES",
    "DEFAULT_HOME",
    "LOCAL",
    "TEST_HOME",
    "EmbeddedError",
    "provided",
    "running",
    "superuser_dsn",
]

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
LOCAL = Path(__file__).resolve().parents[2] / ".local"
DEFAULT_HOME = LOCAL / "embedded"
TEST_HOME = LOCAL / "embedded-test"


@contextmanager
def running(path: Path, *, is_test: bool = False) -> Iterator[dict[str, str]]:
    """Serve from `path` and yield the environment for it; the last of several users stops the servers.

    A test home gives durability up for speed: after a power cut it may have to be removed.
    """
    home = Home(path.resolve(), is_test)
    home.prepare()
    with _ends_on_sigterm(), home.used() as lease:
        try:
            with home.locked():
                postgres.start(home)
                valkey.start(home)
            yield {
                "DATABASE_URL": postgres.dsn(home, "jenifer_app"),
                "DATABASE_OWNER_URL": postgres.dsn(home, "jenifer_owner"),
                "REDIS_URL": valkey.url(home),
                "SECRET_KEY": home.secrets["secret_key"],
                "FIELD_KEYS": f"local:{home.secrets['field_key']}",
                "VAPID_PRIVATE_KEY": home.secrets["vapid_key"],
                "JENIFER_EMBEDDED": "1",
            }
        finally:
            with home.locked():
                if lease.is_last():
                    valkey.stop(home)
                    postgres.stop(home)
                    home.remove_far_sockets()


@contextmanager
def provided(path: Path = DEFAULT_HOME, *, is_test: bool = False) -> Iterator[None]:
    """Complete os.environ: where no address is set the embedded ones are, where all are nothing starts."""
    missing = [name for name in ADDRESSES if not os.environ.get(name)]
    if not missing:
        yield
    elif len(missing) < len(ADDRESSES):
        given = " and ".join(name for name in ADDRESSES if name not in missing)
        raise EmbeddedError(
            f"{given} set, but not {' and '.join(missing)}: set all three, or none for the embedded servers."
        )
    else:
        with running(path, is_test=is_test) as addresses:
            fresh = {name: value for name, value in addresses.items() if not os.environ.get(name)}
            os.environ.update(fresh)
            try:
                yield
            finally:
                for name in fresh:
                    os.environ.pop(name, None)


def superuser_dsn(path: Path = DEFAULT_HOME) -> str:
    """For local tools (psql, pg_dump, schema checks), while the servers run."""
    return postgres.dsn(Home(path.resolve()), "postgres")


@contextmanager
def _ends_on_sigterm() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that the servers stop too, where nothing else handles it."""
    is_default = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not is_default or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
