"""Why: the derivation of a truth value, made from truth values alone and so the same for every evaluator.

What decides is shown, not everything that was tested: of a conjunction that fails, the parts that fail; of an
alternative that holds, the ones that hold; of an open one, the ones that are open. ``everything`` shows the rest too.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.inference.entity import Entity
from engine.law.conditions import All, Any, Applies, Condition, FactTest, Not, ProvisionRef
from engine.law.judged import fact_path
from engine.law.kleene import fact_truth, truth
from engine.law.known import as_known
from engine.law.model import DOUBTFUL
from engine.law.rulebook import Provision, Rulebook, Version, as_seen, effective
from engine.law.values import RATIO_SCALE, Interval, Truth, Value, decimal_text, iso

Node = dict[str, object]
Leaf = FactTest | ProvisionRef | Applies


@dataclass(frozen=True)
class Explainer:
    """Explains the truths of one solved entity as known on a day."""

    rulebook: Rulebook
    entity: Entity
    known_on: int
    everything: bool = False
    decided: dict[str, list[Leaf]] = field(default_factory=dict, repr=False)

    def leaf_truth(self, leaf: Leaf) -> Truth:
        if type(leaf) is FactTest:
            return fact_truth(leaf, self.entity.facts.get(leaf.fact))
        if type(leaf) is ProvisionRef:
            return self.entity.truths.get(leaf.provision)
        assert isinstance(leaf, Applies)
        return self.reach(self.version(leaf.version))

    def version(self, key: str) -> Version:
        return self.rulebook.versions[key]

    def reach(self, version: Version) -> Truth:
        return as_known(self.rulebook, self.known_on).reach(version.key, self.entity.facts)

    def deciding(self, name: str) -> list[Leaf]:
        """Leaves that make a provision (or table row) what it is, in the order of the text."""
        if name not in self.decided:
            tree = self.tree(name)
            self.decided[name] = list(dict.fromkeys(self._behind(tree, truth(tree, self.leaf_truth))))
        return self.decided[name]

    def _behind(self, tree: Condition, value: Truth) -> Iterator[Leaf]:
        """The leaves that give a tree its value."""
        kind = type(tree)
        if kind is Not:
            yield from self._behind(tree.part, None if value is None else not value)  # type: ignore[union-attr]
        elif kind is not All and kind is not Any:
            yield tree  # type: ignore[misc]
        elif value is (kind is All) and not self.everything:  # only if every part is so
            for part in tree.parts:  # type: ignore[union-attr]
                yield from self._behind(part, value)
        else:
            for part in tree.parts:  # type: ignore[union-attr]
                own = truth(part, self.leaf_truth)
                if own is value or self.everything:
                    yield from self._behind(part, own)

    def support(self, roots: Iterable[str], among: Container[str] | None = None) -> Iterator[str]:
        """Provisions and all that decide them; ``among``: only what is reached through these."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name not in found and (among is None or name in among):
                found.add(name)
                yield name
                waiting += self._beneath(name)

    def _beneath(self, name: str) -> list[str]:
        """Provisions that what decides a provision refers to, or follows from."""
        found: list[str] = []
        for leaf in self.deciding(name):
            if type(leaf) is ProvisionRef:
                found.append(leaf.provision)
            elif type(leaf) is FactTest:
                found += self.concluders(leaf.fact)
        return found

    def tree(self, name: str) -> Condition:
        if name in self.rulebook.provisions:
            provision = self.rulebook.provisions[name]
            return provision.tree if self.judgement(provision) is None else provision.decided
        table, _, row = name.partition("#")
        return self.rulebook.tables[table].rows[int(row) - 1].tree

    def judgement(self, provision: Provision) -> bool | None:
        """What a professional judged of a provision here."""
        return None if provision.judged is None else self.entity.judgement(provision.id)

    def explain(self, id_: str, seen: set[str]) -> Node:
        """Derivation of a provision as nested nodes; one that was shown before is only named."""
        node: Node = {"provision": id_, "value": self.entity.truths.get(id_)}
        if id_ in seen:
            return {**node, "shown": True}
        seen.add(id_)
        leaves = self.deciding(id_)
        node |= self.heading(id_, leaves)
        judged, every = fact_path(id_), [leaf for leaf in leaves if isinstance(leaf, FactTest)]
        tests = [leaf for leaf in every if leaf.fact != judged]
        if len(tests) < len(every):
            node["judged"] = self.entity.judgement(id_)
        node["facts"] = {
            test.fact: shown(self.rulebook, test.fact, self.entity.facts.get(test.fact)) for test in tests
        }
        read = self.explain_all([leaf.provision for leaf in leaves if isinstance(leaf, ProvisionRef)], seen)
        concluded = [
            {**self.explain(concluder, seen), "concludes": test.fact}
            for test in tests
            for concluder in self.concluders(test.fact)
        ]
        node["from"] = [*read, *concluded]  # a fact that provisions conclude is explained by them
        return node

    def explain_all(self, ids: list[str], seen: set[str]) -> list[Node]:
        """Derivations of provisions beside each other. Those that fail because one and the same other fails are told by
        the first of them; the rest are only named in it (``alike``)."""
        nodes: list[Node] = []
        alike: dict[str, list[str]] = {}
        for id_ in ids:
            cause = None if self.everything or id_ in seen else self._sole_cause(id_)
            if cause is not None and cause in alike:
                alike[cause].append(id_)
                continue
            nodes.append(self.explain(id_, seen))
            if cause is not None:
                nodes[-1]["alike"] = alike.setdefault(cause, [])
        return [{k: v for k, v in node.items() if k != "alike" or v} for node in nodes]

    def _sole_cause(self, id_: str) -> str | None:
        """The provision that alone makes this one fail."""
        leaves = self.deciding(id_) if self.entity.truths.get(id_) is False else []
        leaf = leaves[0] if len(leaves) == 1 else None
        return leaf.provision if isinstance(leaf, ProvisionRef) else None

    def concluders(self, path: str) -> list[str]:
        """Provisions from which a fact follows here."""
        truths, overruled = self.entity.truths, self.entity.overruled
        names = self.rulebook.concluders.get(path, ())
        return [name for name in names if truths.get(name) is True and name not in overruled]

    def heading(self, id_: str, leaves: list[Leaf]) -> Node:
        """Title, citations and the periods that decide."""
        provision = self.rulebook.provisions.get(id_)
        if provision is None:
            table = self.rulebook.tables[id_.partition("#")[0]]
            version = self.version(id_)
            title: Mapping[str, str] = table.title
        else:
            version, title = self.governing(provision), provision.title
        node: Node = {"title": dict(title), "cites": self.cites(version), "reading": version.reading}
        tested = [leaf.version for leaf in leaves if isinstance(leaf, Applies)]
        periods = [key for key in tested if not self.version(key).judged]
        if periods:
            node["in_force"] = [self.period(key) for key in periods]
        return node

    def cites(self, version: Version) -> list[str]:
        """Citations of a version; instruments that were not promulgated yet cannot be cited."""
        instruments = self.rulebook.instruments
        laws = [(cite, instruments.get(cite.partition(" ")[0])) for cite in version.cites]
        return [cite for cite, law in laws if law is None or law.promulgated <= self.known_on]

    def governing(self, provision: Provision) -> Version:
        """The version that reaches the moment, else the latest one known."""
        reaching = [v for v in provision.versions if self.reach(v) is not False]
        if reaching:
            return reaching[0]
        known = [
            v for v in provision.versions if effective(v.period, self.rulebook.instruments, self.known_on)
        ]
        return (known or list(provision.versions))[-1]

    def period(self, key: str) -> Node:
        """Period of a version as known: its beginning, its end and the instruments that set them."""
        version = self.version(key)
        seen = as_seen(version.period, self.rulebook.instruments, self.known_on)
        node: Node = {"value": self.reach(version)}
        if seen is None:
            by = [s.by for s in version.period.starts]
            return {**node, "known": False, "by": by}
        starts, ends = seen
        node["from"] = [_start(s.basis, s.start, s.on, s.by) for s in starts]
        node["before"] = [{"basis": e.basis, "day": iso(e.before), "by": e.by} for e in ends]
        return node

    def doubts(self, ids: list[str], doubting: Entity) -> list[Node]:
        """Doubtful readings on which these provisions and rows hang. ``doubting`` is the entity with doubtful readings
        left open: what is the same in it does not hang on any."""
        found: dict[str, Node] = {}
        waiting, seen = list(ids), set()
        while waiting:
            name = waiting.pop()
            provision = self.rulebook.provisions.get(name)
            truth = self.entity.truths.get(name)
            open_row = truth is None and provision is None
            if name in seen or not (truth is not doubting.truths.get(name) or open_row):
                continue
            seen.add(name)
            version = self.governing(provision) if provision else self.version(name)
            if version.reading in DOUBTFUL and truth is not False and self.entity.judgement(name) is None:
                found[name] = self.doubt(name, version)
            waiting += self._beneath(name)
        return [found[name] for name in sorted(found)]

    def doubt(self, name: str, version: Version) -> Node:
        """A doubtful reading, with the facts that settle it once they are stated."""
        provision = self.rulebook.provisions.get(name)
        title = provision.title if provision else self.rulebook.tables[name.partition("#")[0]].title
        node: Node = {
            "provision": name,
            "title": dict(title),
            "reading": version.reading,
            "cites": self.cites(version),
            "note": dict(provision.note) if provision and provision.note else None,
        }
        if settling := self.settling(name):
            node["settled_by"] = settling
        if provision and provision.judgement:
            node["judgement"] = dict(provision.judgement)  # would settle it too
        return node

    def settling(self, name: str) -> list[str]:
        """Facts that, once stated, prevail over what a provision concludes."""
        provision = self.rulebook.provisions.get(name)
        return [path for path, _ in provision.concludes] if provision and provision.yields else []


def _start(basis: str, start: int | None, on: int | None, by: str) -> Node:
    """A period begins with a day (``from``), or is the one that contains a day (``on``)."""
    if on is not None:
        return {"basis": basis, "on": iso(on), "by": by}
    return {"basis": basis, "from": iso(start or 1), "by": by}


def shown(rulebook: Rulebook, path: str, value: Value | None) -> object:
    """A fact value as it is written in claims."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    kind = rulebook.facts[path].type
    if value.exact is not None:
        return shown_number(kind, value)
    low, high = (
        shown_number(kind, Interval(end, end)) if end is not None else None for end in (value.low, value.high)
    )
    return {"at_least": low, "at_most": high}


def shown_number(kind: str, value: Interval) -> object:
    number = value.low
    assert number is not None
    if kind == "date":
        return iso(number)
    if kind == "ratio":
        return decimal_text(Fraction(number, RATIO_SCALE))
    return int(number)
