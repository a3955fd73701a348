"""A calendar server that makes its events up as it is asked: as large as wanted, and nothing of it in memory.

`python -m bench.large_calendar COUNT` prints its port. Reading only: PROPFIND, sync-collection, calendar-multiget.
"""

import re
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import batched, chain
from typing import Any

PARTS_AT_ONCE = 100
HOME = "/maya/"
PATH = f"{HOME}large/"
HREF = re.compile(rb"<d:href>([^<]*/event-(\d+)\.ics)</d:href>")
HEAD = '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
FOOT = "<d:sync-token>urn:all</d:sync-token></d:multistatus>"
STATE = (
    "<d:response><d:href>%s</d:href><d:propstat><d:prop><d:resourcetype><d:collection/><c:calendar/>"
    "</d:resourcetype><d:supported-report-set><d:supported-report><d:report><d:sync-collection/></d:report>"
    "</d:supported-report></d:supported-report-set></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"
    "</d:response>"
)
ENTRY = (
    "<d:response><d:href>%s</d:href><d:propstat><d:prop><d:getetag>&quot;1&quot;</d:getetag>%s</d:prop>"
    "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
)


def made_up(number: int) -> tuple[str, str]:
    """Its name and its text."""
    name = f"event-{number}"
    return name, (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VEVENT\r\n"
        f"UID:{name}@bench\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Meeting {number}\r\n"
        f"DTSTART:2026{number % 12 + 1:02}{number % 28 + 1:02}T{number % 24:02}0000Z\r\nDURATION:PT1H\r\n"
        f"DESCRIPTION:Notes\\, {number}\r\nLOCATION:Room {number % 9}\r\n"
        "ORGANIZER;CN=Jonas:mailto:jonas@example.com\r\n"
        "ATTENDEE;CN=Ana;PARTSTAT=ACCEPTED:mailto:ana@example.com\r\n"
        "ATTENDEE;CN=Ben;PARTSTAT=NEEDS-ACTION:mailto:ben@example.org\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


class Calendar(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    count: int

    def answer(self) -> None:
        asked = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response_only(207)
        self.send_header("Content-Type", "application/xml; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = chain([HEAD], self._parts(asked), [FOOT])
        for some in batched(parts, PARTS_AT_ONCE, strict=False):
            data = "".join(some).encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        self.wfile.write(b"0\r\n\r\n")

    def _parts(self, asked: bytes) -> Iterator[str]:
        if b"calendar-multiget" in asked:
            for href, number in HREF.findall(asked):
                yield ENTRY % (href.decode(), f"<c:calendar-data>{made_up(int(number))[1]}</c:calendar-data>")
        elif b"sync-collection" not in asked:
            yield STATE % self.path
        elif b"urn:all" not in asked:
            for number in range(self.count):
                yield ENTRY % (f"{self.path}event-{number}.ics", "")

    do_PROPFIND = do_REPORT = answer

    def log_message(self, format: str, *args: Any) -> None:
        """Its figures are those of who asks."""


def main() -> None:
    Calendar.count = int(sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), Calendar) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
