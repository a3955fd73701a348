"""WebDAV over HTTP: one origin, one person's credentials, statuses turned into the engine's errors.

An answer is read whole, to disk when it is long, before any of it is believed: what was cut in the middle is noticed,
and a listing of 50,000 events takes no more memory than one of 1,000.
"""

from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import BinaryIO, Self, cast

import httpx

from integrations.caldav.addresses import joined, origin_of
from integrations.caldav.xml import Multistatus
from integrations.sync.remote import (
    CredentialsRejected,
    NotThere,
    NotUnderstood,
    ReadOnly,
    RemoteError,
    Throttled,
    Unavailable,
)
from jenifer.outbound import retry_after

MAX_ANSWER = 256_000_000  # bytes: a listing of 200,000 events is about 80 MB
MAX_EXPLANATION = 64_000  # bytes read of an answer that says no
IN_MEMORY = 1_000_000
MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 307, 308}
XML_TYPE = "application/xml; charset=utf-8"


class Moved(RemoteError):
    """The server points to another one, `url`. Credentials go there only when a person connects anew."""

    def __init__(self, url: str) -> None:
        super().__init__("The calendar server says that the calendars have moved. Connect them again.")
        self.url = url


class TooLarge(NotUnderstood):
    """More than we are prepared to take."""


@dataclass(slots=True)
class Reply:
    """An answer, read. Use as a context manager: it may be a file."""

    status: int
    headers: httpx.Headers
    url: str
    body: SpooledTemporaryFile[bytes] = field(repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.body.close()

    @property
    def etag(self) -> str:
        """Without the mark of weakness, which a compressing proxy adds and If-Match never accepts."""
        return self.headers.get("etag", "").removeprefix("W/")

    def multistatus(self) -> Multistatus:
        if self.status != httpx.codes.MULTI_STATUS:
            raise NotUnderstood("There is no calendar server at this address.")
        return Multistatus(cast(BinaryIO, self.body))

    def text(self) -> str:
        try:
            return self.body.read().decode()
        except UnicodeDecodeError as error:
            raise NotUnderstood("The calendar server's answer is not UTF-8 text.") from error

    def names(self, precondition: str) -> bool:
        """Whether the explanation names it (RFC 4918 §16); read as text, for many servers' XML here is broken."""
        self.body.seek(0)
        return precondition.encode() in self.body.read(MAX_EXPLANATION)


class DavClient:
    """`base` is any address of the server; credentials leave for its origin only."""

    def __init__(self, http: httpx.Client, base: str, username: str, password: str) -> None:
        self.http = http
        self.base = base
        self.origin = origin_of(base)
        self._auth = httpx.BasicAuth(username.encode(), password.encode())

    def at(self, url: str) -> "DavClient":
        """The same person at another server, which ours has named."""
        if self.origin.startswith("https:") and not url.startswith("https:"):
            raise NotUnderstood("The calendar server points to an address without encryption.")
        other = DavClient(self.http, url, "", "")
        other._auth = self._auth
        return other

    def ask(self, method: str, href: str, body: bytes = b"", **headers: str) -> Reply:
        """The answer, whatever its status. Headers as keywords: if_match='"1"'."""
        return self._follow(method, href, body, headers, MAX_ANSWER)

    def get(self, href: str, *, limit: int) -> Reply:
        """`limit` in bytes; TooLarge above it."""
        return self._follow("GET", href, b"", {}, limit)

    def _follow(self, method: str, href: str, body: bytes, headers: dict[str, str], limit: int) -> Reply:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            sent.setdefault("content-type", XML_TYPE)
        url = joined(self.base, href)
        for _ in range(MAX_REDIRECTS + 1):
            if origin_of(url) != self.origin:
                raise Moved(url)
            reply = self._send(method, url, body, sent, limit)
            if reply.status not in REDIRECTS or "location" not in reply.headers:
                return reply
            reply.body.close()
            url = joined(url, reply.headers["location"])
        raise NotUnderstood("The calendar server sends us in a circle.")

    def _send(self, method: str, url: str, body: bytes, headers: dict[str, str], limit: int) -> Reply:
        try:
            with self.http.stream(
                method, url, content=body, headers=headers, auth=self._auth, follow_redirects=False
            ) as response:
                return Reply(response.status_code, response.headers, url, _spooled(response, limit))
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.DecodingError) as error:
            raise NotUnderstood("There is no calendar server at this address.") from error
        except httpx.TransportError as error:
            raise Unavailable("The calendar server did not answer, or not to the end.") from error


def _spooled(response: httpx.Response, limit: int) -> SpooledTemporaryFile[bytes]:
    is_refusal = response.is_error
    spool: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, the Reply's
    try:
        for chunk in response.iter_bytes(IN_MEMORY):
            spool.write(chunk)
            if is_refusal and spool.tell() > MAX_EXPLANATION:
                break
            if spool.tell() > limit:
                raise TooLarge("The calendar server's answer is too large.")
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


def check(reply: Reply, *, is_writing: bool = False) -> None:
    """Raise what the engine knows for a status that says no."""
    status = reply.status
    if status in (429, 503) or (status == 403 and is_about_rate(reply)):
        raise Throttled("The calendar server asks us to wait.", retry_after(reply.headers))
    if status == 401 or (status == 403 and not is_writing):
        raise CredentialsRejected("The calendar server does not accept this user name and password.")
    if status in (403, 405):
        raise ReadOnly("The calendar server does not let this account write here.")
    if status in (404, 410):
        raise NotThere("The calendar is no longer there.")
    if status >= 500 or status == 408:
        raise Unavailable(f"The calendar server is in trouble (it said {status}).")
    if status >= 400:
        raise NotUnderstood(f"The calendar server refused this (it said {status}).")


def is_about_rate(reply: Reply) -> bool:
    return "retry-after" in reply.headers or reply.names("ateLimit") or reply.names("rate limit")
