"""Addresses as CalDAV servers write them: absolute or paths, percent-encoded each in its own way."""

from urllib.parse import quote_from_bytes, unquote_to_bytes, urljoin, urlsplit

from integrations.sync.remote import NotUnderstood

SAFE = "!$&'()*+,;=:@~"


def joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError as error:
        raise NotUnderstood("The calendar server named an address that is none.") from error


def path_of(href: str, base: str) -> str:
    """The absolute path, encoded one way, so that equal addresses are equal strings.

    An encoded slash stays encoded: it is part of a name.
    """
    path = urlsplit(joined(base, href)).path
    return "/".join(quote_from_bytes(unquote_to_bytes(part), safe=SAFE) for part in path.split("/"))


def origin_of(url: str) -> str:
    """Scheme, host and port in one form: 'https://dav.example:443'."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError as error:
        raise NotUnderstood("The calendar server named an address that is none.") from error
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def collection(path: str) -> str:
    return path if path.endswith("/") else path + "/"


def object_path(calendar_id: str, object_id: str) -> str:
    """A path as it is; a name of our choosing becomes one in the calendar."""
    if object_id.startswith("/"):
        return object_id
    return collection(calendar_id) + quote_from_bytes(object_id.encode(), safe=SAFE) + ".ics"
