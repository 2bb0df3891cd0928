"""Does exactly one row of a table fit each complete input?

Complete inputs are laid out over the vocabulary: every combination of the facts that the gates reach, as far as it
agrees with what provisions conclude from these facts, for tax years that begin in January and July around every date
in the table and beneath it, for the amounts invested on each side of every cut, as known after each promulgation.
Where no row is in force at all the table has nothing to say; where one is, the rows must divide the inputs among
them. Of a fact that may hold several choices, each alone and all together are tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod

from engine.law.conditions import Applies, Condition, FactTest, ProvisionRef, leaves
from engine.law.kleene import fact_truth, truth
from engine.law.known import as_known
from engine.law.rulebook import Fact, Row, Rulebook, Table, Version
from engine.law.values import Facts, Interval, Truth, Value, exactly, iso
from engine.law.vocabulary import Reporter

Complete = Mapping[str, Value]  # a value for each fact that the gates reach
Known = dict[tuple[Value | str | None, ...], Truth]  # truths by what they were found from, at one moment
MOST_INPUTS = 4096


def check_tables(rulebook: Rulebook, report: Reporter) -> None:
    for table in rulebook.tables.values():
        if table.complete:
            _TableCheck(rulebook, table, report).run()


class _TableCheck:
    def __init__(self, rulebook: Rulebook, table: Table, report: Reporter):
        self.rulebook = rulebook
        self.table = table
        self.report = report
        self.tests: dict[str, list[FactTest]] = {}  # of the facts that the gates reach
        self.beneath: dict[str, Version] = {}  # versions of the provisions that the gates reach
        self.reads: dict[str, tuple[str, ...]] = {}  # per provision and row the facts that it hangs on
        self.reported: set[tuple[str, ...]] = set()
        self._reach([row.tree for row in table.rows])

    def _reach(self, trees: list[Condition]) -> None:
        """Collect what trees test, directly and through provisions. Of the provisions that conclude the facts so found,
        those are taken in whose own facts are few: they rule out inputs that contradict themselves."""
        self.tests, self.beneath = self._tested(trees)
        for id_ in [id_ for fact in list(self.tests) for id_ in self.rulebook.concluders.get(fact, ())]:
            tests, beneath = self._tested([self.rulebook.provisions[id_].tree])
            wider = {fact: [*self.tests.get(fact, []), *found] for fact, found in tests.items()}
            if self._size({**self.tests, **wider}) <= MOST_INPUTS:
                self.tests |= wider
                self.beneath |= beneath

    def _tested(self, trees: list[Condition]) -> tuple[dict[str, list[FactTest]], dict[str, Version]]:
        tests: dict[str, list[FactTest]] = {}
        beneath: dict[str, Version] = {}
        while trees:
            for leaf in leaves(trees.pop()):
                if isinstance(leaf, FactTest):
                    tests.setdefault(leaf.fact, []).append(leaf)
                elif isinstance(leaf, ProvisionRef):
                    provision = self.rulebook.provisions[leaf.provision]
                    beneath |= {version.key: version for version in provision.versions}
                    trees.append(provision.tree)
        return tests, beneath

    def _size(self, tests: Mapping[str, list[FactTest]]) -> int:
        return prod(len(_domain(self.rulebook.facts[path], found)) for path, found in tests.items())

    def run(self) -> None:
        domains = [_domain(self.rulebook.facts[path], self.tests[path]) for path in sorted(self.tests)]
        if (size := self._size(self.tests)) > MOST_INPUTS:
            self.report(("tables", self.table.id), (), "table-too-wide", str(size), str(MOST_INPUTS))
            return
        every = [dict(zip(sorted(self.tests), values, strict=True)) for values in product(*domains)]
        known: Known = {}
        inputs = [facts for facts in every if self._consistent(facts, known)]
        checked: set[tuple[tuple[Truth, ...], tuple[bool, ...]]] = set()
        for known_on, (moment, dates) in product(self._steps(), list(self._moments())):
            law = as_known(self.rulebook, known_on)
            reached = law.reaches(self.beneath, dates)
            live = {row.gate: law.reach(row.gate, dates) is True for row in self.table.rows}
            case = tuple(reached.values()), tuple(live.values())
            if case not in checked:  # nothing else sets one moment apart from another
                checked.add(case)
                self._check(inputs, reached, live, moment)

    def _check(
        self,
        inputs: Sequence[Complete],
        reached: Mapping[str, Truth],
        live: Mapping[str, bool],
        moment: str,
    ) -> None:
        live_rows: dict[tuple[str, ...], list[Row]] = {}
        for keys in product(*self.table.keys.values()):
            rows = self.table.rows_for(dict(zip(self.table.keys, keys, strict=True)))
            live_rows[keys] = [row for row in rows if live[row.gate]]
        known: Known = {}
        for facts in inputs:
            for keys, candidates in live_rows.items():
                fitting = [row for row in candidates if self._truth(row.gate, row.tree, facts, reached, known) is True]
                if candidates and len({row.value for row in fitting}) != 1:
                    self._report(fitting, keys, facts, moment)

    def _report(self, fitting: list[Row], keys: tuple[str, ...], facts: Complete, moment: str) -> None:
        gates = [row.gate for row in fitting]
        if (*gates, *keys) in self.reported:
            return
        self.reported.add((*gates, *keys))
        where = ("tables", self.table.id)
        given = [f"{path}={_text(value)}" for path, value in facts.items()]
        complete = ", ".join([*keys, *given, moment])
        if fitting:
            self.report(where, (), "rows-overlap", ", ".join(gates), complete)
        else:
            self.report(where, (), "rows-missing", expected=complete)

    def _truth(self, name: str, tree: Condition, facts: Complete, reached: Mapping[str, Truth], known: Known) -> Truth:
        """Truth of a provision or a row; many inputs differ only in facts that do not matter to it."""
        if name not in self.reads:
            self.reads[name] = tuple(self._tested([tree])[0])
        key = (name, *map(facts.get, self.reads[name]))
        if key not in known:
            known[key] = truth(tree, lambda node: self._leaf(node, facts, reached, known))
        return known[key]

    def _leaf(
        self,
        node: FactTest | ProvisionRef | Applies,
        facts: Complete,
        reached: Mapping[str, Truth],
        known: Known,
    ) -> Truth:
        if isinstance(node, FactTest):
            return fact_truth(node, facts.get(node.fact))
        if isinstance(node, ProvisionRef):
            tree = self.rulebook.provisions[node.provision].tree
            return self._truth(node.provision, tree, facts, reached, known)
        return reached.get(node.version, True)  # a row is asked only where it applies

    def _consistent(self, facts: Complete, known: Known) -> bool:
        """No provision concludes another value than a fact has."""
        provisions = self.rulebook.provisions
        return all(
            facts[path] == value or self._truth(id_, provisions[id_].tree, facts, {}, known) is not True
            for path in facts
            for id_ in self.rulebook.concluders.get(path, ())
            for concluded, value in provisions[id_].concludes
            if concluded == path
        )

    def _periods(self) -> list[Version]:
        return [*(row.version for row in self.table.rows), *self.beneath.values()]

    def _steps(self) -> list[int]:
        used = {by for version in self._periods() for by in version.period.instruments()}
        return sorted({self.rulebook.instruments[by].promulgated for by in used}) or [1]

    def _moments(self) -> Iterator[tuple[str, Facts]]:
        """Tax years, and days of investment in them, that lie on each side of every date."""
        cuts: set[int] = set()
        for version in self._periods():
            cuts |= {first for s in version.period.starts if (first := s.start or s.on)}
            cuts |= {end.before for end in version.period.ends}
        years = sorted({date.fromordinal(cut).year for cut in cuts}) or [2000]
        for year, month in product(range(years[0] - 1, years[-1] + 2), (1, 7)):
            first = date(year, month, 1).toordinal()
            last = date(year + 1, month, 1).toordinal() - 1
            for day in sorted({first, *(cut for cut in cuts if first <= cut <= last)}):
                facts: Facts = {
                    "amount.invested_on": exactly(day),
                    "tax_year.starts_on": exactly(first),
                    "tax_year.ends_on": exactly(last),
                    "filing.filed_on": exactly(last + 1),
                }
                yield f"{iso(day)} ({iso(first)} .. {iso(last)})", facts


def _domain(fact: Fact, tests: list[FactTest]) -> list[Value]:
    """Values on each side of everything that is tested of a fact."""
    if fact.type == "bool":
        return [False, True]
    if fact.type == "choices":
        return [*(frozenset({choice}) for choice in fact.choices), frozenset(fact.choices)]
    if fact.choices:
        return list(fact.choices)
    bounds = sorted({int(test.operand) for test in tests if isinstance(test.operand, int)})
    return [exactly(bounds[0] - 1), *(exactly(bound) for bound in bounds)]


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "+".join(sorted(value))
    return str(value.low) if isinstance(value, Interval) else value
