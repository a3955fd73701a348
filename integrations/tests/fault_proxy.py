"""A bad line to a real calendar server, as a process of its own: `python -m integrations.tests.fault_proxy URL`.

It prints its port, then takes orders on its standard input and answers each, one JSON line for one (faults.py).
"""

import http.client
import json
import os
import re
import signal
import sys
import threading
import time
from collections import Counter, deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from integrations.tests.faults import Fault

PER_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}
TOKEN = re.compile(rb"(sync-token[^<>]*>)([^<]+)(</)")
DRIPS = 8
LONGEST_HOLD = 60  # seconds


class Line:
    """What is yet to go wrong, and what has."""

    def __init__(self, upstream: str) -> None:
        parts = urlsplit(upstream)
        self.upstream = (parts.hostname or "", parts.port or 80)
        self.faults: deque[Fault | None] = deque()
        self.waiting: list[Fault] = []  # for a request that they are about
        self.victim = 0  # a process, or the group of one where negative
        self.counts: Counter[str] = Counter()
        self.held, self.let_go = threading.Event(), threading.Event()
        self.lock = threading.Lock()

    def next_fault(self, method: str, body: bytes, headers: dict[str, str]) -> Fault | None:
        with self.lock:
            self.counts["requests"] += 1
            fault = self.faults.popleft() if self.faults else None
            if fault is not None:
                self.waiting.append(fault)
            for each in self.waiting:
                if each.concerns(method, TOKEN.search(body) is not None, headers):
                    self.waiting.remove(each)
                    self.counts[each.name] += 1
                    return each
            return None

    def kill(self) -> None:
        with self.lock:
            self.counts["kills"] += 1
        if self.victim < 0:
            os.killpg(-self.victim, signal.SIGKILL)
        else:
            os.kill(self.victim, signal.SIGKILL)

    def hold(self) -> None:
        self.held.set()
        self.let_go.wait(LONGEST_HOLD)
        self.held.clear()
        self.let_go.clear()

    def obey(self, order: dict[str, Any]) -> dict[str, int]:
        match order:
            case {"faults": faults, "victim": victim}:
                with self.lock:
                    self.faults = deque(Fault[name] if name else None for name in faults)
                    self.waiting, self.victim = [], victim
            case {"until_held": seconds}:
                return {"held": int(self.held.wait(seconds))}
            case {"let_go": _}:
                self.let_go.set()
        with self.lock:
            return dict(self.counts)


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    line: Line

    def relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {n.lower(): v for n, v in self.headers.items() if n.lower() not in PER_HOP}
        fault = self.line.next_fault(self.command, body, headers)
        if fault in (Fault.BUSY, Fault.BROKEN, Fault.DOWN, Fault.FORBIDDEN_TOKEN, Fault.FAILED_TOKEN):
            return self._refuse(fault)
        if fault is Fault.KILLED_BEFORE:
            self.line.kill()
        if fault in (Fault.LOST_BEFORE, Fault.KILLED_BEFORE):
            return self._break_off()
        if fault is Fault.HELD_BEFORE:
            self.line.hold()
        if fault is Fault.STALE_TAKEN:
            headers.pop("if-match", None)
        status, reply, answer = self._ask(headers, body)
        return self._answer(fault, status, reply, answer, body)

    def _ask(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        server = http.client.HTTPConnection(*self.line.upstream, timeout=60)
        try:
            server.request(self.command, self.path, body=body or None, headers=headers)
            response = server.getresponse()
            answer = response.read()
        finally:
            server.close()
        if self.command in ("PUT", "DELETE") and response.status < 300:
            with self.line.lock:
                self.line.counts["writes"] += 1
        return response.status, dict(response.getheaders()), answer

    def _answer(
        self, fault: Fault | None, status: int, headers: dict[str, str], answer: bytes, asked: bytes
    ) -> None:
        if fault in (Fault.HELD_AFTER, Fault.HELD_AFTER_WRITE):
            self.line.hold()
        if fault is Fault.SILENT:
            time.sleep(2)  # longer than the workers of the tests wait
        if fault in (Fault.KILLED_AFTER, Fault.KILLED_AFTER_WRITE):
            self.line.kill()
        if fault in (Fault.LOST_AFTER, Fault.KILLED_AFTER, Fault.KILLED_AFTER_WRITE, Fault.SILENT):
            return self._break_off()
        if fault is Fault.REPEATED_TOKEN and (known := TOKEN.search(asked)):
            answer = TOKEN.sub(rb"\g<1>" + known[2] + rb"\g<3>", answer)
        if fault is Fault.HTML:
            status, headers, answer = 200, {"Content-Type": "text/html"}, b"<!doctype html><p>Log in"
        return self._send(status, headers, answer, fault)

    def _refuse(self, fault: Fault) -> None:
        status = {Fault.BUSY: 429, Fault.BROKEN: 500, Fault.DOWN: 503, Fault.FAILED_TOKEN: 412}.get(
            fault, 403
        )
        says = b'<d:error xmlns:d="DAV:"><d:valid-sync-token/></d:error>'
        headers = {"Retry-After": "30"} if fault in (Fault.BUSY, Fault.DOWN) else {}
        self._send(status, headers, says if status in (403, 412) else b"", fault)

    def _send(self, status: int, headers: dict[str, str], answer: bytes, fault: Fault | None) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in PER_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        if self.command == "HEAD" or status == 204:
            return
        if fault is Fault.CUT:
            self.wfile.write(answer[: len(answer) // 2])
            self._break_off()
            return
        size = len(answer) // DRIPS + 1 if fault is Fault.DRIP else max(len(answer), 1)
        for start in range(0, len(answer), size):
            self.wfile.write(answer[start : start + size])
            if fault is Fault.DRIP:
                time.sleep(0.01)

    def _break_off(self) -> None:
        self.close_connection = True

    do_GET = do_PUT = do_DELETE = do_OPTIONS = do_PROPFIND = do_REPORT = do_MKCALENDAR = relay

    def log_message(self, format: str, *args: Any) -> None:
        """Said in `counts`."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed does not hear the answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def main() -> None:
    Relay.line = Line(sys.argv[1])
    with Quiet(("127.0.0.1", 0), Relay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        for order in sys.stdin:
            print(json.dumps(Relay.line.obey(json.loads(order))), flush=True)
        server.shutdown()


if __name__ == "__main__":
    main()
