"""``gongje rules``: the rules themselves, checked, tested, shown and compared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote

import click

from api.catalogue import text
from api.commands.failures import DOES_NOT_HOLD, DONE, Door, Refusal
from api.commands.options import day_of, help_of, print_lines, shared, spoken
from api.doors import EVALUATORS, evaluator, load, today
from engine.assessment.assess import Prepared, prepare
from engine.law.loader import load_rulebook, rules_folder
from engine.law.problems import BadInput, nearest
from engine.law.values import Truth, day

TRUTH_KEYS: dict[Truth, str] = {True: "truth.true", False: "truth.false", None: "truth.unknown"}
SCHEMAS = ("rules", "vocabulary", "instruments", "assessment", "cases")
FOLDER = click.Path(path_type=Path)


@click.group(cls=Door, help=help_of("rules-group"))
@click.help_option("--help", help=help_of("help"))
def rules() -> None:
    pass


@rules.command(help=help_of("rules-check"))
@click.argument("folder", required=False, type=FOLDER)
@shared
def check(folder: Path | None, lang: str, rules: Path | None) -> int:
    from engine.assessment.cases import read_cases
    from engine.assessment.coverage import seen_in
    from engine.assessment.lint import lint

    place = folder or rules or rules_folder()
    rulebook = load_rulebook(place)
    cases = list(read_cases(place / "cases"))
    seen = seen_in(cases, prepare(rulebook), evaluator(prepare(rulebook), "reference")) if cases else None
    found = lint(rulebook, seen)
    counts = {kind: len(getattr(rulebook, kind)) for kind in ("provisions", "tables", "formulas", "facts")}
    lines = [text("rules.sound", lang, **counts)]
    lines += [] if cases else [text("rules.no-cases", lang)]
    for one in found:
        what = text(f"lint.{one.code}", lang, detail=one.detail)
        lines.append(f"{text(f'kind.{one.kind}', lang)} {one.name}: {what}")
    print_lines([*lines, text("rules.findings", lang, count=len(found))])
    return DOES_NOT_HOLD if found else DONE


@rules.command(help=help_of("rules-test"))
@click.argument("folder", required=False, type=FOLDER)
@shared
def test(folder: Path | None, lang: str, rules: Path | None) -> int:
    from engine.assessment.cases import read_cases
    from engine.assessment.coverage import gaps, never_unknown, seen_in

    place = folder or rules or rules_folder()
    prepared = prepare(load_rulebook(place))
    cases = list(read_cases(place / "cases"))
    differences = list(_differences(prepared, cases, lang))
    lines = [*differences, text("rules.cases", lang, count=len(cases), differences=len(differences))]
    if not differences:  # a case that gets no answer shows nothing
        provisions = prepared.rulebook.provisions
        lacking = gaps(prepared.rulebook, seen_in(cases, prepared, evaluator(prepared, "reference")))
        full = len(provisions) - len(lacking)
        lines.append(text("rules.coverage", lang, full=full, all=len(provisions)))
        for gap in lacking:
            truths = ", ".join(text(TRUTH_KEYS[truth], lang) for truth in gap.lacks)
            lines.append("  " + text("rules.gap", lang, name=gap.name, truths=truths))
        if sure := sorted(never_unknown(prepared.rulebook)):
            lines.append(text("rules.never-unknown", lang, names=", ".join(sure)))
    print_lines(lines)
    return DOES_NOT_HOLD if differences else DONE


def _differences(prepared: Prepared, cases: list, lang: str) -> Iterator[str]:  # type: ignore[type-arg]
    """A line per difference, and per case that a claim's faults keep from an answer."""
    from engine.assessment.cases import run

    for who in EVALUATORS:
        evaluate = evaluator(prepared, who)
        for case, claim in cases:
            try:
                found = run(case, claim, prepared, evaluate)
            except BadInput as bad:
                what = "; ".join(f"{p.path}: {p.text(lang)}" for p in bad.problems)
                yield text("rules.case-refused", lang, case=case.id, what=what, who=who)
                continue
            for d in found:
                said = {"path": d.path, "expected": d.expected, "found": d.found}
                yield text("rules.difference", lang, case=d.case, who=who, **said)


