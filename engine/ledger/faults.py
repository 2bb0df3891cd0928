"""What can go wrong with a ledger, as codes with values; the doors have the words.

A ``Fault`` stops what was asked for. A ``Finding`` is something a check found to be other than it was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass


class Fault(Exception):
    """The ledger cannot do what was asked; nothing was written."""

    def __init__(self, code: str, place: str = "", **values: object):
        self.code, self.place, self.values = code, place, values
        super().__init__(f"{place}: {code} {values}")


@dataclass(frozen=True)
class Finding:
    """``place`` names table and row ("entry 5"), ``what`` the part of it, ``code`` what is wrong."""

    code: str
    place: str
    what: str = ""
