"""A dossier folded year by year: what a claim does not state itself follows from the answers of the years before it.

What a claim states stands; where it cannot be what follows, that is a contest, which names both. What does not follow
stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.assessment.assess import Prepared, answer_of
from engine.assessment.money import NOTHING, plus
from engine.claims.claim import Claim, Investment, Lists
from engine.claims.dossier import Dossier, year_of
from engine.claims.reader import KRW, STARTED, TOTAL_COST
from engine.dossiers.carried import Carried, carried_after, carried_at_first
from engine.dossiers.history import EVER, History, extended, history_of
from engine.dossiers.taken import taken_for
from engine.dossiers.year import Contest, Year, as_interval, disjoint
from engine.inference.solve import Evaluate
from engine.law.rulebook import Rulebook
from engine.law.values import Facts, Interval, exactly


@dataclass(frozen=True)
class Run:
    """The years since the beginning or the last gap. ``index``: of its first year."""

    index: int
    years: tuple[Year, ...] = ()
    history: History | None = None
    carried: Carried | None = None


def fold(
    dossier: Dossier, prepared: Prepared, known_on: int, evaluate: Evaluate, as_filed: bool = True
) -> tuple[Year, ...]:
    """The years of a dossier in order. With ``as_filed`` later years start from what returns say was claimed and used;
    without it from what was allowable, as if every return had claimed it."""
    after_gap = {last + 1 for _, last in dossier.gaps}
    years: list[Year] = []
    run = Run(0)
    for i, claim in enumerate(dossier.claims):
        if year_of(claim)[0] in after_gap:
            run = Run(i)
        year, run = _next(claim, run, prepared, known_on, evaluate, as_filed)
        years.append(year)
    return tuple(years)


def _next(
    claim: Claim, run: Run, prepared: Prepared, known_on: int, evaluate: Evaluate, as_filed: bool
) -> tuple[Year, Run]:
    rulebook = prepared.rulebook
    frame = rulebook.assessment
    history = history_of(rulebook, claim, run.history)
    derived: Lists = {}
    if run.years and run.history and run.history.reaches(rulebook, claim):
        derived[frame.across_years.history] = run.history.list_entries(rulebook)
    elif not run.years and history.since == EVER:
        derived[frame.across_years.history] = ()
    carried = run.carried if run.years else carried_at_first(rulebook, claim, history.first_year)
    if carried is not None:
        derived[frame.carry_forward.list] = carried
    start = run.years[0].first if run.years else year_of(claim)[0]
    own = {one.id: _own_lists(one, run, start, history, rulebook) for one in claim.investments}
    replaced = not as_filed and carried is not None and bool(run.years)
    stated = {k: v for k, v in claim.lists.items() if not (replaced and k == frame.carry_forward.list)}
    facts = dict(claim.facts)
    first = history.first_investment(rulebook)
    if first is not None:
        facts.setdefault(frame.across_years.first_investment, first)
    completed = replace(
        claim,
        facts=facts,
        lists={**derived, **stated},
        investments=tuple(replace(one, lists={**own[one.id], **one.lists}) for one in claim.investments),
    )
    told = {**derived, frame.across_years.history: run.history.entries} if run.history else derived
    contests = [
        *_contests(rulebook, None, claim.lists, told, run.years),
        *(c for one in claim.investments for c in _contests(rulebook, one.id, one.lists, own[one.id], run.years)),
    ]
    followed = [name for name in derived if name not in stated]
    followed += [f"{one.id}: {name}" for one in claim.investments for name in own[one.id] if name not in one.lists]
    found = answer_of(completed, prepared, known_on, evaluate)
    year = Year(claim, completed, found, tuple(followed), (), as_filed)
    contests += [*_beyond_cost(year, run.years), *_filed_beyond(year)]
    year = replace(year, contests=tuple(contests))
    return year, Run(run.index, (*run.years, year), extended(history, year), carried_after(year))


def _own_lists(one: Investment, run: Run, start: int, history: History, rulebook: Rulebook) -> Lists:
    """Earlier amounts of an investment and credit taken for it, where the years before tell all of it."""
    frame = rulebook.assessment
    makers: dict[str, Callable[[str, Sequence[Year]], tuple[Facts, ...]]] = {
        frame.across_years.earlier: earlier_amounts,
        frame.recapture.list: taken_for,
    }
    found: Lists = {}
    for name, make in makers.items():
        base, years = _known(one, name, run, start, history)
        if base is not None:
            found[name] = (*base, *make(one.id, years))
    return found


def _known(
    one: Investment, name: str, run: Run, start: int, history: History
) -> tuple[tuple[Facts, ...] | None, Sequence[Year]]:
    """What a year of the run stated about the time before it, and the years from that one on; None if neither the
    investment began within the run nor any year stated it."""
    started = as_interval(one.facts.get(STARTED)).low
    if history.none_before or (started is not None and started >= start):
        return (), run.years
    for i, year in reversed(list(enumerate(run.years))):
        mine = next((inv for inv in year.stated.investments if inv.id == one.id), None)
        if mine is not None and name in mine.lists:
            return mine.lists[name], run.years[i:]
    return None, ()


def earlier_amounts(investment: str, years: Sequence[Year]) -> tuple[Facts, ...]:
    """What the years before count of an investment, credited or not."""
    found: list[Facts] = []
    for year in years:
        name = year.rulebook.assessment.across_years.earlier
        one = year.investment(investment)
        if one is not None and one.amounts:
            amount = plus(as_interval(each.facts.get(KRW)) for each in one.amounts)
            found.append({f"{name}.tax_year_ends_on": exactly(year.last), f"{name}.amount_krw": amount})
    return tuple(found)


# -- contests


def _contests(
    rulebook: Rulebook, investment: str | None, given: Lists, follows: Lists, years: Sequence[Year]
) -> Iterator[Contest]:
    """Entries of a list that a claim states, about years of the dossier, and that cannot be what follows."""
    covered = {year.last for year in years} | {year.first for year in years}
    for name, (key, amount) in _keys(rulebook).items():
        if name not in given or name not in follows:
            continue
        sums = [_by_day(listed, key, amount) for listed in (given[name], follows[name])]
        told = sums[0].keys() if name == rulebook.assessment.across_years.history else sums[0].keys() | sums[1].keys()
        for day in sorted(covered & told):  # a history need not go back beyond the years that it is asked for
            one, other = (each.get(day, NOTHING) for each in sums)
            if disjoint(one, other):
                yield Contest(amount, investment, day, one, other)


def _keys(rulebook: Rulebook) -> dict[str, tuple[str, str]]:
    """Per list the day that names the tax year of an entry, and its amount."""
    frame = rulebook.assessment
    years, carry, back = frame.across_years, frame.carry_forward, frame.recapture
    return {
        years.history: (f"{years.history}.starts_on", f"{years.history}.amount_krw"),
        carry.list: (carry.order, f"{carry.list}.amount_krw"),
        years.earlier: (f"{years.earlier}.tax_year_ends_on", f"{years.earlier}.amount_krw"),
        back.list: (back.year, f"{back.list}.credit_krw"),
    }


def _by_day(entries: Sequence[Facts], key: str, amount: str) -> dict[int, Interval]:
    found: dict[int, list[Interval]] = {}
    for entry in entries:
        day = as_interval(entry.get(key)).exact
        if day is not None:
            found.setdefault(int(day), []).append(as_interval(entry.get(amount)))
    return {day: plus(amounts) for day, amounts in found.items()}


def _beyond_cost(year: Year, before: Sequence[Year]) -> Iterator[Contest]:
    """Amounts of an investment that all years together count beyond its total cost."""
    for one in year.answer.claim.investments:
        total = as_interval(one.facts.get(TOTAL_COST))
        amounts = [each for past in (*before, year) if (inv := past.investment(one.id)) for each in inv.amounts or ()]
        counted = plus(as_interval(each.facts.get(KRW)) for each in amounts)
        if total.high is not None and counted.low is not None and counted.low > total.high and one.amounts:
            yield Contest(TOTAL_COST, one.id, year.last, total, counted)


def _filed_beyond(year: Year) -> Iterator[Contest]:
    """What a return says was used beyond what it could use."""
    frame = year.rulebook.assessment
    for formula, fact in frame.across_years.as_filed.items():
        given = year.claim.facts.get(fact)
        entry = next((each for each in frame.figures if each.formula == formula), None)
        if given is None or entry is None or entry.figure == frame.total:
            continue
        used = next(figure for figure, path in frame.across_years.filed.items() if path == fact)
        possible = year.figure(used)
        if year.as_filed and disjoint(as_interval(given), possible):
            yield Contest(fact, None, year.last, as_interval(given), possible)
