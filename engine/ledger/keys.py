"""Private keys that sign heads: one file a key, readable by its owner alone, outside the database."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.ledger.faults import Fault
from engine.ledger.note import VerifierKey, verifier


def _file(folder: Path, key: VerifierKey) -> Path:
    return folder / f"{key.name.rpartition('/')[2]}-{key.id.hex()}.pem"


def create_key(folder: Path, origin: str) -> Ed25519PrivateKey:
    """A new key, on disk before anything is signed with it."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    target = _file(folder, verifier(origin, private))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pem)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except OSError:
            with suppress(OSError):
                Path(name).unlink(missing_ok=True)
            raise
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    except OSError as error:
        raise Fault("key-not-written", str(target), why=error.strerror) from None
    return private


def private_key(folder: Path, key: VerifierKey) -> Ed25519PrivateKey:
    """The private half of a verifier key."""
    file = _file(folder, key)
    try:
        private = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise Fault("no-key", str(file), verifier=str(key), why=error.strerror) from None
    except (ValueError, TypeError):
        raise Fault("bad-key", str(file), verifier=str(key)) from None
    if not isinstance(private, Ed25519PrivateKey) or verifier(key.name, private) != key:
        raise Fault("bad-key", str(file), verifier=str(key))
    return private
