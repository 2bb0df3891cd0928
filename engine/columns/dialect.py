"""What differs between SQL engines: names, literals, exact wide integers, days.

Everything else that is emitted means the same in DuckDB and Spark. Days travel as ordinals (1 = 0001-01-01)
in integer columns and become dates only while months are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class DuckSql:
    """DuckDB, in process."""

    quote = '"'
    text_type = "VARCHAR"
    wide_type = "HUGEINT"  # 128 bits: 10**15 won times parts per billion needs 80

    def name(self, name: str) -> str:
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def names_in(self, expression: str) -> list[str]:
        """Names of columns in an expression that this dialect has written."""
        return re.findall(f"{self.quote}([^{self.quote}]+){self.quote}", expression)

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def texts(self, values: Iterable[str]) -> str:
        """Literals between commas, as they stand after IN."""
        return ", ".join(map(self.text, values))

    def wide(self, number: str) -> str:
        return f"CAST({number} AS {self.wide_type})"

    def share(self, number: str, whole: int) -> str:
        """Floor of a wide integer, never negative, divided by a constant."""
        return f"({self.wide(number)} // {whole})"

    def quotient(self, number: str, whole: int) -> str:
        """Floor of a 64-bit integer, never negative, divided by a constant."""
        return f"({number} // {whole})"

    def portion(self, won: str, rate: str, whole: int) -> str:
        """Floor of won times a rate in parts of ``whole``: in two steps, so that 64 bits suffice for 64-bit won."""
        rest = self.quotient(f"(({won} % {whole}) * {rate})", whole)
        return f"({self.quotient(won, whole)} * {rate} + {rest})"

    def each(self, first: str, last: str) -> str:
        """A row for each whole number from the first to the last."""
        return f"unnest(generate_series({first}, {last}))"

    def day(self, ordinal: str) -> str:
        return f"(DATE '0001-01-01' + CAST({ordinal} - 1 AS INTEGER))"

    def ordinal(self, day: str) -> str:
        return f"({day} - DATE '0001-01-01' + 1)"

    def months_later(self, day: str, months: str) -> str:
        """The same day of a later month, or its last day if it has no such day."""
        return f"CAST({day} + to_months(CAST({months} AS INTEGER)) AS DATE)"


class SparkSql(DuckSql):
    """Spark 4, with ANSI rules as they are by default: an overflow is an error."""

    quote = "`"
    text_type = "STRING"
    wide_type = "DECIMAL(38,0)"

    def text(self, value: str) -> str:
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def share(self, number: str, whole: int) -> str:
        wide = self.wide(number)
        return f"CAST(({wide} - {wide} % {whole}) / {whole} AS {self.wide_type})"

    def quotient(self, number: str, whole: int) -> str:
        return f"({number} div {whole})"

    def each(self, first: str, last: str) -> str:
        return f"explode(sequence({first}, {last}))"

    def day(self, ordinal: str) -> str:
        return f"date_add(DATE '0001-01-01', CAST({ordinal} - 1 AS INT))"

    def ordinal(self, day: str) -> str:
        return f"CAST(datediff({day}, DATE '0001-01-01') + 1 AS BIGINT)"

    def months_later(self, day: str, months: str) -> str:
        return f"add_months({day}, CAST({months} AS INT))"
