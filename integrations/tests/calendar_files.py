"""A web server on loopback that gives out a calendar file, well or badly, and counts what it was asked."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\n"
FOOT = "END:VCALENDAR\r\n"


def event(uid: str, title: str = "Board", start: str = "20261124T090000Z", *lines: str) -> str:
    head = ["BEGIN:VEVENT", f"UID:{uid}"] if uid else ["BEGIN:VEVENT"]
    own = ["DTSTAMP:20261101T090000Z", f"DTSTART:{start}", "DURATION:PT1H", f"SUMMARY:{title}"]
    return "\r\n".join([*head, *own, *lines, "END:VEVENT"]) + "\r\n"


def calendar(*parts: str, head: str = "") -> str:
    return HEAD + head + "".join(parts) + FOOT


@dataclass
class Published:
    """What is at /calendar.ics; `headers` go with it. With `validators` it is known by them."""

    text: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: dict[str, str] = field(default_factory=dict)
    is_packed: bool = False
    is_cut: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def body(self) -> bytes:
        text = self.text.encode() if isinstance(self.text, str) else self.text
        return gzip.compress(text) if self.is_packed else text

    def is_known_to(self, asked: dict[str, str]) -> bool:
        names = {"etag": "if-none-match", "last-modified": "if-modified-since"}
        return any(asked.get(names[name.lower()]) == value for name, value in self.validators.items())


class Handler(BaseHTTPRequestHandler):
    published: Published

    def do_GET(self) -> None:
        asked = {name.lower(): value for name, value in self.headers.items()}
        self.published.asked.append(asked | {"path": self.path})
        if self.path.startswith("/away"):
            return self._say(302, b"", {"Location": self.path.partition("?to=")[2]})
        if self.published.is_known_to(asked):
            return self._say(304, b"", self.published.validators)
        packed = {"Content-Encoding": "gzip"} if self.published.is_packed else {}
        return self._say(
            self.published.status,
            self.published.body(),
            {"Content-Type": "text/calendar"} | self.published.headers | self.published.validators | packed,
        )

    def _say(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.published.is_cut else body)

    def log_message(self, *parts: Any) -> None:
        """Quietly."""


@contextmanager
def publishing() -> Iterator[Published]:
    published = Published()
    handler = type("Handler", (Handler,), {"published": published})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    published.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield published
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
