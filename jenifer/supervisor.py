"""Several processes as one: their output side by side, all of them ended when one ends or a signal comes."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

SECONDS_TO_FINISH = 30  # what a job may take to end after Ctrl-C
SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Child:
    name: str
    process: "subprocess.Popen[str]"
    reader: threading.Thread


def supervise(commands: Mapping[str, Sequence[str]], on_start: Callable[[Callable[[], bool]], None]) -> int:
    """Run `commands` (name → argv) until one ends or SIGINT or SIGTERM comes; the exit code.

    `on_start` runs beside them and is given a predicate that turns false when they are to end.
    A signal gives 0; a command that ends by itself gives its code, or 1 where that was 0.
    """
    stopping = threading.Event()
    previous = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in previous:
        signal.signal(number, lambda *_: stopping.set())
    width = max(map(len, commands))
    children = [_start(name, argv, width) for name, argv in commands.items()]
    try:
        threading.Thread(target=on_start, args=[lambda: not stopping.is_set()], daemon=True).start()
        fallen = _watch(children, stopping)
    finally:
        stopping.set()
        _stop(children)
        for number, handler in previous.items():
            signal.signal(number, handler)
    if fallen is None:
        return 0
    _say(f"{fallen.name} ended with exit code {fallen.process.returncode}, so everything was stopped.")
    return abs(fallen.process.returncode) or 1


def _start(name: str, argv: Sequence[str], width: int) -> Child:
    process = subprocess.Popen(
        [*_dies_with_us(), *argv],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # a terminal's Ctrl-C is for us; a job in work hears of it from its worker
    )
    assert process.stdout is not None
    reader = threading.Thread(target=_relay, args=[process.stdout, f"{name:{width}} | "], daemon=True)
    reader.start()
    return Child(name, process, reader)


def _dies_with_us() -> list[str]:
    """A prefix that ends the child when this process is killed outright, where util-linux is installed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _relay(stream: IO[str], prefix: str) -> None:
    with stream:
        for line in stream:
            sys.stdout.write(prefix + line)
            sys.stdout.flush()


def _watch(children: Sequence[Child], stopping: threading.Event) -> Child | None:
    """The first child that ended by itself, or None after a signal."""
    while not stopping.wait(SECONDS_BETWEEN_LOOKS):
        for child in children:
            if child.process.poll() is not None:
                return child
    return None


def _stop(children: Sequence[Child]) -> None:
    """Ask each process (not its group: a worker first ends its jobs), wait, then kill what is left."""
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + SECONDS_TO_FINISH
    for child in children:
        try:
            child.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _say(f"{child.name} did not end within {SECONDS_TO_FINISH} seconds and was killed.")
            child.process.kill()
            child.process.wait()
        if child.process.returncode < 0:  # it had no time to end its own children
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
        child.reader.join(timeout=1)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
