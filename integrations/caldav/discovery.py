"""From what a person types to their calendars: RFC 6764 §6, RFC 5397, RFC 4791 §6.2.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from integrations.caldav import requests
from integrations.caldav.addresses import joined
from integrations.caldav.client import MAX_REDIRECTS, DavClient, Moved, check
from integrations.caldav.remote import calendars_of
from integrations.caldav.xml import CALDAV, DAV, Answer
from integrations.sync.remote import (
    CredentialsRejected,
    NotUnderstood,
    RemoteCalendar,
    RemoteError,
    Throttled,
    Unavailable,
)

# Mail domains whose calendars live elsewhere: https://support.apple.com/102525,
# https://www.fastmail.help/hc/en-us/articles/1500000278342
HOSTS = {
    "icloud.com": "caldav.icloud.com",
    "me.com": "caldav.icloud.com",
    "mac.com": "caldav.icloud.com",
    "fastmail.com": "caldav.fastmail.com",
    "fastmail.fm": "caldav.fastmail.com",
}
NOTHING_FOUND = "There is no calendar server at this address. Enter the CalDAV address of your provider."


@dataclass(frozen=True, slots=True)
class Account:
    """What there is to connect. `home` is what `CalDavRemote` wants."""

    home: str
    calendars: tuple[RemoteCalendar, ...]
    addresses: tuple[str, ...]  # the person's own e-mail addresses, as the server knows them
    is_scheduling: bool  # the server tells attendees itself (RFC 6638 §2): then we must not


def discover(http: httpx.Client, address: str, username: str, password: str) -> Account:
    """`address`: a URL, a host or an e-mail address. Raises RemoteError with a sentence for its form."""
    failures: list[RemoteError] = []
    for url in candidates(address):
        try:
            return _account(DavClient(http, url, username, password), url)
        except RemoteError as error:
            failures.append(error)
    for kind in (CredentialsRejected, Throttled, Unavailable):  # what says most about the cause
        for failure in failures:
            if isinstance(failure, kind):
                raise failure
    raise NotUnderstood(NOTHING_FOUND) from failures[-1]


def candidates(address: str) -> Iterator[str]:
    """Where to ask, most specific first. A host alone is asked over https only."""
    address = address.strip()
    if "://" not in address:
        host = address.rpartition("@")[2]
        address = f"https://{HOSTS.get(host.lower(), host)}"
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise NotUnderstood(NOTHING_FOUND) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise NotUnderstood(NOTHING_FOUND)
    if parts.path.strip("/"):
        yield address
    yield urljoin(address, "/.well-known/caldav")
    yield urljoin(address, "/")


def _account(dav: DavClient, url: str) -> Account:
    wanted = ("d:current-user-principal", "d:resourcetype", "c:calendar-home-set", "d:owner")
    dav, first = _ask(dav, url, *wanted)
    if not (first.hrefs(f"{CALDAV}calendar-home-set") or first.hrefs(f"{DAV}current-user-principal")):
        raise NotUnderstood(NOTHING_FOUND)
    principal = first
    for href in first.hrefs(f"{DAV}current-user-principal")[:1]:
        dav, principal = _ask(dav, href, "c:calendar-home-set", "c:calendar-user-address-set")
    homes = principal.hrefs(f"{CALDAV}calendar-home-set")
    if not homes:
        raise NotUnderstood("This account has no calendars.")
    at_home, _ = _ask(dav, homes[0], "d:resourcetype")
    return Account(
        home=at_home.base,
        calendars=tuple(calendars_of(at_home)),
        addresses=_addresses(principal),
        is_scheduling=_is_scheduling(at_home),
    )


def _ask(dav: DavClient, href: str, *names: str) -> tuple[DavClient, Answer]:
    """The answer, and the client that got it: its base is where the answer was found.

    Another host is followed here and only here: a person is typing their password for what they named.
    """
    url = joined(dav.base, href)
    for _ in range(MAX_REDIRECTS + 1):
        try:
            with dav.at(url).ask("PROPFIND", url, requests.propfind(*names), depth="0") as reply:
                check(reply)
                answers = [answer for answer in reply.multistatus() if answer.found]
                return dav.at(reply.url), answers[0] if answers else Answer(url)
        except Moved as moved:
            url = moved.url
    raise NotUnderstood("The calendar server sends us in a circle.")


def _addresses(principal: Answer) -> tuple[str, ...]:
    named = principal.hrefs(f"{CALDAV}calendar-user-address-set")
    mailed = (href[7:].lower() for href in named if href.lower().startswith("mailto:"))
    return tuple(dict.fromkeys(mailed))


def _is_scheduling(dav: DavClient) -> bool:
    with dav.ask("OPTIONS", dav.base) as reply:
        classes = reply.headers.get("dav", "").split(",")
    return "calendar-auto-schedule" in {each.strip() for each in classes}
