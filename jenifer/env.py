"""Typed readers of the environment. Each refuses nonsense with a sentence that names the variable."""

import base64
import binascii
import os
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

KEY_BYTES = 32
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class SettingError(Exception):
    """A setting that cannot be used; the message is for the person who set it."""


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SettingError(f"{name} is not set. See the configuration table in README.md.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise SettingError(f"{name} is {value!r}; it takes yes or no.")
    return value in {"yes", "true", "1"}


def integer(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingError(f"{name} is {value!r}; it takes a whole number from {least} to {most}.")
    return int(value)


def one_of(name: str, default: str, choices: Sequence[str]) -> str:
    """In upper case, as the choices are."""
    value = text(name, default).upper()
    if value not in choices:
        raise SettingError(f"{name} is {value!r}; it takes {', '.join(choices)}.")
    return value


def names(name: str, default: Sequence[str] = ()) -> list[str]:
    return [part.strip() for part in text(name, ",".join(default)).split(",") if part.strip()]


def secret(name: str, default: str | None = None, *, least: int = 50) -> str:
    value = text(name, default)
    if len(value) < least:
        raise SettingError(f"{name} is too short; give it at least {least} random characters.")
    return value


def postgres(name: str) -> dict[str, object]:
    """A PostgreSQL URL or conninfo string as Django's connection settings (without ENGINE)."""
    try:
        parts = conninfo_to_dict(text(name))
    except ProgrammingError as error:
        raise SettingError(f"{name} is not a PostgreSQL address: {error}") from None
    if not parts.get("dbname") or not parts.get("user"):
        raise SettingError(
            f"{name} must name a user and a database: postgresql://user:password@host/database"
        )
    return {
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user"),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": {"connect_timeout": "5"} | parts,
    }


def redis(name: str) -> str:
    """A Redis or Valkey address: redis://, rediss:// or unix:///path?db=0."""
    value = text(name)
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise SettingError(f"{name} must begin with redis://, rediss:// or unix://")
    return value


def broker(address: str) -> str:
    """The same address as kombu spells it."""
    parts = urlsplit(address)
    if parts.scheme != "unix":
        return address
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def origin(name: str, hosts: Sequence[str], *, is_local: bool) -> str:
    """https://host without a path. When unset: the first host's, or this machine's at PORT."""
    host = next((host for host in hosts if not host.startswith((".", "*"))), "localhost")
    usual = f"http://localhost:{os.environ.get('PORT') or 8000}" if is_local else f"https://{host}"
    value = text(name, usual).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        raise SettingError(f"{name} is {value!r}; it takes an address like https://jenifer.example")
    return value


def vapid_key(name: str) -> str:
    """32 bytes in base64url, '' when unset."""
    value = os.environ.get(name, "").strip()
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", value):
        raise SettingError(f"{name} takes 32 random bytes in base64url, which are 43 characters.")
    return value


def field_keys(name: str) -> dict[str, bytes]:
    """`id:base64 of 32 bytes`, comma-separated, in either alphabet of base64: the first seals, all open."""
    pairs = [part.strip().partition(":") for part in text(name).split(",")]
    keys = {key_id: _bytes_of(packed) for key_id, _, packed in pairs}
    is_sound = all(re.fullmatch(r"[A-Za-z0-9_-]{1,16}", key_id) for key_id in keys)
    if not is_sound or any(len(key) != KEY_BYTES for key in keys.values()):
        raise SettingError(
            f"{name} takes id:key,id:key…, where an id is 1 to 16 letters or digits and a key {KEY_BYTES} random"
            f" bytes in base64, as `openssl rand -base64 {KEY_BYTES}` prints them."
        )
    if len(keys) < len(pairs) or len(set(keys.values())) < len(pairs):
        raise SettingError(f"{name} names an id or a key twice.")
    return keys


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Comma-separated: 10.1.0.0/16, 127.0.0.1, fd00::/8."""
    found = []
    for part in names(name):
        try:
            found.append(ip_network(part))
        except ValueError:
            raise SettingError(
                f"{name} holds {part!r}; it takes networks like 10.1.0.0/16,fd00::/8"
            ) from None
    return tuple(found)


def email(name: str) -> dict[str, object] | None:
    """smtp://user:password@host:port (smtps:// for TLS from the start) as a mailer's options; None when unset."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    parts = urlsplit(value)
    port = _port(parts)
    if parts.scheme not in MAIL_PORTS or not parts.hostname or port is None:
        raise SettingError(f"{name} must look like smtp://user:password@host:port (or smtp+tls://, smtps://)")
    return {
        "host": parts.hostname,
        "port": port or MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
    }


def mailbox(name: str) -> str:
    """An address to which +something may be added; '' when there is none."""
    value = text(name, "")
    if value and not re.fullmatch(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]+", value):
        raise SettingError(f"{name} is {value!r}; it takes a mail address like replies@example.com.")
    return value


def oauth_client(name: str) -> dict[str, str] | None:
    """NAME_CLIENT_ID and NAME_CLIENT_SECRET as allauth takes them; None when neither is set."""
    client_id, secret = text(f"{name}_CLIENT_ID", ""), text(f"{name}_CLIENT_SECRET", "")
    if bool(client_id) != bool(secret):
        missing = f"{name}_CLIENT_SECRET" if client_id else f"{name}_CLIENT_ID"
        raise SettingError(f"{missing} is not set, but its other half is: set both, or neither.")
    return {"client_id": client_id, "secret": secret} if client_id else None


def https(name: str) -> str:
    """An address that begins with https://; http:// only on this machine."""
    value = text(name)
    parts = urlsplit(value)
    is_here = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1"}
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise SettingError(f"{name} is {value!r}; it takes an address that begins with https://")
    return value.rstrip("/")


def _bytes_of(packed: str) -> bytes:
    """b"" for what is no base64."""
    plain = packed.strip().rstrip("=").translate(str.maketrans("-_", "+/"))
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _port(parts: SplitResult) -> int | None:
    """0 when none is given, None for one that cannot be."""
    try:
        return parts.port or 0
    except ValueError:
        return None
