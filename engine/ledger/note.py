"""Tree heads as signed notes (C2SP signed-note and tlog-checkpoint): what is exported and kept by others.

A head names the ledger (its *origin*), how many entries it has and the root over them. A *verifier key* is the text
``name+id+key`` by which such a note can be checked.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
DASH = "\u2014"
_SIGNATURE = re.compile(f"{DASH} ([^ +\n]+) ([A-Za-z0-9+/=]+)")


class BadNote(ValueError):
    """The text is not a signed head, or not a verifier key."""


@dataclass(frozen=True)
class Head:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class VerifierKey:
    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


def read_key(text: str) -> VerifierKey:
    parts = text.strip().split("+", 2)
    if len(parts) != 3:
        raise BadNote(text)
    raw = _decoded(parts[2])
    key = VerifierKey(parts[0], raw[1:])
    if len(raw) != 33 or raw[:1] != ED25519 or str(key) != text.strip():
        raise BadNote(text)
    return key


@dataclass(frozen=True)
class Note:
    """A head with its signatures: name of the key, id of the key and signature."""

    head: Head
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def signed_by(self, key: VerifierKey) -> bool:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        for name, id_, signature in self.signatures:
            if (name, id_) == (key.name, key.id):
                try:
                    public.verify(signature, self.head.text.encode())
                except InvalidSignature:
                    return False
                return True
        return False


def sign(head: Head, keys: Sequence[Ed25519PrivateKey]) -> str:
    """The note of a head, signed with each key."""
    lines = []
    for private in keys:
        key = verifier(head.origin, private)
        signed = base64.b64encode(key.id + private.sign(head.text.encode())).decode()
        lines.append(f"{DASH} {key.name} {signed}\n")
    return f"{head.text}\n{''.join(lines)}"


def verifier(name: str, private: Ed25519PrivateKey) -> VerifierKey:
    return VerifierKey(name, private.public_key().public_bytes_raw())


def read_note(text: str) -> Note:
    """The note in a text, of which every byte counts; BadNote if it has another form."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadNote(text) from None
    body, found, tail = text.partition("\n\n")
    lines = body.split("\n")
    if not found or len(lines) != 3 or not tail.endswith("\n") or not re.fullmatch("0|[1-9][0-9]{0,15}", lines[1]):
        raise BadNote(text)
    signatures = []
    for line in tail[:-1].split("\n"):
        match = _SIGNATURE.fullmatch(line)
        if match is None:
            raise BadNote(text)
        raw = _decoded(match[2])
        signatures.append((match[1], raw[:4], raw[4:]))
    head = Head(lines[0], int(lines[1]), _decoded(lines[2]))
    if len(head.root) != 32 or any(len(signature) != 64 for *_, signature in signatures):
        raise BadNote(text)
    return Note(head, tuple(signatures))


def _decoded(text: str) -> bytes:
    """Base64 in its one canonical form: no other text stands for the same bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote(text) from None
    if base64.b64encode(raw).decode() != text:
        raise BadNote(text)
    return raw
