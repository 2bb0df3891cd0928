"""Lines of a sheet: cells by field, typed; what is no line of the register, and what cannot be read, set aside.

Nothing is dropped without a word but empty lines and repetitions of the header, which are counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.columns.facts import ends, given_name
from engine.inference.plan import Plan
from engine.law.rulebook import Fact
from engine.law.typed import EARLIEST, LATEST
from engine.law.values import ORDERED, iso
from engine.registers.fields import TOTAL_ENDS, TOTALS, Field
from engine.registers.mapping import Mapped
from engine.registers.values import DUCK, bits, mark
from engine.registers.workspace import copy

TEXTS = ("number", "name", "account", "project", "department", "vendor", "memo", "voucher", "life", "transferred_to")
DATES = ("acquired_on", "disposed_on", "voucher_on", "invested_on", "period_from", "period_until", "transferred_on")
WON = ("cost_krw", "grant_krw", "amount_krw")
OWN = ("number", "name", "voucher", "vendor", "memo")  # a line that has one of them is about something of its own
LONGEST = 500  # characters of a text
FAULTS = {"date": "cell-date", "bool": "cell-bool", "choice": "cell-choice", "choices": "cell-choice"}
FAULTS |= {"ratio": "cell-ratio", "count": "cell-count"}


@dataclass(frozen=True)
class Read:
    """What a sheet gave: files of its lines and of what was set aside, and the facts that have columns in it."""

    lines: Path
    aside: Path
    facts: tuple[Fact, ...]
    records: int  # below the header
    blank: int
    repeated: int  # headers


def columns_of(plan: Plan, fact: Fact) -> tuple[str, ...]:
    """The columns of a fact on a line, named as in a table of facts; a text has one of its own."""
    if fact.type == "text":
        return (f"text:{fact.path}",)
    name = given_name(plan, fact)
    return ends(name) if fact.type in ORDERED else (name,)


def read_lines(
    connection: duckdb.DuckDBPyConnection, plan: Plan, mapped: Mapped, number: int, folder: Path, most_won: int
) -> Read:
    """Type the lines of sheet ``number``; won beyond ``most_won`` cannot be read."""
    typed = folder / f"typed-{number}.parquet"
    lines, aside = folder / f"lines-{number}.parquet", folder / f"aside-{number}.parquet"
    copy(connection, _typed(plan, mapped, number), typed)
    source = f"read_parquet({DUCK.text(str(typed))})"
    copy(connection, _set_aside(mapped, source, most_won), aside)
    unreadable = f"SELECT line FROM read_parquet({DUCK.text(str(aside))})"
    raws = ", ".join(DUCK.name(f"{of}:{field.name}") for field in mapped.columns for of in ("raw", "clean"))
    copy(
        connection,
        f"SELECT * EXCLUDE (class, total_word, {raws}) FROM {source} "
        f"WHERE class = 'line' AND line NOT IN ({unreadable}) ORDER BY line",
        lines,
    )
    counted = dict(connection.execute(f"SELECT class, count(*) FROM {source} GROUP BY class").fetchall())
    typed.unlink()
    facts = tuple(field.fact for field in mapped.columns if field.fact is not None)
    return Read(lines, aside, facts, sum(counted.values()), counted.get("blank", 0), counted.get("header", 0))


def _typed(plan: Plan, mapped: Mapped, number: int) -> str:
    """Every line below the header with its class, its values, and beside them the cells as written."""
    cleaned = ["*"]
    picked = ["line", f"{number} AS sheet", f"{DUCK.text(mapped.kind)} AS kind", f"{_class(mapped)} AS class"]
    words = ", ".join(f"CASE WHEN {_total(_bare(text))} THEN {text} END" for text in _unread(mapped))
    picked.append(f"coalesce({words or 'NULL'}, NULL) AS total_word")
    clean: dict[str, str] = {}
    for field, at in mapped.columns.items():
        clean[field.name] = DUCK.name(f"clean:{field.name}")
        cleaned.append(f"{_CLEAN[field.type]}(c{at}) AS {clean[field.name]}")
        picked += [f"c{at} AS {DUCK.name(f'raw:{field.name}')}", clean[field.name]]
    for name in TEXTS:
        picked.append(f"{_or_null(clean, name, '{}', 'VARCHAR')} AS {name}")
    for name in WON:
        value = _or_null(clean, name, f"scaled(won_of({{}}), {mapped.unit_krw})", "BIGINT")
        picked.append(f"{value} AS {name}")
    for name in DATES:
        for side in ("low", "high"):
            value = _or_null(clean, name, f"day_{side}({{}})", "BIGINT")
            picked.append(f"{value} AS {DUCK.name(f'{name}:{side}')}")
    for field in mapped.columns:
        if field.fact is not None:
            values = _values(field.fact, clean[field.name], mapped.unit_krw)
            names = columns_of(plan, field.fact)
            picked += [f"{v} AS {DUCK.name(name)}" for v, name in zip(values, names, strict=True)]
    cells = f"(SELECT {', '.join(cleaned)} FROM read_parquet({DUCK.text(str(mapped.sheet.cells))}))"
    return f"SELECT {', '.join(picked)} FROM {cells} WHERE line > {mapped.header_line}"


# What the value of a column is read from.
_CLEAN = {"text": "cell_text", "won": "cell_figure", "date": "cell_day", "bool": "cell_mark", "ratio": "cell_mark"}
_CLEAN |= {"count": "cell_mark", "choice": "cell_text", "choices": "cell_text"}


def _or_null(clean: dict[str, str], name: str, form: str, kind: str) -> str:
    return form.format(clean[name]) if name in clean else f"CAST(NULL AS {kind})"


def _values(fact: Fact, clean: str, unit: int) -> tuple[str, ...]:
    match fact.type:
        case "bool":
            return (f"bool_of({clean})",)
        case "choice" | "choices":
            return (bits(fact, clean),)
        case "date":
            return f"day_low({clean})", f"day_high({clean})"
        case "won":
            return (f"scaled(won_of({clean}), {unit})",) * 2
        case "ratio" | "count":
            return (f"{fact.type}_of({clean})",) * 2
    return (clean,)


def _class(mapped: Mapped) -> str:
    """line, blank, header (repeated), total, or note: one text and nothing else."""
    every = ", ".join(f"c{i}" for i in range(mapped.sheet.width))
    clean = {field: DUCK.name(f"clean:{field.name}") for field in mapped.columns}
    header = " AND ".join(
        f"cell_mark(c{i}) IS NOT DISTINCT FROM {DUCK.text(mark(mapped.labels[i]))}" for i in mapped.columns.values()
    )
    texts = [name for field, name in clean.items() if field.named and field.type == "text"]
    nothing = [f"{name} IS NULL" for field, name in clean.items() if field.name in OWN]
    beside = " OR ".join(_total(_bare(text)) for text in _unread(mapped)) or "FALSE"
    total = " OR ".join([*(_total(_bare(text)) for text in texts), f"({' AND '.join([*nothing, f'({beside})'])})"])
    dates = [f"{name} IS NULL" for field, name in clean.items() if field.type == "date"]
    filled = " + ".join(f"CAST({name} IS NOT NULL AS INTEGER)" for name in clean.values())
    note = " OR ".join(f"{text} IS NOT NULL" for text in texts) or "FALSE"
    return (
        f"CASE WHEN cell_text(coalesce({every}, NULL)) IS NULL THEN 'blank' "
        f"WHEN {' AND '.join(dates) or 'TRUE'} THEN CASE WHEN {total} THEN 'total' "
        f"WHEN ({filled}) = 0 OR (({filled}) = 1 AND ({note})) THEN 'note' WHEN {header} THEN 'header' ELSE 'line' END "
        f"WHEN {header} THEN 'header' ELSE 'line' END"
    )


def _bare(text: str) -> str:
    return f"regexp_replace(lower({text}), '[\\[\\]<>()*: ]', '', 'g')"


def _total(bare: str) -> str:
    """Whether a text is a word that stands for a total, or ends with one."""
    ending = "|".join(mark(end) for end in TOTAL_ENDS)
    whole = DUCK.texts(map(mark, TOTALS))
    return f"({bare} IN ({whole}) OR regexp_matches({bare}, '({ending})$'))"


def _unread(mapped: Mapped) -> list[str]:
    return [f"cell_text(c{at})" for at in range(mapped.sheet.width) if at not in mapped.columns.values()]


def _set_aside(mapped: Mapped, source: str, most_won: int) -> str:
    """A row per cell that cannot be read, and per line that is a total or a remark."""
    priced = next(f for f in mapped.columns if f.type == "won" and f.name in WON)
    shown = DUCK.name(f"raw:{priced.name}")
    texts = [DUCK.name(f"raw:{f.name}") for f in mapped.columns if f.named and f.type == "text"]
    said = f"coalesce({', '.join([*texts, 'NULL'])})"
    rows = [
        f"SELECT sheet, line, CAST(NULL AS INTEGER) AS place, CAST(NULL AS VARCHAR) AS label, "
        f"concat_ws(' ', {said}, CASE WHEN class = 'total' THEN concat_ws(' ', total_word, {shown}) END) AS value, "
        f"'line-' || class AS code, CAST(NULL AS VARCHAR) AS expected FROM {source} WHERE class IN ('total', 'note')"
    ]
    for field, at in mapped.columns.items():
        rows += [
            f"SELECT sheet, line, {at}, {DUCK.text(mapped.labels[at])}, {raw}, {code}, {DUCK.text(expected)} "
            f"FROM {source} WHERE class = 'line' AND {fault}"
            for raw, code, expected, fault in _faults(field, mapped, most_won)
        ]
    return "\nUNION ALL ".join(rows) + "\nORDER BY line, place"


def _faults(field: Field, mapped: Mapped, most_won: int) -> list[tuple[str, str, str, str]]:
    """Cell, code, what is expected, and when it is a fault."""
    raw, clean = DUCK.name(f"raw:{field.name}"), DUCK.name(f"clean:{field.name}")
    if field.type == "text":
        return [(f"left({raw}, 60)", "'cell-long'", str(LONGEST), f"length({clean}) > {LONGEST}")]
    if field.type == "won":
        value = f"scaled(won_of({clean}), {mapped.unit_krw})"
        least = -most_won if field.named else 0
        unread = f"{clean} IS NOT NULL AND ({value} IS NULL OR {value} NOT BETWEEN {least} AND {most_won})"
        return [(raw, f"won_fault({clean})", str(most_won), unread)]
    value = _values(field.fact, clean, 1)[0] if field.fact is not None else f"day_low({clean})"
    expected = ", ".join(field.fact.choices) if field.fact is not None else ""
    code = f"'{FAULTS[field.type]}'"
    if field.type == "date":
        expected = f"{iso(EARLIEST)} .. {iso(LATEST)}"
        short = f"regexp_full_match({clean}, '\\d{{2}}[-./]\\d{{1,2}}[-./]\\d{{1,2}}')"
        code = f"CASE WHEN {short} THEN 'cell-short-year' ELSE {code} END"
    return [(raw, code, expected, f"{clean} IS NOT NULL AND {clean} NOT IN ('-', '.') AND {value} IS NULL")]
