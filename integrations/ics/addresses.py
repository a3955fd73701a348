"""Addresses of calendar files. Each is a secret: whoever has it reads the calendar."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from integrations.sync.remote import NotUnderstood

SCHEMES = {"webcal": "https", "webcals": "https", "https": "https", "http": "http"}


@dataclass(frozen=True, slots=True)
class Address:
    """`url` holds no credentials; those that were written into it are `auth`."""

    url: str = field(repr=False)
    auth: tuple[str, str] | None = field(repr=False)
    host: str

    @property
    def name(self) -> str:
        """What it may be called and known by: its host, and a mark that tells it from others of the same host."""
        mark = salted_hmac("integrations.ics", f"{self.url} {self.auth}", algorithm="sha256").hexdigest()[:16]
        return f"{self.host}#{mark}"


def read_address(text: str) -> Address:
    """What a person pastes: webcal:// means https://. Raises NotUnderstood with a sentence for its form."""
    text = text.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotUnderstood(_("This is not an address of a calendar.")) from error
    scheme = SCHEMES.get(parts.scheme.lower(), "")
    if not scheme or not host or len(host) > 200 or not text.isprintable() or " " in text:
        raise NotUnderstood(_("This is not an address of a calendar. It begins with https:// or webcal://."))
    shown = f"[{host}]" if ":" in host else host
    place = f"{shown}:{port}" if port else shown
    auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    query = f"?{parts.query}" if parts.query else ""
    return Address(f"{scheme}://{place}{parts.path or '/'}{query}", auth, place)


def shown_address(name: str) -> str:
    """Of an account's name (`Address.name`, or a CalDAV home) what a page shows."""
    return name.partition("#")[0]
