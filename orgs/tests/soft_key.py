"""A passkey in software: as much of an authenticator as the tests need (WebAuthn level 3, §6)."""

import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftKey:
    """Registers once, then signs; the counter goes up each time."""

    def __init__(self, site: str = "testserver", origin: str = "http://testserver") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle = os.urandom(16), ""
        self.site, self.origin, self.count = site, origin, 0

    def register(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.create(options)."""
        self.handle = options["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        data = self._authenticator_data(PRESENT | VERIFIED | ATTESTED) + attested
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = self._client_data("webauthn.create", options["challenge"])
        return self._credential(
            {"credProps": {"rk": True}}, clientDataJSON=client_data, attestationObject=attestation
        )

    def sign(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.get(options)."""
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._authenticator_data(PRESENT | VERIFIED)
        signed = data + hashlib.sha256(client_data).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        parts = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        return self._credential({}, user_handle=self.handle, **parts)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        data = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(data).encode()

    def _authenticator_data(self, flags: int) -> bytes:
        self.count += 1
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _credential(self, results: dict[str, Any], user_handle: str = "", **parts: bytes) -> str:
        response = {name: websafe_encode(part) for name, part in parts.items()}
        identity = websafe_encode(self.id)
        credential = {
            "id": identity,
            "rawId": identity,
            "type": "public-key",
            "clientExtensionResults": results,
            "response": response | ({"userHandle": user_handle} if user_handle else {}),
        }
        return json.dumps(credential)
