"""The one way out: whatever address a person or a server names, requests go to the public internet only."""

import ssl
from functools import cache

import httpx
from django.conf import settings

from jenifer.outbound.errors import (
    BrokenOffError,
    NotSentError,
    OutboundError,
    RefusedError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
)
from jenifer.outbound.network import Resolver, look_up
from jenifer.outbound.patience import retry_after
from jenifer.outbound.transport import GuardedTransport, Limits

__all__ = [
    "BrokenOffError",
    "Limits",
    "NotSentError",
    "OutboundError",
    "RefusedError",
    "TooLargeError",
    "TooSlowError",
    "UnreachableError",
    "outbound_client",
    "retry_after",
]

HEADERS = {"User-Agent": "JeniferAI/1.0", "Accept": "*/*", "Accept-Encoding": "identity"}


def outbound_client(
    *,
    limits: Limits | None = None,
    redirects: int = 5,
    auth: httpx.Auth | tuple[str, str] | None = None,
    resolver: Resolver = look_up,
    takes_gzip: bool = False,
) -> httpx.Client:
    """A client for one thread; use it as a context manager.

    Raises OutboundError, httpx.TooManyRedirects, and httpx.InvalidURL (no httpx.HTTPError) for what is no address.

    `redirects` is how many are followed, 0 for none; a hop to another origin carries no credentials. Plain
    HTTP goes only to networks that OUTBOUND_ALLOWED names. `limits` hold instead of httpx's `timeout`.
    With `takes_gzip` answers may come packed; they are unpacked piece by piece, and bounded by what comes out.
    Proxies of the environment are not used.
    """
    transport = GuardedTransport(
        limits or Limits(), settings.OUTBOUND_ALLOWED, resolver, _trust(), takes_gzip
    )
    return httpx.Client(
        transport=transport,
        trust_env=False,
        headers=HEADERS | ({"Accept-Encoding": "gzip"} if takes_gzip else {}),
        auth=auth,
        follow_redirects=redirects > 0,
        max_redirects=redirects,
    )


@cache
def _trust() -> ssl.SSLContext:
    """The certificate authorities, read once: it takes longer than a request."""
    return httpx.create_ssl_context(trust_env=False)
