"""Radicale and Xandikos, started on loopback for the tests that talk to them."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

USER, PASSWORD = "maya", "an-app-password"
CALENDAR = """<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"
 xmlns:a="http://apple.com/ns/ical/"><d:set><d:prop><d:displayname>Jonas &amp; board</d:displayname>
 <a:calendar-color>#2F6FDDFF</a:calendar-color></d:prop></d:set></c:mkcalendar>"""
# It waits for the disk several times an event, and only its programmers may say otherwise.
RADICALE = """
from radicale import __main__, config
config.DEFAULT_CONFIG_SCHEMA["storage"]["_filesystem_fsync"]["value"] = "False"
__main__.run()
"""
HEADS = {
    "radicale": [sys.executable, "-c", RADICALE, "--config", ""],
    "xandikos": [sys.executable, "-m", "xandikos", "serve", "--defaults", "--no-detect-systemd"],
}


@dataclass(frozen=True)
class Server:
    kind: str
    url: str
    home: str  # path of the calendar home
    data: Path

    def client(self) -> httpx.Client:
        return httpx.Client(timeout=60, trust_env=False)

    def make_calendar(self, name: str) -> str:
        path = f"{self.home}{name}/"
        with self.client() as http:
            made = http.request(
                "MKCALENDAR",
                self.url + path,
                content=CALENDAR.encode(),
                headers={"content-type": "text/xml"},
                auth=(USER, PASSWORD),
            )
        assert made.status_code == 201, made.text
        return path

    def fill(self, calendar: str, events: list[tuple[str, str]]) -> None:
        """Many events at once, each server's way: one by one they take both of them minutes."""
        if self.kind == "xandikos":
            return self._commit(self.data / calendar.strip("/"), events)
        inner = "".join(body[body.index("BEGIN:VEVENT") : body.index("END:VCALENDAR")] for _, body in events)
        whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\n{inner}END:VCALENDAR\r\n"
        with self.client() as http:
            put = http.put(
                self.url + calendar,
                content=whole.encode(),
                headers={"content-type": "text/calendar"},
                auth=(USER, PASSWORD),
            )
        assert put.status_code == 201, put.text
        return None

    def _commit(self, repository: Path, events: list[tuple[str, str]]) -> None:
        for name, body in events:
            (repository / f"{name}.ics").write_text(body, newline="")
        who = ["-c", "user.name=Maya", "-c", "user.email=maya@halden.example", "-c", "core.autocrlf=false"]
        for command in (["add", "."], ["commit", "-qm", "Many events"]):
            subprocess.run(["git", "-C", str(repository), *who, *command], check=True)


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    port = _free_port()
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        HEADS[kind] + _arguments(kind, folder, port), stdout=log, stderr=log, env=_environment(folder)
    )
    try:
        _wait(port, process)
        home = f"/{USER}/" if kind == "radicale" else f"/{USER}/calendars/"
        yield Server(kind, f"http://127.0.0.1:{port}", home, folder / "data")
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def _arguments(kind: str, folder: Path, port: int) -> list[str]:
    data = str(folder / "data")
    if kind == "xandikos":
        return ["-d", data, "--current-user-principal", f"/{USER}/", "-l", "127.0.0.1", "-p", str(port)]
    people = folder / "people"
    people.write_text(f"{USER}:{PASSWORD}\n")
    return [
        "--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", data, "--logging-level", "warning",
        "--auth-type", "htpasswd", "--auth-htpasswd-filename", str(people), "--auth-htpasswd-encryption", "plain",
        "--auth-delay", "0",
    ]  # fmt: skip


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "XDG_DATA_HOME": str(folder), "HOME": str(folder)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        assert process.poll() is None, "the calendar server ended at once"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the calendar server does not listen")
