"""Bodies of the requests (RFC 4918 §14.20, RFC 6578 §6.1, RFC 4791 §9.10)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    ' xmlns:s="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/"'
)
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def propfind(*names: str) -> bytes:
    """Names with the prefixes d (DAV), c (CalDAV), s (calendarserver.org), a (Apple)."""
    return f"{HEAD}<d:propfind {NAMESPACES}>{_properties(names)}</d:propfind>".encode()


def sync_collection(token: str) -> bytes:
    return (
        f"{HEAD}<d:sync-collection {NAMESPACES}><d:sync-token>{escape(token)}</d:sync-token>"
        f"<d:sync-level>1</d:sync-level>{_properties(['d:getetag'])}</d:sync-collection>"
    ).encode()


def multiget(hrefs: Iterable[str]) -> bytes:
    named = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
    wanted = _properties(["d:getetag", "c:calendar-data"])
    return f"{HEAD}<c:calendar-multiget {NAMESPACES}>{wanted}{named}</c:calendar-multiget>".encode()


def _properties(names: Iterable[str]) -> str:
    return "<d:prop>" + "".join(f"<{name}/>" for name in names) + "</d:prop>"
