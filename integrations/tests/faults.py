"""What can go wrong between us and a calendar server, and the bad line (fault_proxy.py) on which it does."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import Enum
from typing import Any

from integrations.tests.caldav_servers import Server


class Fault(Enum):
    BUSY = "429, with Retry-After"
    BROKEN = "500"
    DOWN = "503, with Retry-After"
    LOST_BEFORE = "the request never arrives"
    LOST_AFTER = "it is carried out, the answer never comes"
    SILENT = "it is carried out, and nothing is heard for longer than anybody waits"
    CUT = "the answer breaks off in the middle"
    DRIP = "the answer comes in drops"
    HTML = "a web page instead of an answer"
    STALE_TAKEN = "a change with an old ETag is taken"
    FORBIDDEN_TOKEN = "403: the sync token is not known"
    FAILED_TOKEN = "412: the sync token is not known"
    REPEATED_TOKEN = "the sync token asked with is given again: the same objects come twice"
    KILLED_BEFORE = "the worker is killed before the request arrives"
    KILLED_AFTER = "the worker is killed after it was carried out"
    KILLED_AFTER_WRITE = "the worker is killed after a write was carried out"
    HELD_AFTER_WRITE = "a write is carried out, its answer waits until it is let go"
    HELD_BEFORE = "the request waits until it is let go"
    HELD_AFTER = "it is carried out, its answer waits until it is let go"

    def concerns(self, method: str, has_token: bool, headers: Mapping[str, str]) -> bool:
        """Whether a request is one that this can happen to; it waits for one."""
        if self is Fault.STALE_TAKEN:
            return method in ("PUT", "DELETE") and "if-match" in headers
        if self.name.endswith("_WRITE"):
            return method in ("PUT", "DELETE")
        if self.name.endswith("_TOKEN"):
            return method == "REPORT" and has_token
        return True


HELD = {Fault.HELD_BEFORE, Fault.HELD_AFTER, Fault.HELD_AFTER_WRITE}


class BadLine:
    """`url` stands for the server's. Faults are dealt out one a request, None lets one through."""

    def __init__(self, server: Server, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.server = replace(server, url=f"http://127.0.0.1:{int(self._heard())}")

    def deal(self, faults: Sequence[Fault | None] = (), victim: int = 0) -> None:
        """`victim`: whom to kill; the group of that process where it is negative."""
        self._order(faults=[each and each.name for each in faults], victim=victim)

    def counts(self) -> dict[str, int]:
        """`requests`, `writes` that were taken, `kills`, and each fault by its name."""
        return self._order()

    def until_held(self, seconds: float = 30) -> None:
        assert self._order(until_held=seconds)["held"], "nothing was held"

    def is_holding(self) -> bool:
        return bool(self._order(until_held=0.02)["held"])

    def let_go(self) -> None:
        self._order(let_go=True)

    def _order(self, **order: Any) -> dict[str, int]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._heard())
        return answer

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def bad_line(server: Server) -> Iterator[BadLine]:
    process = subprocess.Popen(
        [sys.executable, "-m", "integrations.tests.fault_proxy", server.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield BadLine(server, process)
    finally:
        process.terminate()
        process.wait(10)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