@rules.command(help=help_of("rules-show"))
@click.argument("provision")
@click.option("--on", "on", metavar="YYYY-MM-DD", help=help_of("rules-on"))
@click.option("--known-on", metavar="YYYY-MM-DD", help=help_of("known-on"))
@click.option("--cases", "with_cases", is_flag=True, help=help_of("rules-cases"))
@shared
def show(provision: str, on: str | None, known_on: str | None, with_cases: bool, lang: str, rules: Path | None) -> int:
    from api.text.layout import page_width
    from api.text.rule_page import Page
    from api.text.words import Words

    at = None if on is None else day_of(on, "--on")
    known = day_of(known_on)
    prepared = load(rules)
    page = Page(Words(prepared.rulebook, lang), known, at, page_width())
    names = page.names()
    if provision not in names:
        near = nearest(provision, names)
        hint = text("error.hint", lang, name=near) if near else text("error.search-hint", lang, name=quote(provision))
        raise Refusal(text("error.no-entry", lang, name=provision, hint=hint))
    lines = list(page.lines(provision))
    if with_cases and provision in prepared.rulebook.provisions:
        lines += _cases_of(provision, prepared, rules or rules_folder(), lang)
    print_lines(lines)
    return DONE


def _cases_of(name: str, prepared: Prepared, folder: Path, lang: str) -> Iterator[str]:
    from engine.assessment.cases import read_cases
    from engine.assessment.coverage import seen_in

    seen = seen_in(read_cases(folder / "cases"), prepared, evaluator(prepared, "reference"))
    for truth, ids in seen[name].items():
        listed = ", ".join(ids[:5]) or text("show.nobody", lang)
        if len(ids) > 5:
            listed = text("show.more", lang, list=listed, count=len(ids) - 5)
        yield f"{text('show.cases', lang, truth=text(TRUTH_KEYS[truth], lang))}: {listed}"


@rules.command(help=help_of("rules-search"))
@click.argument("words", nargs=-1, required=True)
@shared
def search(words: tuple[str, ...], lang: str, rules: Path | None) -> int:
    from api.text.layout import page_width
    from api.text.rule_search import found_lines
    from api.text.words import Words

    lines = list(found_lines(words, Words(load(rules).rulebook, lang), page_width()))
    print_lines(lines or [text("search.none", lang, words=" ".join(words))])
    return DONE if lines else DOES_NOT_HOLD


@rules.command(help=help_of("rules-diff"))
@click.argument("a")
@click.argument("b")
@shared
def diff(a: str, b: str, lang: str, rules: Path | None) -> int:
    from api.text.layout import page_width
    from api.text.rule_diff import between_days, between_rulebooks

    days = [_as_day(a), _as_day(b)]
    if days[0] is not None and days[1] is not None:
        lines = list(between_days(load(rules).rulebook, days[0], days[1], lang, page_width()))
    elif Path(a).is_dir() and Path(b).is_dir():
        lines = list(between_rulebooks(load_rulebook(Path(a)), load_rulebook(Path(b)), today().toordinal(), lang))
    else:
        raise Refusal(text("error.diff-mixed", lang))
    print_lines(lines or [text("diff.none", lang)])
    return DOES_NOT_HOLD if lines else DONE


def _as_day(given: str) -> int | None:
    try:
        return day(given)
    except ValueError:
        return None


@rules.command(help=help_of("rules-schema"))
@click.argument("kind", type=click.Choice(SCHEMAS), default=SCHEMAS[0])
@spoken
def schema(kind: str, lang: str) -> int:
    from api.doors import as_json
    from api.rule_schema import schema_of

    click.echo(as_json(schema_of(kind)), nl=False)
    return DONE
