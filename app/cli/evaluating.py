"""`kyr evaluate`: how well messages are understood, over the same engine as live ones."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import click

from app.cli.common import Progress, development_settings, json_option, print_json
from app.cli.evaluation_report import write_report
from app.core.intent import Answer, Clarify
from app.dialog.evaluation import Judged, judge, read_rows
from app.factory.hotline import build_hotline
from app.matching.metrics import DecisionKind, Figures, Row, mean_of, measure

_COLUMNS = (
    "n", "n_out_of_scope", "top1", "top3", "answered", "precision", "wrong", "out_of_scope_answered",
    "urgent_recall", "language", "ece", "auroc", "cpu_ms_p50", "cpu_ms_p99",
)  # fmt: skip


def metric_row(judged: Judged, urgent: frozenset[str], outside: frozenset[str]) -> Row:
    """Return one judged message as the figures take it. `outside`: intents that only refer on."""
    row, decision = judged.row, judged.considered.decision
    kind: DecisionKind = "fallback"
    if isinstance(decision, Answer) and decision.intent not in outside:
        kind = "answer"
    elif isinstance(decision, Clarify):
        kind = "clarify"
    return Row(
        in_scope=row.intent is not None,
        right=row.right,
        ranked=judged.ranked,
        decision=kind,
        answered=judged.answered if kind == "answer" else "",
        shown=decision.intents if isinstance(decision, Clarify) else (),
        confidence=judged.considered.ranking.confidence,
        urgent=row.intent in urgent,
        locale_right=judged.considered.choice.locale.id == row.lang,
        cpu_ms=judged.cpu_ms,
    )


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", "languages", multiple=True, help="Only rows of this language; may be given more than once.")
@click.option("--errors", is_flag=True, help="List every message that was not understood rightly.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a report with a confusion plot.")
@json_option
def evaluate(
    files: tuple[Path, ...],
    languages: tuple[str, ...],
    errors: bool,  # noqa: FBT001 - click passes flags
    html: Path | None,
    as_json: bool,  # noqa: FBT001 - click passes flags
) -> None:
    r"""Measure how well the bot understands the messages of evaluation files (JSON lines).

    \b
    Examples:
      kyr evaluate tests/evaluation/en.jsonl tests/evaluation/es.jsonl
      kyr evaluate tests/evaluation/*.jsonl --errors
      kyr evaluate tests/evaluation/*.jsonl --html report.html
    """
    rows = [row for path in files for row in read_rows(path) if not languages or row.lang in languages]
    hotline = build_hotline(development_settings())
    intents = hotline.snapshots.current().intents.values()
    urgent = frozenset(one.id for one in intents if one.urgent)
    outside = frozenset(one.id for one in intents if not one.covered)
    progress = Progress()
    judged: list[Judged] = []
    for one in judge(hotline.engine, rows):
        judged.append(one)
        progress("asking", len(judged) / len(rows))
    progress.done()
    figures = _figures(judged, urgent, outside)
    if html:
        write_report(html, judged, figures)
        click.echo(f"Report: {html}", err=True)
    if as_json:
        whole = {"locales": {name: one.as_json() for name, one in figures.items()}}
        print_json(whole | {"mean": mean_of(list(figures.values()))})
        return
    click.echo(_table(figures))
    if errors:
        click.echo("\n".join(_misses(judged)))


def _figures(judged: list[Judged], urgent: frozenset[str], outside: frozenset[str]) -> dict[str, Figures]:
    by_language: dict[str, list[Row]] = defaultdict(list)
    for one in judged:
        by_language[one.row.lang].append(metric_row(one, urgent, outside))
    return {language: measure(rows) for language, rows in sorted(by_language.items())}


def _table(figures: dict[str, Figures]) -> str:
    lines = [f"{'':<22}" + "".join(f"{name:>10}" for name in figures)]
    for column in _COLUMNS:
        values = [one.as_json()[column] for one in figures.values()]
        cells = [f"{'-' if value is None else value:>10}" for value in values]
        lines.append(f"{column:<22}" + "".join(cells))
    return "\n".join(lines)


def _misses(judged: list[Judged]) -> list[str]:
    lines = []
    for one in judged:
        first = one.ranked[0] if one.ranked else "-"
        inside = one.row.intent is not None
        if (inside and first not in one.row.right) or (one.answered and one.answered not in one.row.right):
            mark = "WRONG ANSWER" if one.answered else "not first"
            wanted = one.row.intent or "out of scope"
            lines.append(f"{mark}: wanted {wanted}, got {first}: {one.row.text}")
    return lines
