"""A bad line between us and a real calendar server: what it loses, cuts, refuses, and when the worker dies."""

from collections.abc import Iterator
from enum import Enum

import httpx


class Fault(Enum):
    BUSY = "429"
    BROKEN = "500"
    LOST_BEFORE = "the request never arrives"
    LOST_AFTER = "it is carried out, the answer never comes"
    CUT = "the answer breaks off"
    KILLED_BEFORE = "the worker dies before the request"
    KILLED_AFTER = "the worker dies after it was carried out"


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it but the end of the transaction."""


class BadLine(httpx.BaseTransport):
    """Counts what is written; `faults` are dealt out one a request, None lets one through."""

    def __init__(self, faults: Iterator[Fault | None]) -> None:
        self.faults = faults
        self.writes = 0
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        fault = next(self.faults, None)
        if fault is Fault.BUSY:
            return httpx.Response(429, headers={"Retry-After": "30"}, request=request)
        if fault is Fault.BROKEN:
            return httpx.Response(500, request=request)
        if fault is Fault.LOST_BEFORE:
            raise httpx.ConnectTimeout("never arrived", request=request)
        if fault is Fault.KILLED_BEFORE:
            raise Killed
        response = self._inner.handle_request(request)
        self.writes += request.method in ("PUT", "DELETE")
        if fault is None:
            return response
        content = response.read()
        response.close()
        if fault is Fault.KILLED_AFTER:
            raise Killed
        if fault is Fault.LOST_AFTER:
            raise httpx.ReadTimeout("the answer never came", request=request)
        return httpx.Response(
            response.status_code, headers={"Content-Type": "text/xml"}, content=content[: len(content) // 2]
        )

    def close(self) -> None:
        self._inner.close()
