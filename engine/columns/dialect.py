"""What differs between SQL engines: names, literals, exact wide integers, days.

Everything else that is emitted means the same in DuckDB and Spark. Days travel as ordinals (1 = 0001-01-01)
in integer columns and become dates only while months are counted.
"""

from __future__ import annotations


class DuckSql:
    """DuckDB, in process."""

    quote = '"'
    wide_type = "HUGEINT"  # 128 bits: 10**15 won times parts per billion needs 80

    def name(self, name: str) -> str:
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def wide(self, number: str) -> str:
        return f"CAST({number} AS {self.wide_type})"

    def share(self, number: str, whole: int) -> str:
        """Floor of a wide integer, never negative, divided by a constant."""
        return f"({self.wide(number)} // {whole})"

    def day(self, ordinal: str) -> str:
        return f"(DATE '0001-01-01' + CAST({ordinal} - 1 AS INTEGER))"

    def ordinal(self, day: str) -> str:
        return f"({day} - DATE '0001-01-01' + 1)"

    def months_later(self, day: str, months: str) -> str:
        """The same day of a later month, or its last day if it has no such day."""
        return f"CAST({day} + to_months(CAST({months} AS INTEGER)) AS DATE)"
