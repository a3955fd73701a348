import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from jenifer import supervisor, up
from jenifer.supervisor import supervise

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FINISHES_ITS_JOB = """
import signal, sys, time
def end(*_):
    time.sleep(0.5)
    print("job done", flush=True)
    sys.exit()
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(60)
"""
IGNORES_SIGTERM = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def nothing(is_wanted: Callable[[], bool]) -> None:
    """For commands that need no announcement."""


def interrupt_later(is_wanted: Callable[[], bool]) -> None:
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGINT)


def test_signal_lets_a_job_finish(capfd: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", FINISHES_ITS_JOB]
    assert supervise({"worker": command, "web": SLEEP}, interrupt_later) == 0
    assert capfd.readouterr().out == "worker | ready\nworker | job done\n"


def test_fallen_command_ends_all_with_its_code(capfd: pytest.CaptureFixture[str]) -> None:
    code = supervise({"web": SLEEP, "beat": [sys.executable, "-c", "raise SystemExit(3)"]}, nothing)
    assert code == 3
    assert capfd.readouterr().err == "beat ended with exit code 3, so everything was stopped.\n"


def test_command_that_does_not_end_is_killed(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(supervisor, "SECONDS_TO_FINISH", 1)
    assert supervise({"worker": [sys.executable, "-c", IGNORES_SIGTERM]}, interrupt_later) == 0
    assert capfd.readouterr().err == "worker did not end within 1 seconds and was killed.\n"


def test_signal_handlers_are_given_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    supervise({"web": [sys.executable, "-c", ""]}, nothing)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_up_names_the_taken_port_and_starts_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "jenifer.up"],
            env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"},
            cwd=up.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        f"Cannot listen on 127.0.0.1 port {port} (Address already in use)."
        " Choose another: PORT=8001 make run\n"
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "²"])
def test_up_refuses_a_port_that_is_none(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(up.StartError, match="it takes a number from 1 to 65535"):
        up.address()
