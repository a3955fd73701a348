"""A server that answers as others have been seen to: a table of (method, address) → answers, in turn."""

import base64
from collections import defaultdict

import httpx

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    ' xmlns:S="http://calendarserver.org/ns/" xmlns:A="http://apple.com/ns/ical/">'
)


def multistatus(*responses: str, token: str = "") -> str:
    end = f"<sync-token>{token}</sync-token>" if token else ""
    return HEAD + "".join(responses) + end + "</multistatus>"


def response(href: str, properties: str = "", status: str = "") -> str:
    if status:
        return f"<response><href>{href}</href><status>HTTP/1.1 {status}</status></response>"
    return (
        f"<response><href>{href}</href><propstat><prop>{properties}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


def listed(href: str, etag: str) -> str:
    return response(href, f'<getetag>"{etag}"</getetag>')


def given(href: str, etag: str, title: str = "Board") -> str:
    return response(href, f'<getetag>"{etag}"</getetag><C:calendar-data>{calendar(title)}</C:calendar-data>')


def calendar(title: str = "Board") -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"SUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


class Recording:
    """`client` talks to it. `asked` holds (method, address, whether credentials came along) of every request."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, str], list[httpx.Response]] = defaultdict(list)
        self.asked: list[tuple[str, str, bool]] = []
        self.bodies: list[str] = []
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def add(self, method: str, url: str, text: str = "", status: int = 207, **headers: str) -> None:
        """The last one added for an address is given again and again."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[method, url].append(httpx.Response(status, text=text, headers=named))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        expected = "Basic " + base64.b64encode(b"maya:secret").decode()
        self.asked.append(
            (request.method, str(request.url), request.headers.get("authorization") == expected)
        )
        self.bodies.append(request.content.decode())
        answers = self.answers.get((request.method, str(request.url)))
        if not answers:
            return httpx.Response(404, text="<html>Not found</html>")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
