"""Connections to addresses that were looked up once and checked, and that end when the time is over."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpcore

from jenifer.outbound.addresses import Address, Network, address_of, is_named, may_be_reached
from jenifer.outbound.errors import RefusedError, TooSlowError, UnreachableError

type Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Errand:
    """The request that this thread is at: when its time is over (monotonic), and whether it goes unencrypted."""

    deadline: float
    is_plain: bool

    def seconds_left(self, most: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TooSlowError("The other side took too long.")
        return left if most is None else min(left, most)


_errand: ContextVar[Errand] = ContextVar("errand")


@contextmanager
def running(errand: Errand) -> Iterator[None]:
    token = _errand.set(errand)
    try:
        yield
    finally:
        _errand.reset(token)


def look_up(host: str, port: int) -> list[str]:
    """By the machine's resolver, which takes an IPv4 address in any spelling too (decimal, octal, short)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedBackend(httpcore.SyncBackend):
    """Looks a name up once, refuses it when any of its addresses is not allowed, and connects to those numbers.

    The Host header and the certificate's name stay what the caller asked for: httpcore has them apart.
    """

    def __init__(self, allowed: Sequence[Network], resolver: Resolver) -> None:
        self._allowed, self._resolver = allowed, resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        errand = _errand.get()
        found = self._resolved(host, port, errand.seconds_left(timeout))
        for address in found:
            self._check(address, errand)
        for address in found:
            try:
                left = errand.seconds_left(timeout)
                stream = super().connect_tcp(str(address), port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            return TimedStream(stream)
        raise UnreachableError("Nobody answers at this address.")

    def connect_unix_socket(self, *args: Any, **options: Any) -> httpcore.NetworkStream:
        raise RefusedError("Requests go to the network only.")

    def _resolved(self, host: str, port: int, seconds: float) -> list[Address]:
        """In a thread, since the system's resolver knows no time limit."""
        answer: list[Address] = []

        def ask() -> None:
            try:
                answer.extend(address_of(each) for each in self._resolver(host, port))
            except (OSError, UnicodeError, ValueError):
                answer.clear()

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(seconds)
        if asking.is_alive() or not answer:
            raise UnreachableError("This address was not found.")
        return answer

    def _check(self, address: Address, errand: Errand) -> None:
        if not may_be_reached(address, self._allowed):
            raise RefusedError("This address is inside a private network, where requests do not go.")
        if errand.is_plain and not is_named(address, self._allowed):
            raise RefusedError("The address must begin with https://")


class TimedStream(httpcore.NetworkStream):
    """Each read and write ends with the errand: one that sends a byte a second does not go on for ever."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _errand.get().seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _errand.get().seconds_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _errand.get().seconds_left(timeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
