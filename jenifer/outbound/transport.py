"""httpx's requests over the guarded network; each hop of a redirect passes here anew."""

import math
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from jenifer.outbound.addresses import Network
from jenifer.outbound.errors import (
    BrokenOffError,
    NotSentError,
    OutboundError,
    RefusedError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
)
from jenifer.outbound.network import Errand, GuardedBackend, Resolver, running
from jenifer.outbound.unpacked import UnpackedBody

ENCODING = b"content-encoding"
DEADLINE = "jenifer.deadline"  # a request's extension, which its redirects inherit


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two signs of life, and for all of it (redirects and body too); bytes of the body.

    `altogether_seconds` are for all the requests of a client, from when it was made.
    """

    connect_seconds: float = 5
    silent_seconds: float = 15
    whole_seconds: float = 60
    most_bytes: int = 50_000_000
    altogether_seconds: float = math.inf


class GuardedTransport(httpx.BaseTransport):
    def __init__(
        self,
        limits: Limits,
        allowed: Sequence[Network],
        resolver: Resolver,
        trust: ssl.SSLContext,
        takes_gzip: bool = False,
    ) -> None:
        self._limits, self._takes_gzip = limits, takes_gzip
        self._end = time.monotonic() + limits.altogether_seconds
        self._pool = httpcore.ConnectionPool(
            ssl_context=trust,
            max_connections=10,
            keepalive_expiry=30,
            network_backend=GuardedBackend(allowed, resolver),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        if url.scheme not in {"http", "https"} or not url.host:
            raise RefusedError("The address must begin with https://")
        end = request.extensions.setdefault(DEADLINE, time.monotonic() + self._limits.whole_seconds)
        errand = Errand(min(end, self._end), is_plain=url.scheme == "http")
        with running(errand), _in_our_words():
            answer = self._pool.handle_request(self._core_request(request))
        body: httpx.SyncByteStream = LimitedBody(answer.stream, errand, self._limits.most_bytes)
        headers = answer.headers
        if self._takes_gzip and _encodings(answer) == {b"gzip"}:
            body = UnpackedBody(body, self._limits.most_bytes)
            headers = [each for each in headers if each[0].lower() not in (ENCODING, b"content-length")]
        else:
            _refuse_encoded(answer, body)
        return httpx.Response(answer.status, headers=headers, stream=body, extensions=answer.extensions)

    def _core_request(self, request: httpx.Request) -> httpcore.Request:
        url = request.url
        patience = dict.fromkeys(("read", "write", "pool"), self._limits.silent_seconds)
        return httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": patience | {"connect": self._limits.connect_seconds}},
        )

    def close(self) -> None:
        self._pool.close()


class LimitedBody(httpx.SyncByteStream):
    def __init__(self, stream: Any, errand: Errand, most_bytes: int) -> None:
        self._stream, self._errand, self._most = stream, errand, most_bytes

    def __iter__(self) -> Iterator[bytes]:
        parts, taken = iter(self._stream), 0
        while True:
            with (
                running(self._errand),
                _in_our_words(),
            ):  # not over a yield: the caller may make other requests
                part = next(parts, None)
            if part is None:
                return
            taken += len(part)
            if taken > self._most:
                raise TooLargeError("The answer is larger than is taken.")
            yield part

    def close(self) -> None:
        with running(self._errand):
            self._stream.close()


def _encodings(answer: httpcore.Response) -> set[bytes]:
    return {value.strip().lower() for name, value in answer.headers if name.lower() == ENCODING}


def _refuse_encoded(answer: httpcore.Response, body: httpx.SyncByteStream) -> None:
    """Nothing like it was asked for: a small answer could become one without end."""
    if _encodings(answer) - {b"identity", b""}:
        body.close()
        raise BrokenOffError("The answer is compressed, which was not asked for.")


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except OutboundError:
        raise
    except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
        raise UnreachableError("No secure connection could be made to this address.") from error
    except httpcore.PoolTimeout as error:
        raise NotSentError("Too many requests are on their way.") from error
    except httpcore.TimeoutException as error:
        raise TooSlowError("The other side took too long.") from error
    except httpcore.LocalProtocolError as error:
        raise NotSentError("The request cannot be made.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise BrokenOffError("The other side broke off.") from error
    except httpcore.UnsupportedProtocol as error:
        raise RefusedError("The address must begin with https://") from error
