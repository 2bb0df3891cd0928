"""Reader of formulas: from the plain data of a rule file to typed nodes.

A formula yields a number (an amount, a rate, a day) or a truth value; an operation takes the one it can use.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.law import formulas as f
from engine.law.problems import nearest, shown
from engine.law.strict_yaml import MAX_NUMBER, Path
from engine.law.trees import NameReader, Names, Report
from engine.law.typed import misfit, ordered
from engine.law.values import ORDERED

NUMBER, TRUTH = "a number", "a truth value"

COMPARISONS = ("not_before", "after")
READS = ("fact", "provision", "table", "formula", "key", "day", "choose")
KNOWN = (*f.OPERATIONS, *f.AGGREGATES, *READS)
BESIDE = {"table": ("keys",), "key": ("is",)}
CHOICE = ("if", "then", "otherwise")


def kind_of_type(type_: str) -> str:
    """What a fact of a type is to a formula; choices and texts are neither a number nor a truth value."""
    if type_ == "bool":
        return TRUTH
    return NUMBER if type_ in ORDERED else "text" if type_ == "text" else "a choice"


class FormulaReader(NameReader):
    """Reads formulas. Only a formula may read another one by name: what decides is never computed from money."""

    def __init__(self, names: Names, report: Report, by_name: bool = False):
        super().__init__(names, report)
        self.by_name = by_name

    def formula(self, data: object, path: Path, wanted: str | None = None) -> f.Formula | None:
        """The formula at a path, if it is sound and of the wanted kind (None: of either)."""
        made = self._formula(data, path)
        if made is None:
            return None
        kind = self._kind(made)
        if kind != wanted and (wanted is not None or kind not in (NUMBER, TRUTH)):
            self.report(path, "wrong-type", kind, wanted or NUMBER)
            return None
        return made

    def _formula(self, data: object, path: Path) -> f.Formula | None:
        if isinstance(data, int) and not isinstance(data, bool):
            return f.Constant(data)
        if not isinstance(data, dict) or not data:
            expected = f"a whole number up to {MAX_NUMBER}, or an operation"
            self.report(path, "wrong-type", shown(data), expected)
            return None
        form = next((key for key in data if key in KNOWN), None)
        if form is None:
            for key in data:
                self.report((*path, key), "bad-operation", key, ", ".join(KNOWN), nearest(key, KNOWN))
            return None
        form = next((key for key in data if key in f.AGGREGATES), form)
        if form in f.AGGREGATES:
            return self._aggregate(form, data, path)
        form = "table" if "table" in data else form
        self.only(data, path, (form, *BESIDE.get(form, ())))
        at = (*path, form)
        match form:
            case "fact":
                fact = self.fact(data["fact"], at)
                return f.FactValue(fact.path) if fact else None
            case "provision":
                name = self.provision(data["provision"], at)
                return f.ProvisionTruth(name) if name else None
            case "table":
                return self._look_up(data["table"], data.get("keys", {}), path)
            case "formula":
                return self._named(data["formula"], at)
            case "choose":
                return self._choice(data["choose"], at)
            case "key":
                return self._key(data["key"], data.get("is"), path)
            case "day":
                day = ordered("date", data["day"])
                if day is None or day.low is None:
                    self.report(at, *misfit("date", data["day"]))
                    return None
                return f.Constant(int(day.low))
        return self._operation(form, data[form], at)

    def _kind(self, formula: f.Formula) -> str:
        match formula:
            case f.FactValue(path):
                return kind_of_type(self.names.facts[path].type)
            case f.ProvisionTruth() | f.KeyIs():
                return TRUTH
            case f.Named(name):
                return kind_of_type(self.names.formulas[name])
            case f.Choice(_, then, _):
                return self._kind(then)
            case f.Operation(name) | f.Aggregate(name):
                return TRUTH if name in (*COMPARISONS, *f.QUANTIFIED) else NUMBER
        return NUMBER

    def _look_up(self, name: object, keys: object, path: Path) -> f.Formula | None:
        declared = self.names.tables.get(name) if isinstance(name, str) else None
        if declared is None:
            near = nearest(name, self.names.tables) if isinstance(name, str) else ""
            self.report((*path, "table"), "unknown-table", str(name), near=near)
            return None
        if not isinstance(keys, dict):
            self.report((*path, "keys"), "wrong-type", shown(keys), "a mapping")
            return None
        self.only(keys, (*path, "keys"), tuple(declared))
        for key, allowed in declared.items():
            value = keys.get(key)
            if value is None:
                self.report((*path, "keys"), "missing-key", expected=key)
            elif not isinstance(value, str) or not (value in allowed or value.startswith("$")):
                self.report((*path, "keys", key), *misfit("choice", value, allowed))
        return f.LookUp(str(name), tuple(sorted((key, str(value)) for key, value in keys.items())))

    def _named(self, name: object, path: Path) -> f.Formula | None:
        if not self.by_name:
            self.report(path, "bad-operation", "formula", ", ".join(form for form in KNOWN if form != "formula"))
            return None
        if isinstance(name, str) and name in self.names.formulas:
            return f.Named(name)
        near = nearest(name, self.names.formulas) if isinstance(name, str) else ""
        self.report(path, "unknown-formula", name if isinstance(name, str) else shown(name), near=near)
        return None

    def _key(self, name: object, value: object, path: Path) -> f.Formula | None:
        """Keys are those by which tables are looked up."""
        known: dict[str, list[str]] = {}
        for table in self.names.tables.values():
            for key, choices in table.items():
                known.setdefault(key, []).extend(choices)
        if not isinstance(name, str) or name not in known:
            self.report((*path, "key"), *misfit("choice", name, known))
            return None
        if not isinstance(value, str) or value not in known[name]:
            self.report((*path, "is"), *misfit("choice", value, known[name]))
            return None
        return f.KeyIs(name, value)

    def _choice(self, data: object, path: Path) -> f.Formula | None:
        if not isinstance(data, dict):
            self.report(path, "wrong-type", shown(data), ", ".join(CHOICE))
            return None
        self.only(data, path, CHOICE)
        for key in CHOICE:
            if key not in data:
                self.report(path, "missing-key", expected=key)
        if any(key not in data for key in CHOICE):
            return None
        test = self.formula(data["if"], (*path, "if"), TRUTH)
        then = self.formula(data["then"], (*path, "then"))
        if test is None or then is None:
            return None
        otherwise = self.formula(data["otherwise"], (*path, "otherwise"), self._kind(then))
        return None if otherwise is None else f.Choice(test, then, otherwise)

    def _operation(self, name: str, raw: object, path: Path) -> f.Formula | None:
        items = raw if isinstance(raw, list) else [raw]
        wanted = f.OPERATIONS[name]
        if not items or (wanted is not None and len(items) != wanted):
            self.report(path, "bad-operands", str(len(items)), str(wanted) if wanted else "at least 1")
            return None
        steps: list[Path] = [(*path, i) if isinstance(raw, list) else path for i in range(len(items))]
        operands = [self.formula(item, at, NUMBER) for item, at in zip(items, steps, strict=True)]
        sound = tuple(operand for operand in operands if operand is not None)
        return f.Operation(name, sound) if len(sound) == len(items) else None

    def _aggregate(self, name: str, data: Mapping[str, object], path: Path) -> f.Formula | None:
        self.only(data, path, (name, "over", "where"))
        over, where = data.get("over"), data.get("where")
        if over is None:
            self.report(path, "missing-key", expected="over")
            return None
        if over not in self.names.inner_scopes:
            self.report((*path, "over"), *misfit("choice", over, self.names.inner_scopes))
            return None
        gate: f.Formula | None = None
        if isinstance(where, str):
            name_of = self.provision(where, (*path, "where"))
            gate = f.ProvisionTruth(name_of) if name_of else None
        elif where is not None:
            gate = self.formula(where, (*path, "where"), TRUTH)
        of = None
        if name != "count_of":  # which counts members, whatever they hold
            of = self.formula(data[name], (*path, name), TRUTH if name in f.QUANTIFIED else NUMBER)
            if of is None:
                return None
        return f.Aggregate(name, of, str(over), gate)
