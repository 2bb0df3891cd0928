"""A decided register as the writers of answers read it: wording of reasons, questions by number, places of lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from engine.assessment.assess import Prepared
from engine.assessment.verdict import ELIGIBLE
from engine.claims.claim import Judgement
from engine.columns.facts import given_facts
from engine.columns.worked import worked
from engine.law.values import iso
from engine.registers.answers import Answers, Row
from engine.registers.audit import DECIDED, FACTS, Order, Register, problems
from engine.registers.credits import ClaimCredit
from engine.registers.explain import Explanation
from engine.registers.history import histories
from engine.registers.lines import columns_of
from engine.registers.placing import OVERLAP, REPEATED, UNDATED, WHOLE
from engine.registers.questions import OF_BASIS, Questions
from engine.registers.reconcile import source
from engine.registers.settings import Settings
from engine.registers.sources import letters
from engine.registers.values import DUCK, mark
from engine.registers.words import Wording, Words

FEW = 8  # names that a notice lists


class Report:
    def __init__(
        self,
        order: Order,
        prepared: Prepared,
        settings: Settings,
        register: Register,
        answers: Answers,
        explanations: list[Explanation],
        words: Words,
    ):
        self.order, self.prepared, self.settings, self.register = order, prepared, settings, register
        self.answers, self.explanations, self.words = answers, explanations, words
        self._wordings: dict[tuple[Any, ...], Wording] = {}

    @property
    def taxpayer(self) -> str:
        taxpayer = self.settings.data.get("taxpayer")
        name = taxpayer.get("name") if isinstance(taxpayer, dict) else None
        return str(name) if name else self.words.say("book.taxpayer-open")

    @cached_property
    def control(self) -> list[tuple[str, int]]:
        """All lines below the headers, and what became of them: the parts add up to the whole."""
        folder, ask = self.order.folder, self.answers.ask

        def count(query: str) -> int:
            return int(ask(query)[0][0])

        aside = source(folder / "aside.parquet")
        coded = dict(ask(f"SELECT code, count(DISTINCT (sheet, line)) FROM {aside} GROUP BY code"))
        apart = {"line-total": "totals", "line-note": "notes", "line-outside": "outside", "line-no-day": "no-day"}
        counted = {name: coded.get(code, 0) for code, name in apart.items()}
        others = ", ".join(f"'{code}'" for code in apart)
        judged = count(f"SELECT count(*) FROM {source(folder / 'origin.parquet')}")
        unreadable = count(f"SELECT count(DISTINCT (sheet, line)) FROM {aside} WHERE code NOT IN ({others})")
        reduced = f"FROM {source(folder / 'corrections.parquet')} WHERE target IS NOT NULL"
        applied = count(f"SELECT count(DISTINCT (sheet, line)) {reduced}")
        whole = sum(sheet.lines for sheet in self.register.sheets)
        blank = sum(sheet.blank + sheet.repeated for sheet in self.register.sheets)
        rows = {"read": whole, "judged": judged, "covered": 0, "reductions": applied, "unreadable": unreadable}
        rows |= {**counted, "blank": blank}
        rows["covered"] = whole - sum(rows.values()) + whole
        return list(rows.items())

    @cached_property
    def notices(self) -> list[str]:
        """What the summary warns of."""
        found = []
        outcomes = {row[0]: row[1] for row in self.answers.outcomes()}
        if outcomes.get("review"):
            found.append(self.words.say("book.notice.review", count=f"{outcomes['review']:,}"))
        undated = self._count(f"basis = '{UNDATED}' AND outcome <> 'ineligible'")
        if undated:
            found.append(self.words.say("book.notice.undated", count=f"{undated:,}"))
        if self._count(f"grant_krw <> 0 AND basis <> '{WHOLE}' AND outcome <> 'ineligible'"):
            found.append(self.words.say("book.notice.grant"))
        return [*found, *self.findings]

    @cached_property
    def findings(self) -> list[str]:
        """What is to be put right in the register, its mapping or its settings."""
        found = []
        for basis in (OVERLAP, REPEATED):
            lines = self._count(f"basis = '{basis}'")
            if lines:
                found.append(self.words.say(f"book.notice.{basis}", count=f"{lines:,}"))
        for name in ("account", "project"):
            unknown = self.answers.ask(
                f"""SELECT {name}, count(*) FROM {source(self.order.folder / "origin.parquet")}
                WHERE {name} IS NOT NULL AND settings_{name} IS NULL GROUP BY 1 ORDER BY 2 DESC, 1"""
            )
            if unknown:
                listed = ", ".join(f"{said} ({lines:,})" for said, lines in unknown[:FEW])
                found.append(self.words.say(f"book.notice.{name}", count=len(unknown), list=listed))
        unused = self._unused()
        if unused:
            listed = ", ".join(unused[:FEW])
            found.append(self.words.say("book.notice.unused", count=len(unused), list=listed))
        idle = [one for one, lines in zip(self.settings.judgements, self.judged_lines, strict=True) if not lines]
        if idle:
            named = ", ".join(f"{self.words.title(one.provision)} ({one.of[1]})" for one in idle if one.of)
            found.append(self.words.say("book.notice.judged", list=named))
        if self.register.unread:
            found.append(self.words.say("book.notice.unread", list=", ".join(self.register.unread)))
        return found

    def _unused(self) -> list[str]:
        """Projects and accounts of the settings, as they are written there, that no judged line names."""
        data, origin = self.settings.data, source(self.order.folder / "origin.parquet")
        projects, accounts = (
            {row[0] for row in self.answers.ask(f"SELECT DISTINCT settings_{name} FROM {origin}")}
            for name in ("project", "account")
        )
        named = self.settings.one_name
        projects = {named[name] for name in projects if name is not None}
        ids = [str(item["id"]) for item in data.get("projects") or []]
        unused = [name for name in ids if named[mark(name)] not in projects]
        return unused + [str(name) for name in data.get("accounts") or {} if mark(str(name)) not in accounts]

    def _count(self, condition: str) -> int:
        return int(self.answers.ask(f"SELECT count(DISTINCT line) FROM {self.answers.table} WHERE {condition}")[0][0])

    @property
    def subtitle(self) -> str:
        return f"{self.taxpayer} · {self.words.say('known-on', day=iso(self.order.known_on))}"

    def place(self, sheet: int, line: int) -> str:
        """Where a line stands: the line alone if there is one sheet only."""
        if len(self.register.sheets) == 1:
            return str(line)
        return f"{self.register.sheets[sheet].sheet} {line}"

    # -- reasons and questions

    @cached_property
    def questions(self) -> Questions:
        credits = [(credit.row, credit.asks) for credit in self.credits]
        return Questions(self.prepared.rulebook, self.words, self.answers, self.explanations, credits, self.place)

    def wording(self, row: Row) -> Wording:
        """Why a line is answered so, and by what law."""
        opened = row["basis"] if row["basis"] in OF_BASIS and row["outcome"] == "undetermined" else ""
        key = (row["reason"], opened)
        if key not in self._wordings:
            reason = self.explanations[row["reason"]]
            said = [self.words.say(f"book.{opened}")] if opened else []
            said += [] if opened and reason.outcome == ELIGIBLE else [reason.text]
            self._wordings[key] = Wording(" ".join(said), reason.cites)
        return self._wordings[key]

    @cached_property
    def given(self) -> dict[str, int]:
        """Facts that were given for lines that are not excluded, with the number of such lines, in order of asking. One
        end of a number or day may follow from others: it counts where both are known."""
        plan = self.prepared.plan
        columns = {fact.path: columns_of(plan, fact) for fact in given_facts(plan)}
        known = (" AND ".join(f"{DUCK.name(name)} IS NOT NULL" for name in names) for names in columns.values())
        counts = ", ".join(f"count(*) FILTER ({condition})" for condition in known)
        found = self.answers.ask(
            f"""SELECT {counts} FROM {source(self.order.folder / "facts.parquet")}
            WHERE line IN (SELECT line FROM {self.answers.table} WHERE outcome <> 'ineligible')"""
        )[0]
        given = {path: count for path, count in zip(columns, found, strict=True) if count}
        listed = {entry.listed for credit in self.credits for entry in credit.entries}
        return {**given, **dict.fromkeys(sorted(listed), 0)}

    @cached_property
    def credits(self) -> list[ClaimCredit]:
        """The whole credit of each claim, with its workings."""
        folder, known_on = self.order.folder, self.order.known_on
        claims = histories(self.prepared.rulebook, self.settings, folder)
        made = worked(self.prepared, folder / FACTS, folder / DECIDED, known_on, claims)
        return [ClaimCredit(row, one.credit) for row, one in zip(self.answers.claims(), made, strict=True)]

    @cached_property
    def judged_lines(self) -> list[int]:
        """Per judgement of the settings the lines that it is of."""
        found = (self.lines_of(one) for one in self.settings.judgements)
        return [int(self.answers.ask(f"SELECT count(*) FROM ({query})")[0][0]) for query in found]

    def lines_of(self, judgement: Judgement) -> str:
        """A query of the lines that a judgement is of."""
        lines = f"SELECT line FROM {source(self.order.folder / 'origin.parquet')}"
        if judgement.of is None:
            return lines
        columns = {"project": "project", "account": "account", "asset": "coalesce(asset_number, number)"}
        marks = DUCK.texts(self.settings.marks(judgement))
        return f"{lines} WHERE cell_mark({columns[judgement.of[0]]}) IN ({marks})"

    # -- what the answers rest on

    def lines_by_reason(self, condition: str) -> list[tuple[int, int]]:
        """Explanations by number with the lines that they are for."""
        return self.answers.ask(
            f"SELECT reason, count(DISTINCT line) FROM {self.answers.table} WHERE {condition} GROUP BY 1 ORDER BY 1"
        )

    @cached_property
    def presumed(self) -> dict[str, int]:
        """Presumptions that the answers rest on, with the number of lines; none, of those that figures rest on only."""
        lines = dict(self.lines_by_reason("TRUE"))
        counted: dict[str, int] = {}
        for number, explanation in enumerate(self.explanations):
            for path in explanation.assumed:
                counted[path] = counted.get(path, 0) + lines.get(number, 0)
        facts = self.prepared.rulebook.facts
        for path in (path for credit in self.credits for path in credit.answer.assumptions() if path in facts):
            counted.setdefault(path, 0)
        return dict(sorted(counted.items(), key=lambda item: facts[item[0]].order))

    @cached_property
    def register_assumptions(self) -> list[str]:
        """What was taken for granted in reading the register, by key of its text."""
        kinds = {sheet.kind for sheet in self.register.sheets}
        found = ["vouchers"] if "construction" in kinds else []
        found += ["cost"] if "assets" in kinds else []
        found += ["reductions"] if dict(self.control)["reductions"] else []
        found += ["grants"] if self._count("grant_krw <> 0") else []
        return found

    # -- lines that were not judged

    def aside(self) -> Iterator[tuple[str, str, int, str, str, str]]:
        """File, sheet, line, column, value and reason of every cell and line that was set aside."""
        path = self.order.folder / "aside.parquet"
        for origin, one in problems(self.answers.connection, path, self.register.sheets):
            number = letters(one.column - 1) if origin.excel else str(one.column)
            column = f"{number} {one.path}" if one.column else ""
            yield origin.file, origin.sheet, one.line, column, one.found, one.text(self.words.lang)
