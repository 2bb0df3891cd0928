"""An entry before it has a place: what its leaf will say, and the contents that it keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from engine.ledger.engine_id import engine_id
from engine.ledger.leaf import FORMAT, Identity, canonical, read_leaf
from engine.ledger.packing import digest
from engine.ledger.rows import Rows


@dataclass(frozen=True)
class Draft:
    """``says`` and ``contents`` (bytes by key of the leaf) are those of its kind: see ``leaf``."""

    kind: str
    identity: Identity
    says: Mapping[str, object] = field(default_factory=dict)
    contents: Mapping[str, bytes] = field(default_factory=dict)
    organisation: str | None = None
    refers_to: int | None = None
    rows: Rows | None = None

    @cached_property
    def digests(self) -> dict[str, str]:
        """Hashes of the contents by key of the leaf."""
        return {name: digest(data) for name, data in self.contents.items()}

    def leaf(self, number: int, identity: str) -> bytes:
        """The leaf under a number, as of now; ``identity`` is the salted hash."""
        rows = {"rows": {"count": self.rows.count, "root": self.rows.root.hex()}} if self.rows else {}
        raw = canonical(
            {
                "format": FORMAT,
                "kind": self.kind,
                "number": number,
                "at": datetime.now(UTC).isoformat(timespec="microseconds"),
                "engine": engine_id(),
                "organisation": self.organisation,
                "refers_to": self.refers_to,
                "identity": identity,
                **self.digests,
                **self.says,
                **rows,
            }
        )
        if read_leaf(raw) is None:
            raise ValueError(f"{sorted({*self.contents, *self.says})} do not make an entry of kind {self.kind}")
        return raw
