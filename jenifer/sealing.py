"""Texts sealed for one place in the database (AES-256-GCM): `v1:<key id>:<base64 of nonce and ciphertext>`.

The place (`table.column.id`) is associated data, so a value copied to another row, column or table does not
open. Nothing here reads settings or rows.
"""

import base64
import binascii
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

type Keys = Mapping[str, bytes]  # id → 32 bytes; the first seals, all open

VERSION = "v1"
NONCE_BYTES = 12  # what GCM takes as it is (NIST SP 800-38D §5.2.1.1)


class SealError(Exception):
    """A stored value does not open. The message names the place, never anything of the value."""


class UnknownKeyError(SealError):
    """Sealed by a key that FIELD_KEYS no longer holds."""


class BrokenSealError(SealError):
    """Changed, cut, moved from another place, or never sealed."""


def seal(text: str, place: str, keys: Keys) -> str:
    """'' stays '', so that a column can be asked whether it holds anything."""
    if not text:
        return ""
    key_id = first_key(keys)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(keys[key_id]).encrypt(nonce, text.encode(), place.encode())
    return f"{VERSION}:{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str, place: str, keys: Keys) -> str:
    """Raises a SealError rather than ever returning what was not sealed for this place."""
    if not stored:
        return ""
    version, _, rest = stored.partition(":")
    key_id, _, packed = rest.partition(":")
    if version != VERSION:
        raise BrokenSealError(f"{place} holds something that was never sealed.")
    if key_id not in keys:
        raise UnknownKeyError(f"{place} was sealed by a key that FIELD_KEYS does not hold.")
    sealed = _unpacked(packed, place)
    try:
        opened = AESGCM(keys[key_id]).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise BrokenSealError(f"{place} was changed after it was sealed.") from None
    return opened.decode()


def first_key(keys: Keys) -> str:
    """The id of the key that seals."""
    return next(iter(keys))


def sealed_by(key_id: str) -> str:
    """What every value sealed by this key begins with."""
    return f"{VERSION}:{key_id}:"


def _unpacked(packed: str, place: str) -> bytes:
    """Strictly: base64 has several spellings of the same bytes, and only ours is taken."""
    try:
        sealed = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        sealed = b""
    if not sealed or base64.b64encode(sealed).decode() != packed:
        raise BrokenSealError(f"{place} was changed after it was sealed.")
    return sealed
