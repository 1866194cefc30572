"""A device that holds passkeys, as the browser of a test would speak for it."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from os import urandom

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

ORIGIN, PRESENT_AND_CHECKED = "https://testserver", 0x05


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


class Device:
    """One passkey of one login, at the address of the test client."""

    def __init__(self, origin: str = ORIGIN):
        self.key, self.number, self.origin, self.user = generate_private_key(SECP256R1()), urandom(16), origin, ""

    def make(self, wanted: dict, checked: bool = True) -> dict:
        """The answer to a page that wants a new one; unless `checked`, without asking who holds the device."""
        self.user = wanted["user"]["id"]
        public = AttestedCredentialData.create(
            Aaguid.NONE, self.number, ES256.from_cryptography_key(self.key.public_key())
        )
        flags = (PRESENT_AND_CHECKED if checked else 0x01) | 0x40
        data = AuthenticatorData.create(self._shop(wanted["rp"]["id"]), flags, 0, bytes(public))
        attested = AttestationObject.create("none", data, {})
        said = {"clientDataJSON": text(self._said("webauthn.create", wanted)), "attestationObject": text(attested)}
        return self._answer(said) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def show(self, wanted: dict) -> dict:
        """The answer to a page that wants to see it."""
        data = AuthenticatorData.create(self._shop(wanted["rpId"]), PRESENT_AND_CHECKED, 1)
        said = self._said("webauthn.get", wanted)
        signature = self.key.sign(data + sha256(said).digest(), ECDSA(SHA256()))
        parts = {"clientDataJSON": said, "authenticatorData": data, "signature": signature}
        return self._answer({**{name: text(part) for name, part in parts.items()}, "userHandle": self.user})

    def _answer(self, response: dict) -> dict:
        number = text(self.number)
        return {"type": "public-key", "id": number, "rawId": number, "response": response, "clientExtensionResults": {}}

    def _said(self, kind: str, wanted: dict) -> bytes:
        return json.dumps({"type": kind, "challenge": wanted["challenge"], "origin": self.origin}).encode()

    @staticmethod
    def _shop(host: str) -> bytes:
        return sha256(host.encode()).digest()


def credential() -> dict:
    """A passkey's public half, as the rows keep it."""
    return Device().make({"user": {"id": ""}, "rp": {"id": "testserver"}, "challenge": text(urandom(32))})
