"""Push services: which they are, and the key that they know us by (RFC 8292)."""

import ipaddress
import re
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

PLAIN = re.compile(r"[A-Za-z0-9._~:/?#\[\]!$&'()*+,;=%-]+")  # RFC 3986, without @


def is_available() -> bool:
    return bool(settings.VAPID_PRIVATE_KEY)


@cache
def vapid() -> Vapid02:
    return Vapid02.from_string(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """What a browser subscribes with: the uncompressed point in base64url."""
    key = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(key))


def is_push_service(endpoint: str) -> bool:
    """Only push services are ever posted to: an address comes from a browser, and could name anything.

    Plain HTTP is for a loopback address that the settings name. Whoever posts reads addresses by other rules
    than urlsplit: at a backslash its host ends. So nothing is taken that could be read in two ways.
    """
    if not PLAIN.fullmatch(endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return False
    is_known = any(host == name or host.endswith(f".{name}") for name in settings.PUSH_SERVICES)
    is_plain = parts.scheme == "http" and (host == "localhost" or _is_loopback(host))
    is_secure = parts.scheme == "https" and port in (None, 443)
    return is_known and (is_secure or is_plain)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
