"""Contents named by their hash and kept compressed.

Compressed bytes have room for changes that unpack to the same: so they carry a hash of their own.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256

MAX_UNPACKED = 1 << 30


@dataclass(frozen=True)
class Packed:
    packed: bytes
    packed_digest: bytes

    def unpack(self) -> bytes | None:
        """The content; None if these are not the bytes that were packed."""
        if not isinstance(self.packed, bytes) or sha256(self.packed).digest() != self.packed_digest:
            return None
        reader = zlib.decompressobj()
        try:
            found = reader.decompress(self.packed, MAX_UNPACKED)
        except zlib.error:
            return None
        return found if reader.eof and not reader.unused_data else None


def pack(data: bytes) -> Packed:
    packed = zlib.compress(data)
    return Packed(packed, sha256(packed).digest())


def digest(data: bytes) -> str:
    return f"sha256:{sha256(data).hexdigest()}"
