"""A calendar file over HTTP: asked for only when it has changed, statuses turned into the engine's errors."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Self

import httpx
from django.utils.translation import gettext as _

from integrations.ics.addresses import Address
from integrations.sync.remote import (
    CredentialsRejected,
    NotThere,
    NotUnderstood,
    RemoteError,
    Throttled,
    Unavailable,
)
from jenifer.outbound import NotSentError, TooLargeError, retry_after

ACCEPT = "text/calendar, text/plain;q=0.5, */*;q=0.1"
MOST_VALIDATOR = 1_000
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Validators:
    """By which the server knows what it gave us (RFC 9110 §8.8), as it wrote them."""

    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, response: httpx.Response) -> Self:
        found = (response.headers.get("etag", ""), response.headers.get("last-modified", ""))
        return cls(*(value if len(value) <= MOST_VALIDATOR else "" for value in found))

    @classmethod
    def read(cls, cursor: str) -> Self:
        return cls(**json.loads(cursor)) if cursor else cls()

    def cursor(self) -> str:
        return json.dumps(asdict(self))

    def headers(self) -> dict[str, str]:
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


@contextmanager
def opened(http: httpx.Client, address: Address, known: Validators) -> Iterator[httpx.Response | None]:
    """The answer, its body yet to come; None: nothing has changed."""
    try:
        with http.stream(
            "GET", address.url, headers={"Accept": ACCEPT, **known.headers()}, auth=address.auth
        ) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and known.headers():
                yield None
            else:
                _check(response)
                yield response
    except NotSentError as error:
        raise Unavailable(str(error)) from error
    except TooLargeError as error:
        raise NotUnderstood(_("The calendar is larger than we take.")) from error
    except (httpx.TooManyRedirects, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise NotUnderstood(_("This address leads nowhere.")) from error
    except httpx.TransportError as error:
        raise Unavailable(_("The calendar’s server did not answer, or not to the end.")) from error


def chunks(response: httpx.Response) -> Iterator[bytes]:
    return response.iter_bytes(CHUNK)


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status != httpx.codes.OK:
        raise _refusal(status, response.headers)


def _refusal(status: int, headers: httpx.Headers) -> RemoteError:
    if status in (429, 503):
        return Throttled(_("The calendar’s server asks us to wait."), retry_after(headers))
    if status in (401, 403):
        return CredentialsRejected(
            _("The calendar’s server does not let us read this address any more, or wants a password.")
        )
    if status in (404, 410):
        return NotThere(
            _("There is no calendar at this address any more. Ask whoever gave it for a new one.")
        )
    if status >= 500 or status == 408:
        return Unavailable(
            _("The calendar’s server is in trouble (it said %(status)s).") % {"status": status}
        )
    return NotUnderstood(_("The calendar’s server refused this (it said %(status)s).") % {"status": status})
