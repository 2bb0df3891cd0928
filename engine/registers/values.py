"""Cells as typed values, in SQL. The text is tested first: DuckDB's own casts take '1.5' for 2 and '0x10' for 16.

Won are signed whole numbers here; dates, and everything ordered, the lowest and the highest value that the text can
mean: "2023.07" is any day of that July.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from engine.columns.dialect import DuckSql
from engine.columns.facts import mask
from engine.law.rulebook import Fact
from engine.law.typed import EARLIEST, LATEST
from engine.law.values import RATIO_SCALE
from engine.registers.fields import NO, YES

DUCK = DuckSql()
DIGITS = 18  # of a number that is looked at; more are too many won whatever they are

_CURRENCY = r"(?:₩|\\|krw)?"
_BODY = r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?"
_END = r"(?:원|원정|krw)?"
_PLUS = f"{_CURRENCY}{_BODY}{_END}"
_MINUS = (
    f"{_CURRENCY}[-−–△▲]{_CURRENCY}{_BODY}{_END}|{_CURRENCY}\\({_CURRENCY}[-−–△▲]?{_BODY}{_END}\\){_END}"
)
_FRACTION = f"{_CURRENCY}\\(?[-−–△▲]?{_CURRENCY}(?:\\d+|\\d{{1,3}}(?:,\\d{{3}})+)\\.\\d+{_END}\\)?{_END}"
_DAY = r"(\d{4}) ?[-./년] ?(\d{1,2}) ?[-./월] ?(\d{1,2}) ?[.일]?"
_MONTH = r"(\d{4}) ?[-./년] ?(\d{1,2}) ?[.월]?"
_YEAR = r"(\d{4})년?"
_TIME = r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$"

# Letters of full width, and the signs for minus and won, as they come from Korean input methods.
_WIDE, _NARROW = "０１２３４５６７８９，．（）－／％￦　\u00a0", "0123456789,.()-/%₩  "

MACROS = (
    # what a cell says, without what does not matter; empty is NULL, and so is the dash that stands for nothing
    "cell_text(t) AS nullif(trim(regexp_replace(nfc_normalize(t), '\\s+', ' ', 'g')), '')",
    f"cell_mark(t) AS nullif(lower(replace(translate(cell_text(t), '{_WIDE}', '{_NARROW}'), ' ', '')), '')",
    """cell_figure(t) AS CASE WHEN cell_mark(t) IN ('-', '−', '–') THEN NULL
      WHEN regexp_matches(t, '\\d\\s+\\d') THEN t ELSE cell_mark(t) END""",
    "won_digits(m) AS regexp_replace(regexp_replace(m, '\\.0+', ''), '\\D', '', 'g')",
    f"""won_of(m) AS CASE
      WHEN length(won_digits(m)) > {DIGITS} THEN NULL
      WHEN regexp_full_match(m, '{_PLUS}') THEN TRY_CAST(won_digits(m) AS BIGINT)
      WHEN regexp_full_match(m, '{_MINUS}') THEN -TRY_CAST(won_digits(m) AS BIGINT) END""",
    "scaled(n, unit) AS TRY_CAST(CAST(n AS HUGEINT) * unit AS BIGINT)",
    f"""won_fault(m) AS CASE
      WHEN regexp_full_match(m, '{_PLUS}|{_MINUS}') THEN 'cell-large'
      WHEN regexp_full_match(m, '{_FRACTION}') THEN 'cell-fraction' ELSE 'cell-won' END""",
    f"""cell_day(t) AS regexp_replace(
      translate(cell_text(t), '{_WIDE}', '{_NARROW}'), '{_TIME}', '')""",
    "ordinal(d) AS CAST(d - DATE '0001-01-01' + 1 AS BIGINT)",
    f"within(n) AS CASE WHEN n BETWEEN {EARLIEST} AND {LATEST} THEN n END",
    f"""day_low(t) AS within(CASE
      WHEN regexp_full_match(t, '{_DAY}') THEN ordinal(TRY_CAST(regexp_replace(t, '{_DAY}', '\\1-\\2-\\3') AS DATE))
      WHEN regexp_full_match(t, '\\d{{8}}') THEN
        ordinal(TRY_CAST(concat(t[1:4], '-', t[5:6], '-', t[7:8]) AS DATE))
      WHEN regexp_full_match(t, '\\d{{5}}') THEN ordinal(DATE '1899-12-30') + TRY_CAST(t AS BIGINT)
      WHEN regexp_full_match(t, '{_MONTH}') THEN
        ordinal(TRY_CAST(regexp_replace(t, '{_MONTH}', '\\1-\\2-1') AS DATE))
      WHEN regexp_full_match(t, '{_YEAR}') THEN
        ordinal(TRY_CAST(regexp_replace(t, '{_YEAR}', '\\1-1-1') AS DATE)) END)""",
    f"""day_high(t) AS within(CASE
      WHEN regexp_full_match(t, '{_DAY}') OR regexp_full_match(t, '\\d{{8}}|\\d{{5}}') THEN day_low(t)
      WHEN regexp_full_match(t, '{_MONTH}') THEN
        ordinal(last_day(TRY_CAST(regexp_replace(t, '{_MONTH}', '\\1-\\2-1') AS DATE)))
      WHEN regexp_full_match(t, '{_YEAR}') THEN
        ordinal(TRY_CAST(regexp_replace(t, '{_YEAR}', '\\1-12-31') AS DATE)) END)""",
    """ratio_read(m) AS CASE
      WHEN regexp_full_match(m, '[01]?\\.\\d{1,9}|[01]') THEN CAST(TRY_CAST(m AS DECIMAL(28,9)) * 1000000000 AS BIGINT)
      WHEN regexp_full_match(m, '\\d{1,3}(\\.\\d{1,7})?%') THEN
        CAST(TRY_CAST(replace(m, '%', '') AS DECIMAL(28,9)) * 10000000 AS BIGINT) END""",
    f"ratio_of(m) AS CASE WHEN ratio_read(m) <= {RATIO_SCALE} THEN ratio_read(m) END",
    "count_of(m) AS CASE WHEN regexp_full_match(m, '\\d{1,9}|\\d{1,3}(,\\d{3}){1,2}') "
    "THEN TRY_CAST(replace(m, ',', '') AS BIGINT) END",
    f"bool_of(m) AS CASE WHEN m IN ({DUCK.texts(sorted(YES))}) THEN TRUE "
    f"WHEN m IN ({DUCK.texts(sorted(NO))}) THEN FALSE END",
)


def macros() -> Iterable[str]:
    return (f"CREATE OR REPLACE MACRO {macro}" for macro in MACROS)


def mark(text: str) -> str:
    """A label as ``cell_mark`` makes it of a cell."""
    narrow = unicodedata.normalize("NFC", text).translate(str.maketrans(_WIDE, _NARROW))
    return "".join(narrow.split()).lower()


def bits(fact: Fact, cell: str) -> str:
    """The choice that a cell names, by key or label, as bits; of several, separated by commas or the like, all."""
    known: dict[str, int] = {}
    brief: dict[str, set[int]] = {}  # labels without what stands in brackets, where that leaves them apart
    for key, label in fact.choices.items():
        for name in (key, *label.values()):
            known.setdefault(mark(name), mask(fact, (key,)))
            brief.setdefault(mark(name.partition("(")[0]), set()).add(mask(fact, (key,)))
    known = {**{name: min(found) for name, found in brief.items() if name and len(found) == 1}, **known}
    names = DUCK.texts(known)
    table = f"map([{names}], [{', '.join(map(str, known.values()))}])"
    whole = f"{table}[cell_mark({cell})]"
    if fact.type == "choice":
        return whole
    parts = f"list_transform(regexp_split_to_array({cell}, '[,;/|\\n]'), lambda p : {table}[cell_mark(p)])"
    unknown = f"list_contains(list_transform({parts}, lambda b : b IS NULL), TRUE)"
    several = f"CASE WHEN NOT {unknown} THEN list_bit_or({parts}) END"
    return f"coalesce({whole}, {several})"
