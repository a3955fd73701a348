"""`python -m jenifer.up`: everything JeniferAI needs on this machine, until Ctrl-C."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from jenifer import embedded
from jenifer.supervisor import supervise

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_HEALTH = 60


class StartError(Exception):
    """What keeps the product from starting; the message tells a person what to do."""


def main() -> int:
    host, port = address()
    _check_free(host, port)
    with embedded.provided():
        logins = _prepare()
        return supervise(commands(host, port), partial(_announce, host, port, logins))


def address() -> tuple[str, int]:
    port = os.environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise StartError(f"PORT is {port!r}; it takes a number from 1 to 65535.")
    return os.environ.get("HOST") or "127.0.0.1", int(port)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Cannot listen on {host} port {port} ({error.strerror}). Choose another: PORT=8001 make run"
            ) from error


def _prepare() -> str:
    """Migrations, static files and in embedded mode the demo; what it says about log-ins."""
    command = [sys.executable, str(ROOT / "manage.py"), "prepare"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    if done.returncode:
        sys.stdout.write(done.stdout)
        raise StartError(f"The database could not be prepared (exit code {done.returncode}); see above.")
    return done.stdout.strip()


def commands(host: str, port: int) -> dict[str, list[str]]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    gunicorn = [str(Path(sys.executable).with_name("gunicorn")), "jenifer.wsgi", "-b", bind, "--preload"]
    threads = ["-k", "gthread", "-w", "2", "--threads", "250"]  # an open stream holds a thread
    # Pages come before jobs. As root Celery warns of pickled jobs, which are not taken here.
    python = ["nice", "-n", "5", sys.executable, "-W", "ignore:You're running the worker with superuser"]
    celery = [*python, "-m", "celery", "--quiet", "-A", "jenifer"]
    calm = ["--graceful-timeout", "3", "--no-control-socket", "--log-level", "warning"]
    return {
        "web": [*gunicorn, *threads, *calm],
        "worker": [*celery, "worker", "-c", "2", "-l", "WARNING"],
        "beat": [*celery, "beat", "-l", "WARNING", "--pidfile="],
    }


def _announce(host: str, port: int, logins: str, is_wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS_TO_HEALTH
    while is_wanted():
        if _is_healthy(host, port):
            print(f"\nJeniferAI answers on http://localhost:{port}\n{logins}\nCtrl-C stops it.\n", flush=True)
            return
        if time.monotonic() > deadline:
            print(
                f"No answer from /healthz on port {port} after {SECONDS_TO_HEALTH} seconds.", file=sys.stderr
            )
            return
        time.sleep(0.1)


def _is_healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(
        {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port, timeout=5
    )
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        # A host name that ALLOWED_HOSTS lacks is answered too: with a 400.
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (StartError, embedded.EmbeddedError) as error:
        sys.exit(str(error))
